// Comments: the HTML comments that speak to the engine. `<!-- swift … -->` hides a snippet, `<!-- verify … -->`
// claims, `<!-- figure … -->` draws, `<!-- value … -->` and `<!-- measured … -->` open a value in the prose.
// Every other comment is the author's own.
// Relies on nothing.

/// What a comment says to the engine.
enum EngineComment: Hashable {
  case swift(head: String, headOffset: Int, body: String, bodyLine: Int)
  case verify(words: String)
  case figure(words: String)
  case value(words: String)
  case measured(words: String)
  case end(of: String)

  /// The words that begin one in a line of text.
  static let words: Set<String> = ["verify", "figure", "value", "measured", "swift"]

  /// - Parameter html: The literal of an HTML block or inline, from its `<!--`.
  /// - Returns: Nil when it is no comment, or one that does not speak to the engine.
  init?(_ html: String) {
    guard html.hasPrefix("<!--"), let end = html.firstRange(of: "-->") else { return nil }
    let inner = html[html.index(html.startIndex, offsetBy: 4)..<end.lowerBound]
    let trimmed = inner.drop(while: \.isWhitespace)
    let word = trimmed.prefix { !$0.isWhitespace }
    let rest = trimmed.dropFirst(word.count)
    let words = String(rest).trimmingWhitespace
    switch word {
    case "swift":
      let head = rest.prefix { !$0.isNewline }
      let offset = html[..<head.startIndex].utf8.count
      self = .swift(
        head: String(head), headOffset: offset,
        body: String(rest.dropFirst(head.count).dropFirst()).trimmingEndWhitespace,
        bodyLine: html[..<head.endIndex].count { $0.isNewline } + 1)
    case "verify": self = .verify(words: words)
    case "figure": self = .figure(words: words)
    case "value": self = .value(words: words)
    case "measured": self = .measured(words: words)
    case "/value": self = .end(of: "value")
    case "/measured": self = .end(of: "measured")
    default: return nil
    }
  }

  /// True for HTML that is nothing but one comment, whoever it is for.
  static func isComment(_ html: String) -> Bool {
    let text = html.trimmingWhitespace
    return text.hasPrefix("<!--") && text.hasSuffix("-->")
  }

  /// True for a comment that begins like hidden setup, closed or not.
  static func opensSwift(_ html: String) -> Bool {
    guard html.hasPrefix("<!--") else { return false }
    let inner = html.dropFirst(4).drop(while: \.isWhitespace)
    return inner.hasPrefix("swift") && (inner.dropFirst(5).first?.isWhitespace ?? true)
  }
}

extension String {
  /// Without spaces, tabs and line ends at either end.
  var trimmingWhitespace: String {
    let start = drop(while: \.isWhitespace)
    return String(start).trimmingEndWhitespace
  }

  /// Without spaces, tabs and line ends at the end.
  var trimmingEndWhitespace: String {
    var text = Substring(self)
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
