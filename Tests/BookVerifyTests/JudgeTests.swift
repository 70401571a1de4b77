// JudgeTests: the small judges, each a pure function: crash messages, quoted numbers, figures' data, stated errors.
// Relies on: BookVerify.

import BookMarkdown
import BookPrograms
import BookVerify
import Testing

@Suite("Small judges")
struct JudgeTests {
  @Test("a trap's message is found with its line of the chapter")
  func crash() {
    let text = "x\nblock/07-x.md:43: Fatal error: Index out of range\nCurrent stack trace:\n"
    let message = CrashMessage(standardError: text, chapter: "Chapters/en/07-x.md")
    #expect(message?.text == "Fatal error: Index out of range")
    #expect(message?.line == 43)
    #expect(CrashMessage(standardError: text, chapter: "Chapters/en/08-y.md")?.line == nil)
    #expect(CrashMessage(standardError: "Illegal instruction\n", chapter: "x.md") == nil)
    #expect(CrashMessage(standardError: "Swift/A.swift:1: Fatal error\n", chapter: "x.md")?.text == nil)
  }

  @Test("the frames that follow the stack trace's line go, and nothing else")
  func stack() {
    let text =
      "a\nCurrent stack trace:\n0    b.so   0x00007ff8 main + 2\n1    c  0x1 d + 1\n2 words only\n0 b 0x1 kept\n"
    #expect(CrashMessage.withoutStack(text) == "a\n2 words only\n0 b 0x1 kept\n")
  }

  @Test(
    "a number is quoted at the precision that prose shows",
    arguments: [
      ("104,612", 104_612.0, true), ("104612", 104_612, true), ("104,613", 104_612, false),
      ("1.9", 1.8742, true),
      ("1.87", 1.8742, true), ("1.88", 1.8742, false), ("2", 1.8742, true), ("1", 1.8742, false),
      ("-3", -3, true),
      ("x", 1, false), ("", 0, false), ("1\u{2009}000", 1000, true), ("0", 0.4, true),
    ])
  func quoted(_ text: String, _ value: Double, _ agrees: Bool) {
    #expect(QuotedNumber.matches(text, value) == agrees)
  }

  @Test(
    "a number that is written quotes the value it was written from",
    arguments: ["1", "1,000", "0.5", "1.25", "x"])
  func written(_ like: String) {
    for value in [0, 1, -1, 999, 1000, -1_234_567, 0.125, 1.8742, 99.995] {
      let text = QuotedNumber.written(value, like: like)
      #expect(QuotedNumber.matches(text, value), "\(text) for \(value)")
    }
    #expect(QuotedNumber.written(-1_234_567, like: "1,000") == "-1,234,567")
  }

  @Test("figures are equal when only their addresses differ")
  func figures() {
    let one = #"{"at": "0x7ffe", "n": 1, "t": "0xg", "s": "a 0x1"}"#
    #expect(FigureData.withoutAddresses(one) == #"{"at": "[addr]", "n": 1, "t": "0xg", "s": "a 0x1"}"#)
    #expect(FigureData.withoutAddresses(#""0x"#) == #""0x"#)
    #expect(FigureData.withoutAddresses(#""0x1" "0x2""#) == #""[addr]" "[addr]""#)
  }
}

@Suite("Stated errors")
struct ExpectedErrorsTests {
  private let block: Block = {
    let start = SourcePosition(line: 11, column: 3)
    return Block(
      name: "b", kind: .swift, options: .init(),
      range: SourceRange(.init(line: 10, column: 3), .init(line: 12, column: 5)),
      code: "let x = y\n", lines: [start], expectation: .init())
  }()

  private func wanted(_ message: String, column: Int? = 9, severity: String = "error")
    -> BookPrograms.Expectation.ExpectedDiagnostic
  {
    .init(
      severity: severity, message: message, codeLine: 0, column: column, position: .init(line: 12, column: 3))
  }

  private func given(
    _ message: String, line: Int = 1, column: Int = 9, severity: String = "error", name: String = "n"
  ) -> Lock.Diagnostic { .init(severity: severity, message: message, name: name, line: line, column: column) }

  private func problems(
    _ wanted: [BookPrograms.Expectation.ExpectedDiagnostic], _ given: [Lock.Diagnostic],
    known: [Lock.Diagnostic] = []
  ) -> [Problem] { ExpectedErrors.compare(wanted, given, known: known, in: block, file: "x.md") }

  @Test("stated errors agree by line, column, severity and message, with wildcards; a caret may be left out")
  func agree() {
    #expect(problems([wanted("no 'y'")], [given("no 'y'")]).isEmpty)
    #expect(problems([wanted("no [..]", column: nil)], [given("no 'y'", column: 4)]).isEmpty)
    #expect(problems([wanted("no 'y'")], [given("no 'y'"), given("z", severity: "warning")]).isEmpty)
  }

  @Test("two equal errors must be stated twice")
  func twice() {
    #expect(problems([wanted("a")], [given("a"), given("a")]).count == 1)
    #expect(problems([wanted("a"), wanted("a")], [given("a")]).count == 1)
    #expect(problems([wanted("a"), wanted("a")], [given("a"), given("a")]).isEmpty)
  }

  @Test("what does not agree is said by what is nearest to it")
  func nearest() {
    #expect(problems([wanted("a")], [given("a", column: 5)]).first?.message.contains("in column 5") == true)
    #expect(problems([wanted("a")], [given("a", line: 2)]).first?.message.contains("on line 2") == true)
    #expect(problems([wanted("a")], [given("b")]).first?.message.contains("says something else") == true)
    #expect(problems([wanted("a")], []).first?.message.contains("but the block compiles") == true)
    #expect(problems([wanted("a", severity: "note")], [given("a")]).isEmpty == false)
    let reworded = problems([wanted("a")], [given("b")], known: [given("a")])
    #expect(reworded.map(\.rule) == ["wording"])
  }

  @Test("an error that is not stated stands at its own place in the chapter")
  func unstated() {
    let found = problems([], [given("a")])
    #expect(found.map(\.position) == [.init(line: 11, column: 11)])
  }
}
