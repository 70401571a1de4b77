// ExerciseStatements: what chapters say of their exercises, `**Exercise 1.1, ten minutes.**` at the head of a quote,
// against the files that there are. A chapter in another language states the same numbers.
// Relies on: Contents for the chapters' numbers.

import BookMarkdown
import BookPrograms
import Foundation

/// Compares chapters with exercises.
enum ExerciseStatements {
  /// An exercise as a chapter states it.
  private struct Statement {
    var id: Exercise.ID
    var minutes: String
    var position: SourcePosition
  }

  /// What does not agree. A folder without a table of contents has no chapters to compare with.
  static func problems(of book: BookFolder, _ folder: ExerciseFolder) -> [Problem] {
    let entries = book.contents.parts.flatMap(\.chapters)
    var problems: [Problem] = []
    for entry in entries {
      guard let file = entry.file, let text = try? Document.text(path: "\(book.root)/\(file)", file: file)
      else {
        continue
      }
      let stated = statements(in: text)
      let exercises = folder.exercises.filter { $0.id.chapter == entry.number }
      for statement in stated { problems += check(statement, of: entry, folder, file) }
      for exercise in exercises where !stated.contains(where: { $0.id == exercise.id }) {
        problems.append(
          Problem(
            "chapter", exercise.text.file, .start, "\(file) does not state exercise \(exercise.id)",
            remedy: "> **Exercise \(exercise.id), \(words(exercise.minutes)) minutes.** …"))
      }
      if let first = stated.first, !exercises.isEmpty, !text.contains("lesson practice \(first.id)") {
        problems.append(
          Problem(
            "chapter", file, first.position, "this chapter does not say how its exercises are done",
            remedy: "name the command: `lesson practice \(first.id)`"))
      }
    }
    let numbers = Set(entries.filter { $0.file != nil }.map(\.number))
    for exercise in folder.exercises where !entries.isEmpty && !numbers.contains(exercise.id.chapter) {
      problems.append(
        Problem(
          "chapter", exercise.text.file, .start,
          "there is no chapter \(exercise.id.chapter) that states this",
          remedy: "write the chapter first, or move the exercise"))
    }
    return problems
  }

  private static func check(
    _ statement: Statement, of entry: Contents.Entry, _ folder: ExerciseFolder, _ file: String
  ) -> [Problem] {
    guard let exercise = folder.exercises.first(where: { $0.id == statement.id }) else {
      return [
        Problem(
          "chapter", file, statement.position, "there is no file for exercise \(statement.id)",
          remedy: "write it below \(folder.folder), or take the statement out")
      ]
    }
    guard statement.minutes != words(exercise.minutes), statement.minutes != "\(exercise.minutes)" else {
      return []
    }
    return [
      Problem(
        "chapter", file, statement.position,
        "exercise \(statement.id) takes \(statement.minutes) minutes here and \(exercise.minutes) in its file",
        remedy: "write \(words(exercise.minutes)) minutes, or correct \(exercise.text.file)")
    ]
  }

  private static func statements(in text: String) -> [Statement] {
    SourceLines(text).lines.enumerated().compactMap { index, line in
      guard let match = line.text.firstMatch(of: /\*\*Exercise ([0-9.]+), ([a-z0-9-]+) minutes?\.\*\*/),
        let id = Exercise.ID(match.1)
      else { return nil }
      let column = line.text[..<match.range.lowerBound].utf8.count + 1
      return Statement(id: id, minutes: String(match.2), position: .init(line: index + 1, column: column))
    }
  }

  /// A number in words, as chapters write it.
  private static func words(_ number: Int) -> String {
    let formatter = NumberFormatter()
    formatter.locale = Locale(identifier: "en_US")
    formatter.numberStyle = .spellOut
    return formatter.string(from: number as NSNumber) ?? "\(number)"
  }
}
