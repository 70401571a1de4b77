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
    var previous = before
    for character in text.replacing("...", with: "…") {
      switch character {
      case "\"": result.append(opens(after: previous) ? "“" : "”")
      case "'": result.append(opens(after: previous) ? "‘" : "’")
      default: result.append(character)
      }
      previous = character
    }
    return result
  }

  /// A quote opens at the start, and after a space, a bracket, a dash or another opening quote.
  private static func opens(after previous: Character?) -> Bool {
    guard let previous else { return true }
    return previous.isWhitespace || "([{—–-/“‘\"".contains(previous)
  }
}
