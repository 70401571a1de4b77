// lesson practice: the exercises of the chapters, for learners; --verify for who writes them.

import ArgumentParser
import BookMarkdown
import BookPractice
import BookPrograms
import BookVerify
import Foundation
import Toolchain

struct Practice: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Solve the chapters' exercises: small programs to mend, checked by running them.",
    discussion: """
        lesson practice               the exercises, and how far you are
        lesson practice next          the first that you have not solved, as a file in ./exercises
        lesson practice 1.1           check your file; without one, write it
        lesson practice 1.1 --watch   check it whenever you save it, until it is solved
        lesson practice 1.1 --hint    the next hint
        lesson practice 1.1 --reset   the file as it was; yours is kept beside it
        lesson practice --verify      for authors: unsolved ones fail as they say, solutions pass
      What you wrote is never overwritten. Progress stands in the folder, in .progress.json.
      """)

  @Argument(help: ArgumentHelp("An exercise, as 1.1, or 'next'. Default: list them.", valueName: "id"))
  var id: String?

  @Flag(help: "Show the next hint.")
  var hint = false

  @Flag(help: "Check again whenever the file is saved, until it is solved; Ctrl-C ends it.")
  var watch = false

  @Flag(help: "Give back the file as it was, after keeping a copy of yours.")
  var reset = false

  @Flag(help: "Verify that unsolved exercises fail as they say, and that solutions pass.")
  var verify = false

  @Option(help: ArgumentHelp("Where your files stand.", valueName: "dir"))
  var folder = "exercises"

  @OptionGroup var options: BookOptions

  @Option(help: "text for people, json for programs.")
  var format = ReportFormat.text

  @Option(help: ArgumentHelp("With --verify: how many at once. Default: one a core.", valueName: "n"))
  var jobs: Int?

  func validate() throws {
    if [hint, watch, reset, verify].count(where: \.self) > 1 {
      throw ValidationError("--hint, --watch, --reset and --verify are different things to do; keep one")
    }
    if id == nil, hint || watch || reset {
      throw ValidationError(
        "which exercise? lesson practice 1.1 --\(hint ? "hint" : watch ? "watch" : "reset")")
    }
    if watch, format == .json { throw ValidationError("--watch is for people; use --format json without it") }
    if let jobs, jobs < 1 { throw ValidationError("--jobs wants a number from 1, not \(jobs)") }
    if folder.isEmpty { throw ValidationError("--folder wants a folder") }
  }

  func run() throws {
    do {
      let book = try options.openWithExercises()
      let exercises = try ExerciseFolder(of: book)
      if verify { return try verify(exercises, book) }
      // A learner cannot mend an exercise that cannot be read; an author is told by --verify.
      if exercises.exercises.isEmpty, let problem = exercises.problems.first { throw problem }
      let output = PracticeOutput(exercises: exercises, workbook: Workbook(folder: folder), format: format)
      guard let id else { return try output.list() }
      guard let exercise = id == "next" ? try output.next() : try exercises.exercise(id) else {
        return output.allSolved()
      }
      if hint { return try output.hint(exercise) }
      if reset { return try output.reset(exercise) }
      if try output.workbook.handOut(exercise) || id == "next" { return try output.handedOut(exercise) }
      try check(exercise, output, book)
    } catch let problem as Problem {
      Terminal.printError(problem)
      throw Exit(code: problem.severity == .engine ? 2 : 1)
    }
  }

  /// Checks the learner's file, under --watch until it is solved.
  private func check(_ exercise: Exercise, _ output: PracticeOutput, _ book: BookFolder) throws {
    let judge = ExerciseJudge(try options.workshop(for: book).executor, of: book)
    let file = output.workbook.file(of: exercise)
    var files = FileWatch { [file] }
    var status = try output.check(exercise, judge)
    if watch, status == 1 {
      Terminal.printError("watching \(file) (Ctrl-C ends it)")
      try files.run { _ in
        // An editor that replaces a file takes it away for a moment.
        guard output.workbook.has(exercise) else { return true }
        status = try output.check(exercise, judge)
        return status == 1
      }
    }
    if status != 0 { throw Exit(code: status) }
  }

  private func verify(_ exercises: ExerciseFolder, _ book: BookFolder) throws {
    let only = try id.map { try exercises.exercise($0).id }
    let verifier = ExerciseVerifier(exercises, of: book, executor: try options.workshop(for: book).executor)
    let progress = Progress("verifying")
    let result = verifier.verify(
      only: only, jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount
    ) { done, count in progress.update(done, of: count) }
    progress.clear()
    PracticeOutput.verified(result, root: book.root, format: format)
    if result.exitStatus != 0 { throw Exit(code: result.exitStatus) }
  }
}

extension BookOptions {
  /// The book whose exercises are practised: the one named, the one that the current folder belongs to, the checkout that
  /// this program was built in, or the exercises that were installed with it.
  func openWithExercises() throws -> BookFolder {
    guard book == nil else { return try open() }
    let here = FileManager.default.currentDirectoryPath
    for folder in [here, Installation.folder, Installation.share] {
      if let found = try? BookFolder.find(from: folder), ExerciseFolder.isThere(in: found) { return found }
    }
    return try open()
  }
}
