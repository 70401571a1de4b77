// MatcherTests: every rule of matching, with texts that match and texts that nearly do.
// Relies on: BookVerify's Matcher.

import BookVerify
import Testing

/// Whether a single text matches.
func matches(_ expected: String, _ actual: String, unordered: Bool = false, mutant: MatcherMutant? = nil)
  -> Bool
{
  var matcher = Matcher(mutant: mutant)
  return matcher.match(expected: expected, actual: Array(actual.utf8), unordered: unordered) == nil
}

/// A pattern with what it takes and what it refuses.
struct MatchCase: Sendable, CustomTestStringConvertible {
  var pattern: String
  var takes: [String]
  var refuses: [String]
  var testDescription: String { pattern.debugDescription }

  init(_ pattern: String, takes: [String], refuses: [String]) {
    self.pattern = pattern
    self.takes = takes
    self.refuses = refuses
  }
}

private let kinds: [MatchCase] = [
  .init("a[..]b", takes: ["ab", "axb", "a b b"], refuses: ["a", "b", "a\nb", "abc"]),
  .init(
    "[int]", takes: ["0", "-7", "123", "1,234,567", "1_000"],
    refuses: ["", "-", "x", "1.5", "1,23", "1 2", "+1", "12a"]),
  .init("n=[int]3", takes: [], refuses: ["n=123"]),
  .init("1[int]", takes: [], refuses: ["123"]),
  .init("[int], [int]", takes: ["1, 2"], refuses: ["1,2"]),
  .init(
    "[float]", takes: ["1.5", "-0.25", "6.0e-3", "1.0E+9", "inf", "-inf", "nan"],
    refuses: ["1", ".5", "1.", "1.5x", "info"]),
  .init("[float]o", takes: ["1.5o"], refuses: ["info"]),
  .init("[addr]", takes: ["0x0", "0x00007ffe12ab"], refuses: ["0x", "0xFF", "7ffe", "0x12g"]),
  .init("[hex]", takes: ["dead", "BEEF", "0"], refuses: ["", "0x1", "g"]),
  .init(
    "[time]", takes: ["3 ns", "3ns", "1.5 µs", "7us", "12.25 ms", "1 s"],
    refuses: ["3", "3 h", "3  s", "3 sec"]),
  .init(
    "[bytes]", takes: ["1 B", "16KB", "1.5 MiB", "2 GiB", "3 KiB", "4 MB", "5 GB"],
    refuses: ["1", "1 TB", "1 Bit"]),
  .init("[path]", takes: ["/", "/usr/lib", "/a-b.c"], refuses: ["usr", "/a b", ""]),
  .init("[1, 2]", takes: ["[1, 2]"], refuses: ["1"]),
  .init("[\"a\"]", takes: ["[\"a\"]"], refuses: ["a"]),
  .init("[]", takes: ["[]"], refuses: [""]),
  .init("[12]", takes: ["[12]"], refuses: ["12"]),
  .init("[Int]", takes: ["[Int]"], refuses: ["3"]),
  .init("\\[int]", takes: ["[int]"], refuses: ["3", "\\[int]"]),
  .init("a\\\\b", takes: ["a\\b"], refuses: ["a\\\\b"]),
  .init("a\\nb", takes: ["a\\nb"], refuses: ["anb", "a\nb"]),
  .init("\\\\[int]", takes: ["\\3"], refuses: ["\\[int]"]),
]

private let lines: [MatchCase] = [
  .init(
    "a\n...\nb\n", takes: ["a\nb\n", "a\nx\nb\n", "a\nb\nb\n", "a\n\n\nb"],
    refuses: ["a\n", "b\n", "a\nb\nc\n"]),
  .init("...", takes: ["", "a", "a\nb\n"], refuses: []),
  .init("...\na\n...\nb\n...", takes: ["a\nb", "b\na\nb\nc"], refuses: ["b\na", "a"]),
  .init("a...", takes: ["a..."], refuses: ["a", "ab"]),
  .init("... x", takes: ["... x"], refuses: ["x", "a\n x"]),
  .init("a\n", takes: ["a", "a\n", "a  ", "a  \n"], refuses: ["a\n\n", " a", "A", "a\t"]),
  .init("a   \n", takes: ["a"], refuses: ["a b"]),
  .init("a\n\n", takes: ["a\n\n"], refuses: ["a\n", "a"]),
  .init("a\r\nb\r\n", takes: ["a\nb\n", "a\r\nb"], refuses: ["a\rb"]),
  .init("a\tb", takes: ["a\tb"], refuses: ["a b", "a  b"]),
  .init("red", takes: ["\u{1B}[31mred\u{1B}[0m", "r\u{1B}[1;2Hed"], refuses: ["[31mred"]),
  .init("é", takes: ["é"], refuses: ["e\u{301}", "e"]),
  .init("", takes: [""], refuses: ["a", "\n", "\n\n"]),
  .init("\n", takes: ["\n"], refuses: ["", "a\n", "\n\n"]),
]

