// lesson show: what a lesson is, its parameters, its source.

import ArgumentParser
import BookPrograms
import Foundation
import Lessons

struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show a lesson: its parameters, its chapter, its source.",
    discussion: "The source is printed where a checkout is at hand; elsewhere its path in the repository.")

  @Argument(
    help: ArgumentHelp("The lesson: part/name.", valueName: "id"),
    completion: .list(Lessons.all.map { $0.id }))
  var id: String

  func run() throws {
    let lesson: any Lesson.Type
    do {
      lesson = try Lessons.find(id)
    } catch let error as LessonError {
      Terminal.printError("error: \(error)")
      throw Exit(code: 2)
    }
    Terminal.print("\(lesson.id)\n\(lesson.title)\nchapter: \(lesson.chapter)\n")
    for parameter in lesson.parameters {
      Terminal.print(
        "  --\(parameter.name)  \(parameter.help) Takes \(parameter.kind.words); default \(parameter.standard).\n"
      )
    }
    let book = try? BookFolder.find(from: FileManager.default.currentDirectoryPath)
    let source = book.flatMap { try? String(contentsOfFile: $0.root + "/" + lesson.source, encoding: .utf8) }
    Terminal.print("source: \(lesson.source)\n" + (source.map { "\n" + $0 } ?? ""))
  }
}
