// DeclarationName: what a documentation comment documents, as the names of its blocks say it.
// Relies on nothing. It reads the first line of code below the comment as a person would; where that tells nothing, a
// comment's blocks are called `comment-1`.

/// What a declaration is called.
enum DeclarationName {
  private static let keywords: Set<Substring> = [
    "func", "var", "let", "struct", "class", "enum", "actor", "protocol", "typealias", "associatedtype",
    "case",
    "macro", "extension", "precedencegroup",
  ]

  /// The name in the first line of code: lower case, `init`, `subscript` and `operator` as they are.
  static func first(in lines: [Substring]) -> String {
    var depth = 0
    for line in lines {
      let text = withoutAttributes(line.trimmingSpaces, &depth)
      if text.isEmpty || text.hasPrefix("//") || text.hasPrefix("#") { continue }
      return name(in: text) ?? "comment"
    }
    return "comment"
  }

  private static func name(in text: Substring) -> String? {
    let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    for (index, word) in words.enumerated() {
      if ["init", "subscript", "operator"].contains(word) { return String(word) }
      // `class func` declares a function.
      guard keywords.contains(word), index + 1 < words.count, !keywords.contains(words[index + 1]) else {
        continue
      }
      let between = text[word.endIndex..<words[index + 1].startIndex]
      if between.contains(where: { "+-*/%=<>!&|^~?.".contains($0) }) { return "operator" }
      return words[index + 1].lowercased().filter { $0 != "_" }
    }
    return nil
  }

  /// A line without the attributes at its start.
  ///
  /// - Parameter depth: How many parentheses of an attribute's arguments are open; they may run over line ends.
  private static func withoutAttributes(_ line: Substring, _ depth: inout Int) -> Substring {
    var rest = line
    while let first = rest.first, depth > 0 || first == "@" {
      if depth > 0 {
        depth += first == "(" ? 1 : first == ")" ? -1 : 0
        rest = rest.dropFirst()
      } else {
        rest = rest.dropFirst().drop { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
        if rest.first == "(" {
          depth = 1
          rest = rest.dropFirst()
        }
      }
      if depth == 0 { rest = rest.trimmingSpaces }
    }
    return rest
  }
}