@Suite("Matching")
struct MatcherTests {
  @Test("a pattern takes its own and nothing else", arguments: kinds + lines)
  func cases(_ match: MatchCase) {
    for text in match.takes { #expect(matches(match.pattern, text), "takes \(text.debugDescription)") }
    for text in match.refuses { #expect(!matches(match.pattern, text), "refuses \(text.debugDescription)") }
  }

  @Test("unordered lines match in any order, each once, and wildcards find the only assignment")
  func unordered() {
    #expect(matches("a\nb\nb\n", "b\na\nb\n", unordered: true))
    #expect(!matches("a\na\nb\n", "b\na\nb\n", unordered: true))
    #expect(!matches("a\n", "a\na\n", unordered: true))
    #expect(matches("[int]\n[..]\n7\n", "x\n7\n8\n", unordered: true))
    #expect(!matches("[int]\n[int]\n", "1\nx\n", unordered: true))
    #expect(matches("a\nb\n", "a\nb\n") && !matches("a\nb\n", "b\na\n"))
  }

  @Test("a name repeats equal, within an unordered line too")
  func unorderedNames() {
    #expect(matches("[int:a] [int:a]\nx\n", "x\n1 1\n", unordered: true))
    #expect(!matches("[int:a] [int:a]\nx\n", "x\n1 2\n", unordered: true))
  }

  @Test("a name repeats equal across blocks, two names of one kind differ, a failed text binds nothing")
  func names() {
    var matcher = Matcher()
    func says(_ expected: String, _ actual: String) -> Mismatch.Reason? {
      matcher.match(expected: expected, actual: Array(actual.utf8))?.reason
    }
    #expect(says("[addr:a] x\n", "0x9 y\n") == .different)
    #expect(says("[addr:a]\n", "0x1\n") == nil)
    #expect(says("again [addr:a]\n", "again 0x1\n") == nil)
    #expect(says("[addr:a]\n", "0x2\n") == .binding(name: "addr:a", was: "0x1", now: "0x2"))
    #expect(says("[addr:b]\n", "0x1\n") != nil)
    #expect(says("[addr:b] [addr:a]\n", "0x2 0x1\n") == nil)
    #expect(says("[hex:c]\n", "0\n") == nil)
    #expect(says("[int:d]\n", "0\n") == nil, "names of two kinds may be equal")
  }

  @Test("'...' steps back when a name binds the wrong line first")
  func bindingBacktracks() {
    #expect(matches("...\nx [int:n]\n...\ny [int:n]\n", "x 1\nx 2\ny 2\n"))
    #expect(!matches("...\nx [int:n]\n...\ny [int:n]\n", "x 1\nx 2\ny 3\n"))
  }

  @Test("bytes that are no UTF-8 are shown, also behind letters of several bytes")
  func invalid() {
    var matcher = Matcher()
    let mismatch = matcher.match(expected: "é?\n", actual: Array("é".utf8) + [0x61, 0xFF, 0x0A])
    #expect(mismatch?.reason == .invalidUTF8(hex: "c3 a9 61 ff 0a"))
    #expect(mismatch?.difference.first?.contains("offset 3") == true)
  }

  @Test(
    "a hint names what the eye does not see",
    arguments: [
      ("é", "e\u{301}", "only the Unicode normal form differs (NFC and NFD)"),
      ("a\tb", "a b", "only tabs and spaces differ"),
      ("a\n\nb", "a\nb", "only empty lines differ"), ("Abc", "abc", "only capitals differ"),
    ])
  func hints(_ expected: String, _ actual: String, _ hint: String) {
    var matcher = Matcher()
    #expect(matcher.match(expected: expected, actual: Array(actual.utf8))?.hint == hint)
  }

  @Test("a pattern that needs more steps than the limit is called ambiguous, not wrong")
  func stepLimit() {
    var matcher = Matcher()
    let pattern = String(repeating: "[..]a", count: 20) + "b"
    let mismatch = matcher.match(expected: pattern, actual: Array(String(repeating: "a", count: 60).utf8))
    #expect(mismatch?.reason == .ambiguous)
  }

  @Test("text that is escaped matches itself and stands for nothing else")
  func escaping() {
    for text in [
      "[int]", "\\[int]", "\\\\[int]", "a\\b", "\\", "[..]", "[1, 2]", "\\\\", "[addr:a]\\[", "[[int]]",
    ] {
      #expect(matches(Pattern.escaped(text), text), "\(text)")
      #expect(Pattern(Pattern.escaped(text)).isExact, "\(text)")
    }
  }
}

@Suite("Slips in patterns")
struct PatternProblemTests {
  @Test(
    "a slip is named with its line",
    arguments: [
      ("a\n[itn]", "did you mean '[int]'", 1), ("[addr:]", "no name after ':'", 0),
      ("[addr:1]", "no name after ':'", 0),
      ("[int:a]\n\n[hex:a]", "used for [int] and for [hex]", 2), ("... more", "is text, not a wildcard", 0),
      ("[flaot]", "did you mean '[float]'", 0), ("[byte]", "did you mean '[bytes]'", 0),
    ])
  func slips(_ text: String, _ message: String, _ line: Int) {
    let problems = Pattern.problems(in: text)
    #expect(problems.count == 1)
    #expect(problems.first?.message.contains(message) == true, "\(problems)")
    #expect(problems.first?.line == line)
  }

  @Test("'...' among unordered lines is a slip, among ordered ones it is none")
  func unorderedRest() {
    #expect(Pattern.problems(in: "a\n...\n", isUnordered: true).map(\.line) == [1])
    #expect(Pattern.problems(in: "a\n...\n").isEmpty)
  }

  @Test(
    "Swift's own brackets are never slips",
    arguments: [
      "[Int]", "[12]", "[\"a\"]", "[a, b]", "[]", "[:]", "[a: 1]", "[it]", "[Int: String]", "...", "[..]",
      "[x]",
    ])
  func noSlips(_ text: String) { #expect(Pattern.problems(in: text).isEmpty) }
}
