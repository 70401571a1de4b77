// CompilerDiagnostic: the compiler's `file:line:column: severity: message [name]` lines as values.
// Relies on: `-diagnostic-style llvm -debug-diagnostic-names`.

/// One diagnostic.
package struct CompilerDiagnostic: Hashable, Sendable, Codable {
  package var file: String
  package var line: Int
  /// 1-based, in UTF-8 bytes.
  package var column: Int
  /// `error`, `warning` or `note`.
  package var severity: String
  package var message: String
  /// The stable name, such as `cannot_convert_initializer_value`.
  package var name: String

  /// True when a declaration stands without its body.
  package var missesBody: Bool {
    [
      "func_decl_without_brace", "missing_initializer_def", "expected_lbrace_accessor",
      "expected_lbrace_destructor",
    ].contains(name)
  }

  /// Reads what the frontend wrote on standard error.
  ///
  /// - Returns: The diagnostics in order, and the lines that belong to none (source excerpts left out).
  package static func parse(_ text: String) -> (diagnostics: [CompilerDiagnostic], rest: String) {
    var diagnostics: [CompilerDiagnostic] = []
    var rest = ""
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      // A line of the source stands above its carets; it may hold whatever a program may, the text of a diagnostic too.
      let isExcerpt = index + 1 < lines.count && isCarets(lines[index + 1])
      if !isExcerpt, let diagnostic = CompilerDiagnostic(line: line) {
        diagnostics.append(diagnostic)
      } else if diagnostics.isEmpty, !line.isEmpty {
        rest += line + "\n"
      }
    }
    return (diagnostics, rest)
  }

  private static func isCarets(_ line: Substring) -> Bool {
    line.contains("^") && line.allSatisfy { $0 == "^" || $0 == "~" || $0 == " " || $0 == "\t" }
  }

  /// One line, or nil when it is no diagnostic.
  private init?(line: Substring) {
    // The first of the three words is the line's own; the message may quote another.
    let marks = ["error", "warning", "note"].compactMap { word in
      line.firstRange(of: ": \(word): ").map { (word: word, range: $0) }
    }
    guard let mark = marks.min(by: { $0.range.lowerBound < $1.range.lowerBound }) else { return nil }
    let place = line[..<mark.range.lowerBound].split(separator: ":", omittingEmptySubsequences: false)
    guard place.count >= 3, let column = Int(place[place.count - 1]), let number = Int(place[place.count - 2])
    else { return nil }
    file = place.dropLast(2).joined(separator: ":")
    self.line = number
    self.column = column
    severity = mark.word
    (message, name) = Self.split(line[mark.range.upperBound...])
  }

  /// `message [name] [#Group]` or `message [#Group] [name]` → message and name.
  private static func split(_ text: Substring) -> (String, String) {
    var text = text
    var name = ""
    while text.hasSuffix("]"), let open = text.lastIndex(of: "["), open > text.startIndex {
      let word = text[text.index(after: open)...].dropLast()
      let isGroup = word.hasPrefix("#")
      let isName = word.count > 3 && word.allSatisfy { $0 == "_" || $0.isLetter || $0.isNumber }
      guard isGroup || (isName && name.isEmpty) else { break }
      if !isGroup { name = String(word) }
      text = text[..<open]
      while text.last == " " { text.removeLast() }
    }
    return (String(text), name)
  }
}
