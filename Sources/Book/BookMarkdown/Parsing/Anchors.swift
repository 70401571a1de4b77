// Anchors: a heading's address in its page. They are permanent, so the rule is the one that code hosts use,
// and a chapter's links work in both places.
// Relies on: nothing but the heading's plain text.

/// Gives out the anchors of one chapter.
struct Anchors {
  private var used: Set<String> = []
  private var counts: [String: Int] = [:]

  /// Lower case, spaces to `-`, punctuation dropped; the second of a name gets `-1`, or the next number that
  /// leaves it unlike every other.
  mutating func anchor(for text: String) -> String {
    let slug = Self.slug(text)
    var anchor = slug
    while !used.insert(anchor).inserted {
      counts[slug, default: 0] += 1
      anchor = "\(slug)-\(counts[slug, default: 0])"
    }
    return anchor
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
