// What lesson practice says, to people and to programs.
// JSON: `format` 1, and `exercises` with `id`, `chapter`, `title`, `minutes`, `state`, `file`, `hints`, `hintsShown`; of a
// check `exercise`, `solved`, `problems` as in lesson check; of --verify `checked`, `passed`, `problems`.
// Relies on: BookPractice for all that is decided.

import BookMarkdown
import BookPractice
import BookVerify
import Foundation
import Toolchain

/// Says what became of exercises.
struct PracticeOutput {
  var exercises: ExerciseFolder
  var workbook: Workbook
  var format: ReportFormat

  // MARK: Lists

  private struct Entry: Encodable {
    var id: String
    var chapter: Int
    var title: String
    var minutes: Int
    var state: String
    var file: String
    var hints: Int
    var hintsShown: Int

    init(_ exercise: Exercise, _ workbook: Workbook, _ progress: Workbook.Progress) {
      id = exercise.id.description
      chapter = exercise.id.chapter
      title = exercise.title
      minutes = exercise.minutes
      state = workbook.state(of: exercise, progress).rawValue
      file = workbook.file(of: exercise)
      hints = exercise.hints.count
      hintsShown = min(progress.exercises[id]?.hints ?? 0, hints)
    }
  }

  private struct List: Encodable {
    var format = 1
    var exercises: [Entry]
  }

