// ExerciseVerifier: what an author owes the reader: every unsolved exercise fails as it says and in no other way, every
// solution passes and is no copy of the exercise, and the chapter states the exercises that there are.
// Relies on: ExerciseJudge for both runs, Scheduler to do several at once.

import BookMarkdown
import BookPrograms
import BookVerify
import Foundation

/// Verifies exercises.
package struct ExerciseVerifier: Sendable {
  private let folder: ExerciseFolder
  private let book: BookFolder
  private let judge: ExerciseJudge

  package init(_ folder: ExerciseFolder, of book: BookFolder, executor: Executor) {
    self.folder = folder
    self.book = book
    judge = ExerciseJudge(executor, of: book)
  }

  /// What was found.
  package struct Result: Sendable {
    package var problems: [Problem]
    /// Exercises with nothing wrong, and all that were looked at.
    package var passed: [Exercise.ID]
    package var checked: [Exercise.ID]

    /// 0 good, 1 something is wrong, 2 the engine could not do its work.
    package var exitStatus: Int32 {
      problems.contains { $0.severity == .engine } ? 2 : problems.contains { $0.severity == .error } ? 1 : 0
    }
  }

  /// Verifies all exercises, or one.
  ///
  /// - Parameter progress: Called from worker threads with how many are done, of how many.
  package func verify(
    only id: Exercise.ID? = nil, jobs: Int, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) -> Result {
    let exercises = folder.exercises.filter { id == nil || $0.id == id }
    let count = exercises.count
    let done = Tally()
    let found = Scheduler.map(exercises, jobs: jobs, cost: { _ in 1 }) { exercise in
      let wrong = check(exercise)
      progress(done.next(), count)
      return wrong
    }
    let statements = id == nil ? ExerciseStatements.problems(of: book, folder) : []
    var problems = folder.problems + statements + found.joined()
    problems.sort { ($0.file, $0.position) < ($1.file, $1.position) }
    let passed = zip(exercises, found).filter { _, wrong in wrong.allSatisfy { $0.severity == .warning } }
      .map(\.0.id)
    return Result(problems: problems, passed: passed, checked: exercises.map(\.id))
  }

  private func check(_ exercise: Exercise) -> [Problem] {
    let unsolved = judge.judge(exercise.text, of: exercise)
    var problems: [Problem] = []
    if unsolved.isEngineFailure {
      problems += unsolved.problems
    } else if let problem = exercise.fault.contradiction(in: unsolved, of: exercise) {
      problems.append(problem)
    }
    return problems + problemsOfSolution(exercise)
  }

  private func problemsOfSolution(_ exercise: Exercise) -> [Problem] {
    let file = folder.solutionFile(of: exercise)
    let path = "\(folder.root)/\(file)"
    guard FileManager.default.fileExists(atPath: path) else {
      return [
        Problem(
          "solution", exercise.text.file, .start, "exercise \(exercise.id) has no solution",
          remedy: "write \(file)")
      ]
    }
    do {
      let text = try ExerciseText(
        try Document.text(path: path, file: file), file: file,
        remedy: "copy the check from \(exercise.text.file)")
      if text.check.code != exercise.text.check.code {
        return [drift(text, exercise)]
      }
      if Self.code(text.own) == Self.code(exercise.text.own) {
        return [Problem("solution", file, .start, "this is the unsolved exercise", remedy: "solve it")]
      }
      return judge.judge(text, of: exercise).problems.map { problem in
        var problem = problem
        problem.message = "this solution does not solve it: " + problem.message
        return problem
      }
    } catch {
      return [error]
    }
  }

  /// A solution's check is there to be read; it has to be the exercise's.
  private func drift(_ text: ExerciseText, _ exercise: Exercise) -> Problem {
    let difference = Difference.lines(
      exercise.text.check.code.split(separator: "\n").map(String.init),
      text.check.code.split(separator: "\n").map(String.init))
    return Problem(
      "solution", text.file, text.check.lines[0], "this solution's check is another than the exercise's",
      detail: difference, remedy: "copy the check from \(exercise.text.file)")
  }

  /// Code without comments on lines of their own, indents and empty lines.
  private static func code(_ half: ExerciseText.Half) -> [String] {
    half.code.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty && !$0.hasPrefix("//") }
  }
}
