// ExpectedErrors: the diagnostics that an `error` block states against those that the compiler gave. Every error must
// be stated; stated warnings and notes must exist; unstated ones are the compiler's own affair.
// Relies on: Matcher for the messages' wildcards.

import BookMarkdown
import BookPrograms

/// Compares diagnostics.
package enum ExpectedErrors {
  /// What does not agree.
  ///
  /// - Parameters:
  ///   - expected: As the block's comments state them; lines are 0-based in the block.
  ///   - actual: As the compiler gave them; lines are 1-based in the block.
  ///   - known: The lock's diagnostics, to tell a changed wording from another error.
  package static func compare(
    _ expected: [Expectation.ExpectedDiagnostic], _ actual: [Lock.Diagnostic], known: [Lock.Diagnostic],
    in block: Block,
    file: String
  ) -> [Problem] {
    var problems: [Problem] = []
    var rest = actual
    for wanted in expected {
      if let at = rest.firstIndex(where: { agrees(wanted, $0) }) {
        rest.remove(at: at)
      } else {
        problems.append(unmet(wanted, rest, known: known, file))
      }
    }
    for error in rest
    where error.severity == "error" && !problems.contains(where: { $0.detail.contains("+ \(shown(error))") })
    {
      let position = place(of: error, in: block)
      problems.append(
        Problem(
          "error", file, position, "the compiler gives an error that this block does not state",
          detail: ["+ \(shown(error))"], remedy: "state it below its line, or mend the code"))
    }
    return problems
  }

  private static func agrees(_ wanted: Expectation.ExpectedDiagnostic, _ actual: Lock.Diagnostic) -> Bool {
    isAtPlace(wanted, actual) && says(wanted, actual)
  }

  private static func isAtPlace(_ wanted: Expectation.ExpectedDiagnostic, _ actual: Lock.Diagnostic) -> Bool {
    (wanted.codeLine.map { $0 + 1 == actual.line } ?? true)
      && (wanted.column == nil || wanted.column == actual.column)
  }

  private static func says(_ wanted: Expectation.ExpectedDiagnostic, _ actual: Lock.Diagnostic) -> Bool {
    var matcher = Matcher()
    return wanted.severity == actual.severity
      && matcher.matchLine(expected: wanted.message, actual: actual.message)
  }

  /// Why a stated diagnostic is not there, said by what is nearest to it.
  private static func unmet(
    _ wanted: Expectation.ExpectedDiagnostic, _ actual: [Lock.Diagnostic], known: [Lock.Diagnostic],
    _ file: String
  ) -> Problem {
    let stated = "- \(wanted.severity): \(wanted.message)"
    if let there = actual.first(where: { says(wanted, $0) }) {
      let column =
        there.line == wanted.codeLine.map { $0 + 1 }
        ? "in column \(there.column)" : "on line \(there.line) of the block"
      return Problem(
        "error", file, wanted.position, "this \(wanted.severity) is elsewhere: \(column)",
        detail: ["+ \(shown(there))"],
        remedy: "move the comment or its caret")
    }
    if let there = actual.first(where: { isAtPlace(wanted, $0) && $0.severity == wanted.severity }) {
      let isWording = known.contains { $0.name == there.name && $0.line == there.line && !there.name.isEmpty }
      return Problem(
        isWording ? "wording" : "error", file, wanted.position,
        isWording ? "the compiler words this error another way now" : "the compiler says something else here",
        detail: [stated, "+ \(shown(there))"], remedy: "correct the comment")
    }
    let others = actual.filter { $0.severity == "error" }.map { "+ \(shown($0))" }
    return Problem(
      "error", file, wanted.position,
      actual.contains { $0.severity == "error" }
        ? "the compiler does not give this \(wanted.severity)"
        : "expected this \(wanted.severity), but the block compiles",
      detail: [stated] + others, remedy: "remove 'error' and the comment, or restore the mistake")
  }

  private static func shown(_ diagnostic: Lock.Diagnostic) -> String {
    "\(diagnostic.line):\(diagnostic.column): \(diagnostic.severity): \(diagnostic.message)"
  }

  private static func place(of diagnostic: Lock.Diagnostic, in block: Block) -> SourcePosition {
    guard block.lines.indices.contains(diagnostic.line - 1) else { return block.range.start }
    let line = block.lines[diagnostic.line - 1]
    return .init(line: line.line, column: line.column + diagnostic.column - 1)
  }
}
