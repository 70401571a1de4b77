// Workbook: a learner's folder: copies of the exercises, and beside them in `.progress.json` what was solved and which
// hints were shown. Progress stands with the exercises and not in a folder of the user's, so that two workbooks do not
// mix, a copy of the folder takes it along, and deleting the folder forgets everything.
// Relies on: AtomicWrite. Invariant: what a learner wrote is never overwritten.

import BookMarkdown
import BookVerify
import Foundation
import Toolchain

/// A learner's folder of exercises.
package struct Workbook: Sendable {
  /// As messages name it, and as the current folder finds it.
  package var folder: String

  package init(folder: String) {
    self.folder = folder
    while self.folder.count > 1, self.folder.hasSuffix("/") { self.folder.removeLast() }
  }

  /// How far an exercise is.
  package enum State: String, Sendable {
    /// There is no copy of it.
    case waiting
    /// The copy is as it was handed out.
    case unsolved
    case edited
    case solved
    /// It was solved once, and it or the exercise has changed since.
    case changed

    /// In words, for a list.
    package var words: String {
      switch self {
      case .waiting: ""
      case .unsolved: "begun"
      case .edited: "in work"
      case .solved: "solved"
      case .changed: "solved, changed since"
      }
    }

    package var isDone: Bool { self == .solved || self == .changed }
  }

  /// Where the learner's copy stands.
  package func file(of exercise: Exercise) -> String {
    let name = exercise.copyName
    return folder == "." ? name : "\(folder)/\(name)"
  }

  package func has(_ exercise: Exercise) -> Bool {
    FileManager.default.fileExists(atPath: file(of: exercise))
  }

  /// The learner's text.
  package func text(of exercise: Exercise) throws(Problem) -> String {
    let file = file(of: exercise)
    return try Document.text(path: file, file: file)
  }

  /// The learner's text in its halves.
  package func halves(of exercise: Exercise) throws(Problem) -> ExerciseText {
    try ExerciseText(
      try text(of: exercise), file: file(of: exercise),
      remedy: "write the line again, or lesson practice \(exercise.id) --reset, which keeps a copy of yours")
  }

  package func state(of exercise: Exercise, _ progress: Progress) -> State {
    let solved = progress.exercises[exercise.id.description]?.solved
    guard has(exercise) else { return solved == nil ? .waiting : .changed }
    guard let halves = try? halves(of: exercise) else { return solved == nil ? .edited : .changed }
    if let solved { return solved == Self.mark(halves, exercise) ? .solved : .changed }
    return halves.own.code == Self.handedOut(exercise) ? .unsolved : .edited
  }

  /// Writes the learner's copy unless there is a file.
  ///
  /// - Returns: False when there was one, which stays as it is.
  package func handOut(_ exercise: Exercise) throws(Problem) -> Bool {
    guard !has(exercise) else { return false }
    try makeFolder()
    try write(exercise.copy, to: file(of: exercise))
    return true
  }

  /// Gives back the original.
  ///
  /// - Returns: Where the learner's text was put, or nil when there was nothing to keep.
  package func reset(_ exercise: Exercise) throws(Problem) -> String? {
    try makeFolder()
    let file = file(of: exercise)
    var kept: String?
    if let bytes = FileManager.default.contents(atPath: file), bytes != Data(exercise.copy.utf8) {
      let names = (1...).lazy.map { "\(file.dropLast(".swift".count)).kept-\($0).swift" }
      guard let free = names.first(where: { !FileManager.default.fileExists(atPath: $0) }) else { return nil }
      try write(bytes, to: free)
      kept = free
    }
    try write(exercise.copy, to: file)
    return kept
  }

  // MARK: Progress

  private var progressFile: String { "\(folder)/.progress.json" }

  /// What is known of the learner's progress.
  ///
  /// - Parameter damaged: Told when the file cannot be understood; it is then put aside, and progress begins anew.
  package func progress(damaged: (Problem) -> Void) throws(Problem) -> Progress {
    guard let data = FileManager.default.contents(atPath: progressFile) else { return Progress() }
    if let progress = try? JSONDecoder().decode(Progress.self, from: data) {
      if progress.format <= Progress.current { return progress }
      throw Problem(
        "progress", progressFile, .init(line: 1, column: 1),
        "a newer lesson wrote this progress (format \(progress.format))",
        remedy: "use that lesson, or move the file away", severity: .engine)
    }
    let aside = progressFile + ".damaged"
    _ = rename(progressFile, aside)
    damaged(
      Problem(
        "progress", progressFile, .init(line: 1, column: 1), "this progress cannot be read, and begins anew",
        remedy: "it was put aside as \(aside); check solved exercises again", severity: .warning))
    return Progress()
  }

  /// Changes what is known of one exercise.
  package func record(
    _ exercise: Exercise, damaged: (Problem) -> Void, _ change: (inout Progress.Entry) -> Void
  ) throws(Problem) {
    // Another lesson may write between reading and writing; then we read again.
    for attempt in 1...10 {
      let before = FileManager.default.contents(atPath: progressFile)
      var progress = try progress(damaged: damaged)
      change(&progress.exercises[exercise.id.description, default: .init()])
      do {
        try makeFolder()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let bytes = Array(try encoder.encode(progress)) + [0x0A]
        let isThere = FileManager.default.fileExists(atPath: progressFile)
        try AtomicWrite().replace(
          progressFile, with: bytes, expected: isThere ? before.map { Array($0) } : nil)
        return
      } catch let problem as Problem {
        throw problem
      } catch {
        guard attempt == 10 else { continue }
        throw Problem(
          "progress", progressFile, .init(line: 1, column: 1), "progress cannot be kept: \(error)",
          remedy: "check the folder's permissions", severity: .engine)
      }
    }
  }

  /// Records that the learner's text solves the exercise.
  package func recordSolved(
    _ exercise: Exercise, by text: ExerciseText, damaged: (Problem) -> Void
  ) throws(Problem) {
    try record(exercise, damaged: damaged) { $0.solved = Self.mark(text, exercise) }
  }

  /// What was solved, and what solved it.
  private static func mark(_ text: ExerciseText, _ exercise: Exercise) -> String {
    SHA256.hex(fields: [text.own.code, exercise.text.check.code])
  }

  /// The reader's half of an untouched copy.
  private static func handedOut(_ exercise: Exercise) -> String? {
    try? ExerciseText(exercise.copy, file: "", remedy: "").own.code
  }

  // MARK: Writing

  private func makeFolder() throws(Problem) {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw Problem(
        "folder", folder, .init(line: 1, column: 1),
        "this folder cannot be made: \(error.localizedDescription)",
        remedy: "name another with --folder DIR", severity: .engine)
    }
  }

  private func write(_ text: String, to file: String) throws(Problem) { try write(Data(text.utf8), to: file) }

  private func write(_ bytes: Data, to file: String) throws(Problem) {
    do {
      try AtomicWrite().replace(file, with: Array(bytes))
    } catch {
      throw Problem(
        "folder", file, .init(line: 1, column: 1), error.message, remedy: error.remedy, severity: .engine)
    }
  }
}
