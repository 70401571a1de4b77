// SearchWords: text → the words that a search finds it by: letters and digits, folded; the parts of a
// camelCase name too; Chinese, Japanese and Korean by single characters and by pairs, since they are written
// without spaces.
// Relies on nothing. book.js cuts a query by the same rules, without the parts.

/// Cuts text into words to search for.
package enum SearchWords {
  /// Calls `body` with each word of `text`.
  ///
  /// - Complexity: O(length).
  package static func each(in text: String, _ body: (String) -> Void) {
    var word = ""
    var ideograph: Unicode.Scalar?
    func flush() {
      guard !word.isEmpty else { return }
      // Most words are plain: in lower case, of one part.
      if word.utf8.allSatisfy(\.isLowercase) { body(word) } else { body(word.lowercased()) }
      if word.utf8.contains(where: { !$0.isLowercase }) { parts(of: word, body) }
      word = ""
    }
    for scalar in text.unicodeScalars {
      if scalar.isCJK {
        flush()
        body(String(scalar))
        if let before = ideograph { body(String(before) + String(scalar)) }
        ideograph = scalar
        continue
      }
      ideograph = nil
      if isWord(scalar) { word.unicodeScalars.append(scalar) } else { flush() }
    }
    flush()
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return UInt8(scalar.value).continuesIdentifier }
    return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  /// `MemoryLayout` → `memory`, `layout`; `snake_case` → `snake`, `case`; a word of one part has none.
  private static func parts(of word: String, _ body: (String) -> Void) {
    var parts: [String] = []
    var part = ""
    var previous: Unicode.Scalar = " "
    for scalar in word.unicodeScalars {
      let begins = scalar.isUppercase && !previous.isUppercase || scalar.isDigit != previous.isDigit
      if begins || scalar == "_", !part.isEmpty {
        parts.append(part)
        part = ""
      }
      if scalar != "_" { part.unicodeScalars.append(scalar) }
      previous = scalar
    }
    if !part.isEmpty { parts.append(part) }
    guard parts.count > 1 else { return }
    for part in parts where part.count > 1 { body(part.lowercased()) }
  }
}

extension Unicode.Scalar {
  fileprivate var isUppercase: Bool { isASCII ? UInt8(value).isUppercase : properties.isUppercase }
  fileprivate var isDigit: Bool { isASCII ? UInt8(value).isDigit : properties.numericType != nil }
}
