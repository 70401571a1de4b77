// InfoString: a fence's info string as words, with quotes. `swift id="a b" allocs<=3` has the language
// `swift` and two options. The same lexer reads the head of `<!-- swift … -->` and a console's commands.
// Relies on nothing but the position at which the text stands.

import BookMarkdown

/// The words after a fence.
struct InfoString {
  /// One word: `crash`, `id=layout`, `allocs<=3`.
  struct Word: Hashable {
    /// The whole word as written, quotes included.
    var text: String
    /// What stands before `=` or `<=`; the whole word when there is neither.
    var key: String
    var sign: Sign
    /// What stands after it, quotes removed; nil when there is no sign.
    var value: String?
    var position: SourcePosition
    /// False when a quote was opened and not closed.
    var isClosed = true
  }

  /// What stands between a key and its value.
  enum Sign: String { case none = "", equal = "=", atMost = "<=", less = "<" }

  var words: [Word]

  /// - Parameter position: Where `text` begins.
  init(_ text: String, at position: SourcePosition) {
    words = Self.split(text).map { piece in
      var position = position
      position.column += piece.offset
      return Self.word(piece.text, isClosed: piece.isClosed, at: position)
    }
  }

  /// Splits at spaces outside quotes.
  static func split(_ text: String) -> [(text: String, offset: Int, isClosed: Bool)] {
    var result: [(text: String, offset: Int, isClosed: Bool)] = []
    var word = ""
    var start = 0
    var offset = 0
    var isQuoted = false
    for character in text {
      if character.isWhitespace, !isQuoted {
        if !word.isEmpty { result.append((word, start, true)) }
        word = ""
      } else {
        if word.isEmpty { start = offset }
        if character == "\"" { isQuoted.toggle() }
        word.append(character)
      }
      offset += character.utf8.count
    }
    if !word.isEmpty { result.append((word, start, !isQuoted)) }
    return result
  }

  private static func word(_ text: String, isClosed: Bool, at position: SourcePosition) -> Word {
    guard let at = text.firstIndex(where: { $0 == "=" || $0 == "<" }) else {
      return Word(text: text, key: text, sign: .none, value: nil, position: position, isClosed: isClosed)
    }
    var rest = text[text.index(after: at)...]
    var sign = Sign.equal
    if text[at] == "<" {
      sign = rest.first == "=" ? .atMost : .less
      if sign == .atMost { rest.removeFirst() }
    }
    let value = rest.filter { $0 != "\"" }
    return Word(
      text: text, key: String(text[..<at]), sign: sign, value: String(value), position: position,
      isClosed: isClosed)
  }
}
