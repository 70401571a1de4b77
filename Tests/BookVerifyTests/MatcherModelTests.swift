// MatcherModelTests: the matcher against a naive one that tries everything, and against its own mutants.
// Relies on: BookVerify's Matcher, TestSupport. The naive one knows `...`, `[..]`, `[int]`, `[addr]` and names; it
// reads its own data type and not the pattern's text, so the two share no code.

import BookVerify
import TestSupport
import Testing

/// A piece of an expected line.
private enum Piece: Equatable {
  case text(Character)
  case anything
  case int(String?)
  case addr(String?)

  var written: String {
    switch self {
    case .text(let character): String(character)
    case .anything: "[..]"
    case .int(let name): name.map { "[int:\($0)]" } ?? "[int]"
    case .addr(let name): name.map { "[addr:\($0)]" } ?? "[addr]"
    }
  }
}

/// An expected line; nil for `...`.
private typealias Line = [Piece]?

/// A text to match and the lines it should match.
private struct Attempt: CustomStringConvertible {
  var expected: [Line]
  var actual: [String]
  var pattern: String { expected.map { ($0.map { $0.map(\.written).joined() } ?? "...") + "\n" }.joined() }
  var text: String { actual.map { $0 + "\n" }.joined() }
  var description: String { "\(pattern.debugDescription) against \(text.debugDescription)" }
}

/// Tries every way, without memory.
private enum Naive {
  typealias Names = [String: String]

  static func matches(_ attempt: Attempt) -> Bool {
    matches(attempt.expected[...], attempt.actual[...], [:])
  }

  static func matches(_ expected: ArraySlice<Line>, _ actual: ArraySlice<String>, _ names: Names) -> Bool {
    guard let line = expected.first else { return actual.isEmpty }
    guard let pieces = line else {
      return (actual.startIndex...actual.endIndex).contains {
        matches(expected.dropFirst(), actual[$0...], names)
      }
    }
    guard let text = actual.first else { return false }
    return readings(pieces[...], Array(text), 0, names).contains {
      matches(expected.dropFirst(), actual.dropFirst(), $0)
    }
  }

  /// All ways in which a line can be read, as the names that each binds. Only the first reading counts for the
  /// engine when it goes on with the next line; the generator therefore never puts `[..]` before a name.
  private static func readings(_ pieces: ArraySlice<Piece>, _ line: [Character], _ at: Int, _ names: Names)
    -> [Names]
  {
    guard let piece = pieces.first else { return at == line.count ? [names] : [] }
    let rest = pieces.dropFirst()
    switch piece {
    case .text(let character):
      return at < line.count && line[at] == character ? readings(rest, line, at + 1, names) : []
    case .anything: return (at...line.count).flatMap { readings(rest, line, $0, names) }
    case .int(let name), .addr(let name):
      let isInt = if case .int = piece { true } else { false }
      let ends = (at...line.count).filter { isInt ? isWholeInt(line, at, $0) : isWholeAddress(line, at, $0) }
      return ends.flatMap { end -> [Names] in
        guard let name else { return readings(rest, line, end, names) }
        let key = (isInt ? "int:" : "addr:") + name
        let text = String(line[at..<end])
        guard names[key] ?? text == text else { return [] }
        let isTaken = names.contains {
          $0.key != key && $0.key.prefix(3) == key.prefix(3) && $0.value == text
        }
        guard !isTaken else { return [] }
        return readings(rest, line, end, names.merging([key: text]) { old, _ in old })
      }
    }
  }

  private static func isDigit(_ line: [Character], _ at: Int) -> Bool {
    line.indices.contains(at) && "0123456789".contains(line[at])
  }

  private static func isWholeInt(_ line: [Character], _ start: Int, _ end: Int) -> Bool {
    guard end > start, line[start..<end].allSatisfy({ "0123456789".contains($0) }) else { return false }
    return !isDigit(line, start - 1) && !isDigit(line, end)
  }

  private static func isWholeAddress(_ line: [Character], _ start: Int, _ end: Int) -> Bool {
    guard end > start + 2, line[start] == "0", line[start + 1] == "x" else { return false }
    let isHex = { (character: Character) in "0123456789abcdef".contains(character) }
    return line[(start + 2)..<end].allSatisfy(isHex) && !(end < line.count && isHex(line[end]))
  }
}

