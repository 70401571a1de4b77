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

  /// Reads what the frontend wrote on standard error.
  ///
  /// - Returns: The diagnostics in order, and the lines that belong to none (source excerpts left out).
  package static func parse(_ text: String) -> (diagnostics: [CompilerDiagnostic], rest: String) {
    var diagnostics: [CompilerDiagnostic] = []
    var rest = ""
    for line in text.split(separator: "\n") {
      if let diagnostic = CompilerDiagnostic(line: line) {
        diagnostics.append(diagnostic)
      } else if diagnostics.isEmpty {
        rest += line + "\n"
      }
    }
    return (diagnostics, rest)
  }

  /// One line, or nil when it is no diagnostic.
  private init?(line: Substring) {
    for severity in ["error", "warning", "note"] {
      guard let at = line.firstRange(of: ": \(severity): ") else { continue }
      let place = line[..<at.lowerBound].split(separator: ":", omittingEmptySubsequences: false)
      guard place.count >= 3, let column = Int(place[place.count - 1]),
        let number = Int(place[place.count - 2])
      else {
        continue
      }
      file = place.dropLast(2).joined(separator: ":")
      self.line = number
      self.column = column
      self.severity = severity
      (message, name) = Self.split(line[at.upperBound...])
      return
    }
    return nil
  }

  /// `message [name] [#Group]` or `message [#Group] [name]` → message and name.
  private static func split(_ text: Substring) -> (String, String) {
    var text = text
    var name = ""
    while text.hasSuffix("]"), let open = text.lastIndex(of: "["), open > text.startIndex {
      let word = text[text.index(after: open)...].dropLast()
      let isGroup = word.hasPrefix("#")
      let isName =
        !word.isEmpty && word.allSatisfy { $0.isLowercase || $0 == "_" || $0.isNumber || $0.isUppercase }
      guard
        isGroup || (isName && name.isEmpty && word.contains("_"))
          || (isName && name.isEmpty && word.count > 3)
      else { break }
      if !isGroup { name = String(word) }
      text = text[..<open]
      while text.last == " " { text.removeLast() }
    }
    return (String(text), name)
  }
}