  /// All exercises with their state.
  func list() throws {
    let progress = try progress()
    if format == .json {
      return print(json: List(exercises: exercises.exercises.map { Entry($0, workbook, progress) }))
    }
    let width = exercises.exercises.map(\.title.count).max() ?? 0
    for exercise in exercises.exercises {
      let state = workbook.state(of: exercise, progress)
      let id = exercise.id.description.padding(toLength: 5, withPad: " ", startingAt: 0)
      let title = exercise.title.padding(toLength: width, withPad: " ", startingAt: 0)
      let minutes = "\(exercise.minutes)"
      let pad = String(repeating: " ", count: max(0, 3 - minutes.count))
      let line = "\(state.isDone ? "x" : " ") \(id)\(title)  \(pad)\(minutes) min  \(state.words)"
      Terminal.print(line.replacing(#/ +$/#, with: "") + "\n")
    }
    let solved = exercises.exercises.count { workbook.state(of: $0, progress).isDone }
    Terminal.printError("\(solved) of \(exercises.exercises.count) solved; lesson practice next")
  }

  /// The first exercise that is not solved, or nil.
  func next() throws -> Exercise? {
    let progress = try progress()
    return exercises.exercises.first { !workbook.state(of: $0, progress).isDone }
  }

  func allSolved() {
    if format == .json { return print(json: List(exercises: [])) }
    Terminal.print("all \(exercises.exercises.count) exercises are solved\n")
  }

  /// What to do with a file that was written now, or stands there already.
  func handedOut(_ exercise: Exercise) throws {
    if format == .json { return print(json: List(exercises: [Entry(exercise, workbook, try progress())])) }
    Terminal.print(
      """
      \(exercise.id) \(exercise.title) (\(exercise.minutes) minutes)

      \(exercise.task.joined(separator: "\n"))

      Edit \(workbook.file(of: exercise)), then:
        lesson practice \(exercise.id)           says how far you are
        lesson practice \(exercise.id) --watch   says it whenever you save
        lesson practice \(exercise.id) --hint    helps (\(exercise.hints.count) hint\(exercise.hints.count == 1 ? "" : "s"))

      """)
  }

  // MARK: One exercise

  private struct Checked: Encodable {
    var format = 1
    var exercise: String
    var solved: Bool
    var problems: [JSONReport.ProblemEntry]
  }

  /// Checks the learner's file and keeps what came of it.
  ///
  /// - Returns: 0 solved, 1 not yet, 2 the engine could not do its work.
  func check(_ exercise: Exercise, _ judge: ExerciseJudge) throws -> Int32 {
    var problems: [Problem] = []
    var text: String?
    do {
      text = try workbook.text(of: exercise)
      let halves = try workbook.halves(of: exercise)
      let verdict = judge.judge(halves, of: exercise)
      problems = verdict.problems
      if verdict.isSolved { try workbook.recordSolved(exercise, by: halves, damaged: warn) }
    } catch {
      problems = [error]
    }
    let isSolved = !problems.contains { $0.severity != .warning }
    if format == .json {
      print(
        json: Checked(
          exercise: exercise.id.description, solved: isSolved, problems: problems.map { .init($0) }))
    } else {
      show(problems, text)
      Terminal.printError(isSolved ? try praise(exercise) : try encouragement(exercise))
    }
    return problems.contains { $0.severity == .engine } ? 2 : isSolved ? 0 : 1
  }

  private func praise(_ exercise: Exercise) throws -> String {
    let next = try next().map { "; next is \($0.id): lesson practice next" } ?? "; all exercises are solved"
    return "solved: \(exercise.id) \(exercise.title)\(next)\n  another way: \(solution(of: exercise))"
  }

  private func encouragement(_ exercise: Exercise) throws -> String {
    let shown = try progress().exercises[exercise.id.description]?.hints ?? 0
    let left = exercise.hints.count - shown
    let help = left > 0 ? "a hint: lesson practice \(exercise.id) --hint (\(left) left)" : "no hint is left"
    return "not yet: \(exercise.id) \(exercise.title)\n  \(help)"
  }

  private struct Hint: Encodable {
    var format = 1
    var exercise: String
    var number: Int
    var count: Int
    var hint: String
  }

  /// The next hint; when none is left, all of them and where the solution stands.
  func hint(_ exercise: Exercise) throws {
    let shown = try progress().exercises[exercise.id.description]?.hints ?? 0
    let count = exercise.hints.count
    let number = min(max(shown, 0) + 1, count)
    if shown < count { try workbook.record(exercise, damaged: warn) { $0.hints = number } }
    if format == .json {
      return print(
        json: Hint(
          exercise: exercise.id.description, number: number, count: count, hint: exercise.hints[number - 1]))
    }
    for index in (shown < count ? number - 1 : 0)..<number {
      Terminal.print("hint \(index + 1) of \(count): \(exercise.hints[index])\n")
    }
    if shown >= count { Terminal.print("That was all. A solution: \(solution(of: exercise))\n") }
  }

  func reset(_ exercise: Exercise) throws {
    let kept = try workbook.reset(exercise)
    if format == .json { return print(json: List(exercises: [Entry(exercise, workbook, try progress())])) }
    if let kept { Terminal.printError("yours is kept as \(kept)") }
    Terminal.printError("\(workbook.file(of: exercise)) is as it was")
  }

  // MARK: --verify

  private struct Verified: Encodable {
    var format = 1
    var checked: [String]
    var passed: [String]
    var problems: [JSONReport.ProblemEntry]
  }

  static func verified(_ result: ExerciseVerifier.Result, root: String, format: ReportFormat) {
    if format == .json {
      return print(
        json: Verified(
          checked: result.checked.map(\.description), passed: result.passed.map(\.description),
          problems: result.problems.map { .init($0) }))
    }
    let terminal = TerminalReport(usesColor: Terminal.usesColor)
    for problem in result.problems {
      let text = try? String(contentsOfFile: root + "/" + problem.file, encoding: .utf8)
      Terminal.printError(terminal.render(problem, text: text))
    }
    let (passed, checked) = (result.passed.count, result.checked.count)
    let count = result.problems.count { $0.severity != .warning }
    Terminal.printError(
      "\(passed) of \(checked) exercises fail as they say and are solved by their solutions"
        + (count == 0 ? "" : "; \(count) problem\(count == 1 ? "" : "s")"))
  }

  // MARK: Parts

  private func solution(of exercise: Exercise) -> String {
    let file = exercises.solutionFile(of: exercise)
    let here = FileManager.default.currentDirectoryPath
    return exercises.root == here ? file : "\(exercises.root)/\(file)"
  }

  private func show(_ problems: [Problem], _ text: String?) {
    let terminal = TerminalReport(usesColor: Terminal.usesColor)
    for problem in problems { Terminal.printError(terminal.render(problem, text: text)) }
  }

  private func progress() throws -> Workbook.Progress { try workbook.progress(damaged: warn) }

  private func warn(_ problem: Problem) { show([problem], nil) }

  private func print(json: some Encodable) { Self.print(json: json) }

  private static func print(json: some Encodable) { Terminal.print(ReadableJSON.text(of: json)) }
}
