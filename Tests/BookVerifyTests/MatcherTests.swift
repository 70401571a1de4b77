// The matcher, rule by rule, against a small naive model, and against deliberate faults of itself.
// What this cannot show: whether the rules are the ones that authors want.

import BookVerify
import Testing

/// Whether `actual` matches `expected`, with fresh names.
private func matches(_ expected: String, _ actual: String, unordered: Bool = false, mutant: MatcherMutant? = nil) -> Bool {
  var matcher = Matcher(mutant: mutant)
  return matcher.match(expected: expected, actual: Array(actual.utf8), unordered: unordered) == nil
}

/// A rule: an expected and an actual text, and whether they match.
struct Rule: CustomTestStringConvertible, Sendable {
  var name: String
  var expected: String
  var actual: String
  var holds: Bool
  var unordered = false

  var testDescription: String { name }
}

private let rules: [Rule] = [
  Rule(name: "equal lines match", expected: "a\nb", actual: "a\nb", holds: true),
  Rule(name: "another character does not", expected: "a", actual: "b", holds: false),
  Rule(name: "capitals count", expected: "a", actual: "A", holds: false),
  Rule(name: "a missing line does not match", expected: "a\nb", actual: "a", holds: false),
  Rule(name: "an extra line does not match", expected: "a", actual: "a\nb", holds: false),
  Rule(name: "CRLF is LF", expected: "a\nb\n", actual: "a\r\nb\r\n", holds: true),
  Rule(name: "one final newline is ignored", expected: "a", actual: "a\n", holds: true),
  Rule(name: "a second one counts", expected: "a", actual: "a\n\n", holds: false),
  Rule(name: "spaces at a line's end are ignored", expected: "a  \nb", actual: "a\nb   ", holds: true),
  Rule(name: "spaces at its start count", expected: " a", actual: "a", holds: false),
  Rule(name: "spaces inside count", expected: "a  b", actual: "a b", holds: false),
  Rule(name: "tabs are tabs", expected: "a\tb", actual: "a b", holds: false),
  Rule(name: "colors are dropped", expected: "red", actual: "\u{1B}[31mred\u{1B}[0m", holds: true),
  Rule(name: "composed and decomposed letters differ", expected: "\u{E9}", actual: "e\u{301}", holds: false),
  Rule(name: "an empty text matches an empty one", expected: "", actual: "", holds: true),
  Rule(name: "an empty text matches nothing else", expected: "", actual: "a", holds: false),
  Rule(name: "[..] matches any characters", expected: "a[..]z", actual: "a to z", holds: true),
  Rule(name: "[..] matches none", expected: "a[..]z", actual: "az", holds: true),
  Rule(name: "[..] stays on its line", expected: "a[..]z", actual: "a\nz", holds: false),
  Rule(name: "two [..] try every split", expected: "[..]b[..]b", actual: "aabcbxb", holds: true),
  Rule(name: "[int] matches a whole number", expected: "n [int]", actual: "n -12", holds: true),
  Rule(name: "[int] matches groups of three", expected: "[int]", actual: "1,234,567", holds: true),
  Rule(name: "[int] with underscores", expected: "[int]", actual: "1_000", holds: true),
  Rule(name: "[int] takes its whole token", expected: "[int]3", actual: "123", holds: false),
  Rule(name: "[int] is no part of a fraction", expected: "[int].5", actual: "3.5", holds: false),
  Rule(name: "[int] matches no word", expected: "[int]", actual: "x", holds: false),
  Rule(name: "[float] matches a fraction", expected: "[float]", actual: "-1.25e-7", holds: true),
  Rule(name: "[float] matches inf and nan", expected: "[float] [float]", actual: "inf nan", holds: true),
  Rule(name: "[float] matches no whole number", expected: "[float]", actual: "3", holds: false),
  Rule(name: "[addr] matches an address", expected: "at [addr]", actual: "at 0x7ffd1234", holds: true),
  Rule(name: "[addr] wants 0x", expected: "[addr]", actual: "7ffd1234", holds: false),
  Rule(name: "[addr] wants lower case", expected: "[addr]", actual: "0xFF", holds: false),
  Rule(name: "[hex] matches digits of either case", expected: "[hex]", actual: "aBc9", holds: true),
  Rule(name: "[hex] matches no g", expected: "[hex]", actual: "abcg", holds: false),
  Rule(name: "[time] matches number and unit", expected: "[time] [time]", actual: "1.5 ms 20µs", holds: true),
  Rule(name: "[time] wants a unit", expected: "[time]", actual: "1.5", holds: false),
  Rule(name: "[bytes] matches number and unit", expected: "[bytes] [bytes]", actual: "16 KiB 3.2 MB", holds: true),
  Rule(name: "[bytes] knows no other unit", expected: "[bytes]", actual: "3 kg", holds: false),
  Rule(name: "[path] matches to the next space", expected: "in [path] ok", actual: "in /tmp/a-b ok", holds: true),
  Rule(name: "[path] begins with a slash", expected: "[path]", actual: "tmp/a", holds: false),
  Rule(name: "a name repeats", expected: "[addr:a] [addr:a]", actual: "0x1 0x1", holds: true),
  Rule(name: "a name does not change", expected: "[addr:a] [addr:a]", actual: "0x1 0x2", holds: false),
  Rule(name: "two names differ", expected: "[addr:a] [addr:b]", actual: "0x1 0x2", holds: true),
  Rule(name: "two names of one kind cannot be equal", expected: "[addr:a] [addr:b]", actual: "0x1 0x1", holds: false),
  Rule(name: "... matches no line", expected: "a\n...\nb", actual: "a\nb", holds: true),
  Rule(name: "... matches many lines", expected: "a\n...\nb", actual: "a\n1\n2\n3\nb", holds: true),
  Rule(name: "... backtracks", expected: "...\nb\nc", actual: "b\na\nb\nc", holds: true),
  Rule(name: "... with a name behind it backtracks", expected: "[int:n]\n...\n[int:n]\nend", actual: "1\n2\n1\nx\n1\nend", holds: true),
  Rule(name: "... with more text is text", expected: "... and", actual: "... and", holds: true),
  Rule(name: "an array is text", expected: "[1, 2] [12] [] [\"a\"] [Int]", actual: "[1, 2] [12] [] [\"a\"] [Int]", holds: true),
  Rule(name: "an escaped wildcard is text", expected: "\\[int]", actual: "[int]", holds: true),
  Rule(name: "an escaped wildcard is no wildcard", expected: "\\[int]", actual: "12", holds: false),
  Rule(name: "a backslash elsewhere is itself", expected: "a\\n", actual: "a\\n", holds: true),
  Rule(name: "two backslashes are one", expected: "a\\\\b", actual: "a\\b", holds: true),
  Rule(name: "unordered lines match in any order", expected: "a\nb\nb", actual: "b\na\nb", holds: true, unordered: true),
  Rule(name: "unordered lines are counted", expected: "a\nb\nb", actual: "b\na\na", holds: false, unordered: true),
  Rule(name: "unordered wildcards find the one assignment", expected: "[..]\na1", actual: "a1\nb2", holds: true, unordered: true),
]

