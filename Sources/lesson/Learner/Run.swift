// lesson run: one lesson, with its own parameters.

import ArgumentParser
import BookPrograms
import Lessons

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a lesson.",
    discussion: """
      Parameters are the lesson's own; 'lesson show ID' lists them.
        lesson run values/stack-heap
        lesson run values/stack-heap --value closure --format json
        lesson run gc/pauses --plan concurrent --format svg > pauses.svg
      """)

  @Argument(
    help: ArgumentHelp("The lesson: part/name, as 'lesson list' prints it.", valueName: "id"),
    completion: .list(Lessons.all.map { $0.id }))
  var id: String

  @Option(help: "text for people, json for programs, svg for the lesson's picture, if it has one.")
  var format = RunFormat.text

  enum RunFormat: String, ExpressibleByArgument, CaseIterable { case text, json, svg }

  @Argument(parsing: .allUnrecognized, help: .hidden)
  var parameters: [String] = []

  func run() throws {
    do {
      let lesson = try Lessons.find(id)
      let report = try lesson.run(Arguments(try pairs(), for: lesson))
      switch format {
      case .text: Terminal.print(report.text)
      case .json: Terminal.print(report.json)
      case .svg: Terminal.print(try LessonFigures.picture(of: report))
      }
    } catch let error as LessonFigures.Undrawable {
      Terminal.printError("error: \(error)")
      throw Exit(code: 1)
    } catch let error as LessonError {
      Terminal.printError("error: \(error)\(suggestion(error))")
      throw Exit(code: 2)
    }
  }

  /// `--name value` and `--name=value`.
  private func pairs() throws -> [String: String] {
    var result: [String: String] = [:]
    var rest = parameters[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--") else {
        throw ValidationError("'\(word)' stands for no parameter; write --name value")
      }
      let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1).map(String.init)
      if parts.count == 2 {
        result[parts[0]] = parts[1]
      } else {
        guard let name = parts.first, let value = rest.popFirst() else {
          throw ValidationError("\(word) wants a value")
        }
        result[name] = value
      }
    }
    return result
  }

  private func suggestion(_ error: LessonError) -> String {
    switch error {
    case .unknownLesson(let id, let known):
      Suggestion.nearest(to: id, among: known).map { "\n  did you mean \($0)?" } ?? ""
    case .unknownParameter(let name, _, let known):
      Suggestion.nearest(to: name, among: known).map { "\n  did you mean --\($0)?" } ?? ""
    case .badValue, .impossible: ""
    }
  }
}
