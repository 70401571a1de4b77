// Matcher: does what a program printed match what the chapter says? Lines match from first to last; `...` alone on a
// line stands for any number of lines; a named wildcard must repeat equal within a program, and two names of one
// kind must differ.
// Relies on: Pattern and Wildcard. Invariant: `bindings` changes only when a whole text has matched.

/// What named wildcards stand for so far.
package struct Bindings: Hashable, Sendable {
  /// A name's kind and text.
  struct Value: Hashable, Sendable {
    var kind: Wildcard
    var text: String
  }

  var values: [String: Value] = [:]

  package init() {}
}

/// Deliberate faults of the matcher, one at a time, for the tests that must catch them.
package enum MatcherMutant: String, CaseIterable, Sendable {
  case greedyLines
  case unanchoredInt
  case unboundNames
  case namesMayBeEqual
  case trailingSpacesCount
  case finalNewlineCounts
  case floatTakesInt
  case colorsKept
  case unorderedAsSet
  case caseIgnored
  case anythingNeedsOne
  case extraLinesAllowed
}

/// Why a text does not match.
package struct Mismatch: Hashable, Sendable {
  /// What kind of difference.
  package enum Reason: Hashable, Sendable {
    case different
    /// A name stands for one text and here for another.
    case binding(name: String, was: String, now: String)
    case ambiguous
    case invalidUTF8(hex: String)
  }

  package var reason: Reason
  /// 0-based expected line at which matching got stuck; nil when the actual text goes on after the last.
  package var expectedLine: Int?
  package var difference: [String]
  /// What makes two texts differ that look alike.
  package var hint: String?
}

/// Matches texts of one program.
package struct Matcher {
  /// Steps of one text before it counts as ambiguous.
  package static let stepLimit = 1_000_000

  package private(set) var bindings = Bindings()
  let mutant: MatcherMutant?

  package init(mutant: MatcherMutant? = nil) { self.mutant = mutant }

  /// Matches one text.
  ///
  /// - Returns: Nil when it matches; then its names are bound.
  /// - Complexity: O(expected × actual lines) for texts without `...`-heavy patterns; bounded by `stepLimit`.
  package mutating func match(expected: String, actual: [UInt8], unordered: Bool = false) -> Mismatch? {
    guard let text = String(validating: actual, as: UTF8.self) else { return Self.invalid(actual, expected) }
    let wanted = lines(of: expected, isActual: false)
    let given = lines(of: text, isActual: true)
    var search = Search(
      expected: wanted.map(Pattern.init), isRest: wanted.map { $0 == "..." }, actual: given.map(Array.init),
      mutant: mutant)
    let found = unordered ? search.matchUnordered(bindings) : search.match(0, 0, bindings)
    if let found, !search.isExhausted {
      bindings = found
      return nil
    }
    return mismatch(search, wanted, given, text: text)
  }

  /// Matches one line, such as a diagnostic's message.
  package mutating func matchLine(expected: String, actual: String) -> Bool {
    match(expected: expected, actual: Array(actual.utf8)) == nil
  }

  // MARK: Normal forms

  private func lines(of text: String, isActual: Bool) -> [String] {
    var text = text.replacing("\r\n", with: "\n")
    if isActual, mutant != .colorsKept { text = Self.withoutEscapes(text) }
    // An empty line is a line; nothing at all is none.
    guard !text.isEmpty else { return [] }
    if text.hasSuffix("\n"), mutant != .finalNewlineCounts { text.removeLast() }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var line = line
      while mutant != .trailingSpacesCount, line.last == " " { line.removeLast() }
      return mutant == .caseIgnored ? line.lowercased() : String(line)
    }
  }

  /// Without ANSI escape sequences.
  static func withoutEscapes(_ text: String) -> String {
    guard text.utf8.contains(0x1B) else { return text }
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let first = rest.popFirst() {
      guard first == "\u{1B}" else {
        result.append(first)
        continue
      }
      guard rest.first == "[" else { continue }
      rest.removeFirst()
      while let next = rest.popFirst(), !(0x40...0x7E).contains(next.value) {}
    }
    return String(result)
  }

  // MARK: Explaining

  private func mismatch(_ search: Search, _ wanted: [String], _ given: [String], text: String) -> Mismatch {
    let reason: Mismatch.Reason =
      if search.isExhausted { .ambiguous } else if let conflict = search.conflict { conflict } else {
        .different
      }
    let stuck = search.furthest < wanted.count ? search.furthest : nil
    let difference = Difference.lines(wanted, given) { expected, actual in
      expected == "..." || search.couldMatch(Pattern(expected), Array(actual))
    }
    return Mismatch(
      reason: reason, expectedLine: stuck, difference: difference, hint: Self.hint(wanted, given))
  }

  private static func hint(_ wanted: [String], _ given: [String]) -> String? {
    // Swift's == is canonical equivalence, so what is equal by it and did not match differs in its normal form.
    if wanted == given { return "only the Unicode normal form differs (NFC and NFD)" }
    if wanted.map({ $0.replacing("\t", with: " ") }) == given.map({ $0.replacing("\t", with: " ") }) {
      return "only tabs and spaces differ"
    }
    if wanted.filter({ !$0.isEmpty }) == given.filter({ !$0.isEmpty }) { return "only empty lines differ" }
    if wanted.map({ $0.lowercased() }) == given.map({ $0.lowercased() }) { return "only capitals differ" }
    return nil
  }

  private static func invalid(_ actual: [UInt8], _ expected: String) -> Mismatch {
    // A prefix may also end within a letter, so the last good one decides, not the first bad one; a letter has at
    // most four bytes, so the search stops soon after the fault.
    var bad = 0
    for end in actual.indices where end - bad < 4 {
      if String(validating: actual[...end], as: UTF8.self) != nil { bad = end + 1 }
    }
    let around = actual[max(0, bad - 4)..<min(actual.count, bad + 8)]
    let hex = around.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    return Mismatch(
      reason: .invalidUTF8(hex: hex), expectedLine: expected.isEmpty ? nil : 0,
      difference: ["+ bytes that are no UTF-8, around offset \(bad): \(hex)"], hint: nil)
  }
}