private func attempt(_ generator: inout SeededGenerator) -> Attempt {
  func pick<T>(_ list: [T]) -> T { list[Int.random(in: list.indices, using: &generator)] }
  let name: [String?] = [nil, "p", "q"]
  let expected: [Line] = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
    if pick([true, false, false]) { return nil }
    var pieces: [Piece] = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
      pick([.text("a"), .text("1"), .anything, .int(nil), .int(pick(name)), .addr(pick(name))])
    }
    if pieces.contains(.anything) {
      pieces = pieces.map {
        if case .int = $0 { .int(nil) } else if case .addr = $0 { .addr(nil) } else { $0 }
      }
    }
    return pieces
  }
  let actual = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
    generator.text(of: ["a", "1", "2", "0x1", "0xf", "12"], upTo: 3)
  }
  return Attempt(expected: expected, actual: actual)
}

private func smaller(_ attempt: Attempt) -> [Attempt] {
  shorter(attempt.expected).map { Attempt(expected: $0, actual: attempt.actual) }
    + shorter(attempt.actual).map { Attempt(expected: attempt.expected, actual: $0) }
}

/// A mutant and the input that tells it from the matcher: the verdict that is right.
struct Killing: Sendable, CustomTestStringConvertible {
  var mutant: MatcherMutant
  var expected: String
  var actual: String
  var isMatch: Bool
  var unordered = false
  var testDescription: String { "\(mutant): \(expected.debugDescription) \(actual.debugDescription)" }
}

private let killings: [Killing] = [
  .init(mutant: .greedyLines, expected: "...\nb\n", actual: "a\nb\n", isMatch: true),
  .init(mutant: .unanchoredInt, expected: "[int]3\n", actual: "13\n", isMatch: false),
  .init(mutant: .unboundNames, expected: "[int:a] [int:a]\n", actual: "1 2\n", isMatch: false),
  .init(mutant: .namesMayBeEqual, expected: "[int:a] [int:b]\n", actual: "1 1\n", isMatch: false),
  .init(mutant: .trailingSpacesCount, expected: "a\n", actual: "a \n", isMatch: true),
  .init(mutant: .finalNewlineCounts, expected: "a\n", actual: "a", isMatch: true),
  .init(mutant: .floatTakesInt, expected: "[float]\n", actual: "1\n", isMatch: false),
  .init(mutant: .colorsKept, expected: "a\n", actual: "\u{1B}[1ma\n", isMatch: true),
  .init(mutant: .unorderedAsSet, expected: "a\na\nb\n", actual: "a\nb\nb\n", isMatch: false, unordered: true),
  .init(mutant: .caseIgnored, expected: "A\n", actual: "a\n", isMatch: false),
  .init(mutant: .anythingNeedsOne, expected: "a[..]\n", actual: "a\n", isMatch: true),
  .init(mutant: .extraLinesAllowed, expected: "a\n", actual: "a\nb\n", isMatch: false),
]

@Suite("Matching, against a model")
struct MatcherModelTests {
  @Test("the matcher and one that tries everything agree")
  func model() {
    checkProperty(runs: 20_000, generate: attempt, shrink: smaller) { attempt in
      matches(attempt.pattern, attempt.text) == Naive.matches(attempt)
    }
  }

  @Test("the random texts hold enough matches and enough mismatches to tell")
  func generator() {
    let verdicts = (0..<2000).map { run -> Bool in
      var generator = SeededGenerator(seed: UInt64(run))
      let attempt = attempt(&generator)
      return matches(attempt.pattern, attempt.text)
    }
    #expect(verdicts.filter { $0 }.count > 100)
    #expect(verdicts.filter { !$0 }.count > 100)
  }

  @Test(
    "every mutant of the matcher is caught by its input, which the matcher itself gets right",
    arguments: killings)
  func mutants(_ killing: Killing) {
    let (expected, actual, unordered) = (killing.expected, killing.actual, killing.unordered)
    #expect(matches(expected, actual, unordered: unordered) == killing.isMatch)
    #expect(matches(expected, actual, unordered: unordered, mutant: killing.mutant) != killing.isMatch)
  }

  @Test("no mutant is without a killing input")
  func coverage() { #expect(Set(killings.map(\.mutant)) == Set(MatcherMutant.allCases)) }
}