@Test("the matcher keeps every rule", arguments: rules)
func rule(_ rule: Rule) {
  #expect(matches(rule.expected, rule.actual, unordered: rule.unordered) == rule.holds)
}

@Test("each deliberate fault breaks a rule", arguments: MatcherMutant.allCases)
func mutant(_ mutant: MatcherMutant) {
  let broken = rules.filter { matches($0.expected, $0.actual, unordered: $0.unordered, mutant: mutant) != $0.holds }
  #expect(!broken.isEmpty, "no rule notices \(mutant.rawValue)")
}

@Test("names hold across the texts of one program")
func namesAcross() {
  var matcher = Matcher()
  #expect(matcher.match(expected: "[addr:a]", actual: Array("0x10".utf8)) == nil)
  #expect(matcher.match(expected: "again [addr:a]", actual: Array("again 0x20".utf8))?.reason == .binding(name: "addr:a", was: "0x10", now: "0x20"))
  #expect(matcher.match(expected: "again [addr:a]", actual: Array("again 0x10".utf8)) == nil)
}

@Test("bytes that are no UTF-8 are shown")
func invalid() {
  var matcher = Matcher()
  let mismatch = matcher.match(expected: "a", actual: [0x61, 0xFF, 0xFE])
  #expect(mismatch?.reason == .invalidUTF8(hex: "61 ff fe"))
}

