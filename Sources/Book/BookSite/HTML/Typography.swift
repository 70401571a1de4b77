// Typography: straight quotes and three dots in prose become the signs that a printed book has. Code is never
// touched.
// Relies on nothing.

/// Sets prose as a compositor would.
enum Typography {
  /// `text` with curly quotes, apostrophes and ellipses.
  ///
  /// - Parameter before: The character that stands before `text` in its paragraph, if any.
  /// - Complexity: O(length).
  static func set(_ text: String, after before: Character?) -> String {
    guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x27 || $0 == 0x2E }) else { return text }
    var result = ""
    var previous = before?.unicodeScalars.last
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result.append(opens(after: previous) ? "“" : "”")
      case "'": result.append(opens(after: previous) ? "‘" : "’")
      default: result.unicodeScalars.append(scalar)
      }
      previous = scalar
    }
    return text.contains("...") ? result.replacing("...", with: "…") : result
  }

  /// A quote opens at the start, and after a space, a bracket, a dash or another opening quote.
  private static func opens(after previous: Unicode.Scalar?) -> Bool {
    switch previous {
    case nil, "(", "[", "{", "—", "–", "-", "/", "“", "‘", "\"": true
    case let scalar?: scalar.properties.isWhitespace
    }
  }
}
