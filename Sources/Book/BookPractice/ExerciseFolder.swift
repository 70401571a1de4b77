// ExerciseFolder: the exercises of a book: `Exercises/NN/M-name.swift` beside its chapters, and under the same path in
// `Exercises/Solutions/` what solves each.
// Relies on: BookFolder for where the chapters stand, ExerciseReader for each file.

import BookMarkdown
import BookPrograms
import Foundation

/// The exercises of a book.
package struct ExerciseFolder: Sendable {
  /// The book's root.
  package var root: String
  /// Relative to `root`: `Chapters/Exercises`.
  package var folder: String
  /// In the order of their numbers.
  package var exercises: [Exercise] = []
  package var problems: [Problem] = []

  /// Reads all exercises.
  ///
  /// - Throws: A `Problem` of severity `engine` when the book has none.
  package init(of book: BookFolder) throws(Problem) {
    root = book.root
    folder = Self.path(in: book)
    let paths = Self.swiftFiles(in: "\(root)/\(folder)")
    let solutions = Set(paths.filter { $0.hasPrefix("Solutions/") }.map { $0.dropFirst("Solutions/".count) })
    let own = paths.filter { !$0.hasPrefix("Solutions/") }
    guard !own.isEmpty else {
      throw Problem(
        "exercise", "\(root)/\(folder)", .start, "this book has no exercises",
        remedy:
          "an exercise is a file \(folder)/01/1-name.swift; Documentation/Decisions/0006 says what is in it",
        severity: .engine)
    }
    for path in own { read(path) }
    exercises.sort { $0.id < $1.id }
    checkNumbers()
    for path in solutions.subtracting(own.map { $0[...] }).sorted() {
      problems.append(
        Problem(
          "solution", "\(folder)/Solutions/\(path)", .start, "there is no exercise that this solves",
          remedy: "the exercise has the same path without Solutions/"))
    }
  }

  private static func path(in book: BookFolder) -> String {
    [book.chaptersFolder ?? "", "Exercises"].filter { !$0.isEmpty }.joined(separator: "/")
  }

  /// True when the book has a folder of exercises.
  package static func isThere(in book: BookFolder) -> Bool {
    FileManager.default.fileExists(atPath: "\(book.root)/\(path(in: book))")
  }

  /// The exercise of that number.
  ///
  /// - Throws: A `Problem` of severity `engine` that names the ones there are.
  package func exercise(_ id: String) throws(Problem) -> Exercise {
    if let found = exercises.first(where: { $0.id.description == id }) { return found }
    let known = exercises.map(\.id.description)
    throw Problem(
      "exercise", folder, .start, "there is no exercise '\(id)'\(Suggestion.phrase(for: id, among: known))",
      remedy: "there are: \(known.joined(separator: ", "))", severity: .engine)
  }

  /// A solution's place, relative to `root`.
  package func solutionFile(of exercise: Exercise) -> String { "\(folder)/Solutions/\(exercise.path)" }

  private mutating func read(_ path: String) {
    let file = "\(folder)/\(path)"
    guard let parts = path.wholeMatch(of: /\d\d\/\d+-[a-z0-9-]+\.swift/), parts.0.count > 0 else {
      problems.append(
        Problem(
          "exercise", file, .start, "this name is no exercise's",
          remedy: "chapter in two digits, number, name in small letters: 01/2-name.swift"))
      return
    }
    do {
      let (exercise, wrong) = ExerciseReader.read(
        try Document.text(path: "\(root)/\(file)", file: file), path: path, file: file)
      problems += wrong
      if let exercise { exercises.append(exercise) }
    } catch {
      problems.append(error)
    }
  }

  private mutating func checkNumbers() {
    for (exercise, next) in zip(exercises, exercises.dropFirst()) where exercise.id == next.id {
      problems.append(
        Problem(
          "exercise", next.text.file, .start, "exercise \(next.id) stands in \(exercise.text.file), too",
          remedy: "give one of them another number"))
    }
  }

  private static func swiftFiles(in folder: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".swift") }.sorted()
  }
}
