// lesson list: the lessons, by part.

import ArgumentParser
import BookVerify
import Lessons
import Toolchain

struct ListLessons: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the lessons.",
    discussion:
      "Ids are part/name. 'lesson run ID' runs one, 'lesson show ID' prints its source and its chapter.")

  @Option(help: "text for people, json for programs: an array of id, title, chapter, parameters.")
  var format = ReportFormat.text

  func run() throws {
    switch format {
    case .json: Terminal.print(json())
    case .text:
      for lesson in Lessons.all {
        Terminal.print("\(lesson.id.padding(toLength: 22, withPad: " ", startingAt: 0)) \(lesson.title)\n")
      }
    }
  }

  private struct Entry: Encodable {
    var id: String
    var title: String
    var chapter: String
    var parameters: [ParameterEntry]
  }

  private struct ParameterEntry: Encodable {
    var name: String
    var takes: String
    var standard: String
    var help: String
  }

  private func json() -> String {
    let entries = Lessons.all.map { lesson in
      Entry(
        id: lesson.id, title: lesson.title, chapter: lesson.chapter,
        parameters: lesson.parameters.map {
          .init(name: $0.name, takes: $0.kind.words, standard: $0.standard, help: $0.help)
        })
    }
    return ReadableJSON.text(of: entries)
  }
}