@Test("a pattern that can match in too many ways ends as ambiguous")
func ambiguous() {
  var matcher = Matcher()
  let expected = String(repeating: "[..]a", count: 24) + "b"
  let mismatch = matcher.match(expected: expected, actual: Array(String(repeating: "a", count: 60).utf8))
  #expect(mismatch?.reason == .ambiguous)
}

@Test("a mismatch that is only a matter of normal form says so")
func normalForm() {
  var matcher = Matcher()
  let mismatch = matcher.match(expected: "\u{E9}", actual: Array("e\u{301}".utf8))
  #expect(mismatch?.hint?.contains("NFC") == true)
}

@Test("slips in a pattern are found, Swift's own brackets are not", arguments: [
  ("[itn]", 1), ("[addr:]", 1), ("[addr:1]", 1), ("[int:a] [hex:a]", 1), ("... more", 1), ("[Int]", 0), ("[12]", 0),
  ("[\"a\"]", 0), ("[a, b]", 0), ("[]", 0), ("[int:a] [int:a]", 0),
])
func slips(_ text: String, _ count: Int) {
  #expect(Pattern.problems(in: text).count == count)
}

/// The matcher as one would first write it: every wildcard tries every end, every `...` every number of lines.
private enum Model {
  static func matches(_ expected: [String], _ actual: [String]) -> Bool {
    guard let first = expected.first else { return actual.isEmpty }
    let rest = Array(expected.dropFirst())
    if first == "..." { return (0...actual.count).contains { matches(rest, Array(actual.dropFirst($0))) } }
    guard let line = actual.first else { return false }
    return matchesLine(first, line) && matches(rest, Array(actual.dropFirst()))
  }

  private static func matchesLine(_ pattern: String, _ line: String) -> Bool {
    if pattern.isEmpty { return line.isEmpty }
    if pattern.hasPrefix("[..]") {
      let rest = String(pattern.dropFirst(4))
      return (0...line.count).contains { matchesLine(rest, String(line.dropFirst($0))) }
    }
    guard let a = pattern.first, let b = line.first, a == b else { return false }
    return matchesLine(String(pattern.dropFirst()), String(line.dropFirst()))
  }
}

@Test("the matcher agrees with the naive one on 4,000 random texts")
func model() {
  var generator = SeededGenerator(seed: 20)
  for _ in 0..<4000 {
    let actual = (0..<Int.random(in: 0...5, using: &generator)).map { _ in randomLine(&generator, wildcards: false) }
    var expected = actual.map { Bool.random(using: &generator) ? $0 : randomLine(&generator, wildcards: true) }
    for _ in 0..<2 where Bool.random(using: &generator) {
      expected.insert("...", at: Int.random(in: 0...expected.count, using: &generator))
    }
    let text = expected.joined(separator: "\n")
    // A single empty line and no line are the same text.
    if actual == [""] || expected == [""] || actual.last == "" || expected.last == "" { continue }
    #expect(
      matches(text, actual.joined(separator: "\n")) == Model.matches(expected, actual), "\(expected) and \(actual)")
  }
}

private func randomLine(_ generator: inout SeededGenerator, wildcards: Bool) -> String {
  let letters = wildcards ? ["a", "b", "[..]", "[..]"] : ["a", "b", "ab"]
  return (0..<Int.random(in: 0...3, using: &generator)).map { _ in letters.randomElement(using: &generator) ?? "a" }.joined()
}

/// Numbers from a seed, so that a failure repeats (Vigna's SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
