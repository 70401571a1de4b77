// Anchors: a heading's address in its page. They are permanent, so the rule is the one that code hosts use, and a
// chapter's links work in both places.
// Relies on: nothing but the heading's plain text.

/// Gives headings their anchors.
enum Anchors {
  /// Lower case, spaces to `-`, punctuation dropped; the second of a name gets `-1`.
  static func assign(in root: inout Node) {
    var seen: [String: Int] = [:]
    assign(&root, &seen)
  }

  private static func assign(_ node: inout Node, _ seen: inout [String: Int]) {
    if case .heading(let level, _) = node.kind {
      let slug = slug(node.plainText)
      let count = seen[slug, default: 0]
      seen[slug] = count + 1
      node.kind = .heading(level: level, anchor: count == 0 ? slug : "\(slug)-\(count)")
    }
    for index in node.children.indices where node.children[index].isBlock {
      assign(&node.children[index], &seen)
    }
  }

  static func slug(_ text: String) -> String {
    var result = ""
    for character in text.lowercased() {
      if character.isLetter || character.isNumber || character == "-" || character == "_" {
        result.append(character)
      } else if character == " " {
        result.append("-")
      }
    }
    return result
  }
}
