// ExerciseJudge: a reader's half with the author's check below it, run and judged as a block of a chapter is. Only the
// words are other ones: a reader did not write what is expected, and cannot accept what was printed.
// Relies on: Executor and ProgramJudge for all of the work. What the reader's own half prints is the reader's affair.

import BookMarkdown
import BookPrograms
import BookVerify
import Foundation

/// Judges solutions.
package struct ExerciseJudge: Sendable {
  private let executor: Executor
  private let languageMode: String

  package init(_ executor: Executor, of book: BookFolder) {
    self.executor = executor
    languageMode = book.contents.languageMode
  }

  /// What came of a run.
  package struct Verdict: Sendable {
    package var problems: [Problem]
    package var outcome: TaskOutcome?
    /// Forbidden words that it uses.
    package var usedWords: Set<String> = []
    package var isSolved: Bool { !problems.contains { $0.severity != .warning } }
    package var isEngineFailure: Bool { problems.contains { $0.severity == .engine } }
  }

  /// Judges one text.
  ///
  /// - Parameter text: Its half of the reader counts; the check is the exercise's, wherever the text has its own.
  package func judge(_ text: ExerciseText, of exercise: Exercise) -> Verdict {
    let plan = plan(text, exercise)
    guard let task = plan.tasks.first, case .program(let program) = task.work else {
      return Verdict(problems: plan.problems)
    }
    var outcome = executor.run(task, of: plan)
    var verdict = Verdict(problems: [], outcome: outcome)
    (verdict.problems, verdict.usedWords) = forbidden(text, exercise)
    if case .exit(let status) = outcome.ending {
      if outcome.outputs.count < program.parts.count {
        verdict.problems.append(
          Problem(
            "exit", text.file, text.own.lines[0], "it ends with status \(status) before it can be checked"))
        return verdict
      }
      outcome.outputs[0] = Data()
      outcome.standardError = Data()
    }
    let judgement = ProgramJudge.judge(program, of: plan, key: task.key, outcome: outcome, lock: nil)
    verdict.problems += judgement.problems.sorted { $0.key < $1.key }.flatMap(\.value).map {
      told($0, outcome)
    }
    return verdict
  }

  /// Both halves as a group of a chapter that is nothing else.
  private func plan(_ text: ExerciseText, _ exercise: Exercise) -> ChapterPlan {
    // The check's code is the author's, its lines are those of this file.
    let first = text.check.lines[0].line
    let lines = exercise.text.check.lines.indices.map { SourcePosition(line: first + $0, column: 1) }
    let (check, wrong) = Block.read(
      name: "check", options: exercise.options, code: exercise.text.check.code, lines: lines, file: text.file)
    let range = SourceRange(text.own.lines[0], text.own.lines[text.own.lines.count - 1])
    var own = Block(
      name: "own", kind: .swift, options: check.options, range: range, code: text.own.code,
      lines: text.own.lines,
      expectation: Expectation())
    own.options.allocations = nil
    own.options.leaks = nil
    var blocks = [own, check]
    for index in blocks.indices { blocks[index].options.group = "exercise" }
    let document = Document(
      file: text.file, text: "", frontMatter: nil, root: Node(.document, range), footnotes: [])
    var chapter = Chapter(document: document, blocks: blocks, problems: wrong)
    chapter.languageMode = languageMode
    return ChapterPlan(chapter, root: executor.root)
  }

  private func forbidden(_ text: ExerciseText, _ exercise: Exercise) -> ([Problem], Set<String>) {
    var problems: [Problem] = []
    var words: Set<String> = []
    for word in SwiftComments.words(in: text.own.code) where exercise.forbidden.contains(String(word.text)) {
      guard words.insert(String(word.text)).inserted else { continue }
      var place = text.own.lines[word.line]
      place.column += word.byteColumn
      problems.append(
        Problem("forbidden", text.file, place, "this exercise is to be solved without '\(word.text)'"))
    }
    return (problems, words)
  }

  /// A problem as a reader of the exercise is told it.
  private func told(_ problem: Problem, _ outcome: TaskOutcome) -> Problem {
    var told = problem
    guard problem.severity != .engine else { return told }
    told.remedy = nil
    switch (problem.rule, outcome.ending) {
    case ("output", _): told.message = "it prints something else than it should"
    case ("crash", .signal(let name)):
      let text = String(decoding: outcome.standardError, as: UTF8.self)
      told.message = "it crashes: \(CrashMessage(standardError: text, chapter: problem.file)?.text ?? name)"
    case ("exit", .exit(let status)): told.message = "it ends with status \(status)"
    case ("limit", .limit(let what)): told.message = "it \(what); stopped it"
    default: break
    }
    return told
  }
}
