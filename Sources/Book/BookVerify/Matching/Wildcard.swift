// Wildcard: the kinds of tokens that may differ from run to run, and how much of a line each takes. A kind takes its
// whole token or nothing: `[int]` does not match the `12` in `123`.
// Relies on nothing.

/// A kind of token.
package enum Wildcard: String, CaseIterable, Hashable, Sendable {
  case int
  case float
  case addr
  case hex
  case time
  case bytes
  case path

  /// The end of the token of this kind that begins at `start`, or nil when none does.
  ///
  /// - Complexity: O(token).
  func end(in line: [Character], from start: Int) -> Int? {
    if start > 0, needsBoundary, line[start - 1].isASCIIDigit, line[start].isASCIIDigit { return nil }
    switch self {
    case .int:
      guard let end = Self.int(line, start), !Self.isFraction(line, end) else { return nil }
      return end
    case .float: return Self.float(line, start)
    case .addr:
      guard line[start...].starts(with: ["0", "x"]) else { return nil }
      return Self.run(line, start + 2) { $0.isHexDigit && !$0.isUppercase }
    case .hex: return Self.run(line, start) { $0.isHexDigit }
    case .time: return Self.quantity(line, start, units: ["ns", "µs", "us", "ms", "s"])
    case .bytes: return Self.quantity(line, start, units: ["KiB", "MiB", "GiB", "KB", "MB", "GB", "B"])
    case .path:
      guard line[start...].first == "/" else { return nil }
      return Self.run(line, start) { !$0.isWhitespace }
    }
  }

  private var needsBoundary: Bool { self != .path && self != .addr && self != .hex }

  private static func run(_ line: [Character], _ start: Int, _ isPart: (Character) -> Bool) -> Int? {
    var end = start
    while end < line.count, isPart(line[end]) { end += 1 }
    return end > start ? end : nil
  }

  private static func isFraction(_ line: [Character], _ end: Int) -> Bool {
    end + 1 < line.count && line[end] == "." && line[end + 1].isASCIIDigit
  }

  private static func sign(_ line: [Character], _ start: Int) -> Int {
    start < line.count && line[start] == "-" ? start + 1 : start
  }

  private static func int(_ line: [Character], _ start: Int) -> Int? {
    guard var end = run(line, sign(line, start), { $0.isASCIIDigit }) else { return nil }
    while end + 3 < line.count, line[end] == "," || line[end] == "_",
      run(line, end + 1, { $0.isASCIIDigit }) == end + 4
    {
      end += 4
    }
    return end
  }

  private static func float(_ line: [Character], _ start: Int) -> Int? {
    let digits = sign(line, start)
    for word in ["inf", "nan"] where line[digits...].starts(with: Array(word)) {
      // `info` is a word, not an infinity and an o.
      let isWord = digits + 3 < line.count && (line[digits + 3].isLetter || line[digits + 3].isNumber)
      return isWord ? nil : digits + 3
    }
    guard let whole = run(line, digits, { $0.isASCIIDigit }), isFraction(line, whole),
      let end = run(line, whole + 1, { $0.isASCIIDigit })
    else { return nil }
    guard end < line.count, line[end] == "e" || line[end] == "E" else { return end }
    let exponent = end + 1 < line.count && (line[end + 1] == "-" || line[end + 1] == "+") ? end + 2 : end + 1
    return run(line, exponent) { $0.isASCIIDigit } ?? end
  }

  private static func quantity(_ line: [Character], _ start: Int, units: [String]) -> Int? {
    guard var end = float(line, start) ?? int(line, start) else { return nil }
    if end < line.count, line[end] == " " { end += 1 }
    for unit in units where line[end...].starts(with: Array(unit)) {
      let after = end + unit.count
      if after < line.count, line[after].isLetter || line[after].isNumber { continue }
      return after
    }
    return nil
  }
}

extension Character {
  var isASCIIDigit: Bool { isASCII && isWholeNumber }
}
