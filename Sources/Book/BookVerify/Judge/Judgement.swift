// Judgement: what the blocks of one task come to: what is wrong with each, and what the lock would record.
// Relies on: Problem, Lock.

import BookMarkdown
import BookPrograms

/// The result of judging one task.
package struct Judgement: Sendable {
  /// By block index; a block without problems passed.
  package var problems: [Int: [Problem]] = [:]
  /// Blocks that failed although nothing is said at them: their group did.
  package var failed: Set<Int> = []
  /// What the lock would hold, by block index.
  package var entries: [Int: Lock.Entry] = [:]

  package var passed: Bool {
    failed.isEmpty && !problems.values.joined().contains { $0.severity != .warning }
  }

  mutating func add(_ problem: Problem, to block: Int) {
    problems[block, default: []].append(problem)
    if problem.severity != .warning { failed.insert(block) }
  }

  /// Slips in an expected text whose lines stand at `lines`.
  mutating func add(
    _ slips: [PatternProblem], file: String, at position: SourcePosition, lines: [SourcePosition],
    to block: Int
  ) {
    for slip in slips {
      let place = lines.indices.contains(slip.line) ? lines[slip.line] : position
      let severity = slip.isWarning ? Problem.Severity.warning : .error
      add(Problem("wildcard", file, place, slip.message, remedy: slip.remedy, severity: severity), to: block)
    }
  }
}

extension Problem {
  /// A text that does not match, as an author reads it.
  static func mismatch(
    _ mismatch: Mismatch, file: String, at position: SourcePosition, lines: [SourcePosition], what: String,
    remedy: String
  ) -> Problem {
    var place = position
    if let line = mismatch.expectedLine, lines.indices.contains(line) { place = lines[line] }
    let hint = mismatch.hint.map { [$0] } ?? []
    switch mismatch.reason {
    case .different:
      return Problem("output", file, place, what, detail: mismatch.difference + hint, remedy: remedy)
    case .binding(let name, let was, let now):
      return Problem(
        "wildcard", file, place, "[\(name)] was \(was) and is \(now) here", detail: mismatch.difference,
        remedy: remedy)
    case .ambiguous:
      return Problem(
        "wildcard", file, place, "this pattern can match in too many ways", detail: mismatch.difference,
        remedy: "use fewer '...' and '[..]', or narrower wildcards")
    case .invalidUTF8(let hex):
      return Problem(
        "output", file, place, "the output is not UTF-8, around the bytes \(hex)",
        detail: mismatch.difference,
        remedy: "print text, or numbers for bytes")
    }
  }
}
