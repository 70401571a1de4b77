// TaskReport: a task profile for people and for programs. Equal profiles give equal text.

import Foundation
import HeapProfiles
import Pprof
import Toolchain

/// The words for a profile.
package struct TaskReport: Sendable {
  private let tasks: TaskProfile
  private let program: String

  package init(_ tasks: TaskProfile, of program: String) {
    self.tasks = tasks
    self.program = program
  }

  /// A line of a stack.
  private struct Line: Hashable, Encodable {
    var function: String
    /// Empty when there is no debug information.
    var file: String
    var line: Int

    var place: String { line == 0 ? "" : "\(URL(fileURLWithPath: file).lastPathComponent):\(line)" }
  }

  /// The user's own frames; the innermost of a library's when there are none.
  private func lines(_ stack: [Int]) -> [Line] {
    let part = #/^(\(\d+\) (await|suspend) resume partial function for )+/#
    var own: [Line] = []
    var foreign: [Line] = []
    for index in stack {
      let location = tasks.profile.locations[index]
      let file = location.mapping.map { tasks.profile.mappings[$0].file } ?? ""
      for frame in location.frames {
        let name = frame.function.replacing(part, with: "")
        let line = Line(function: name, file: frame.file, line: frame.line)
        if Site.isSystem(file) {
          foreign.append(line)
        } else if !Self.isMadeByCompiler(frame), own.last != line {
          own.append(line)
        }
      }
    }
    if own.isEmpty, frames(stack).contains(where: { Self.entries.contains($0.linkName) }) {
      return [Line(function: "main", file: "", line: 0)]
    }
    return own.isEmpty ? Array(foreign.prefix(1)) : own
  }

  private func frames(_ stack: [Int]) -> [Profile.Frame] {
    stack.flatMap { tasks.profile.locations[$0].frames }
  }

  /// What the compiler makes around a program.
  private static let entries: Set<String> = ["_start", "main", "async_Main"]

  private static func isMadeByCompiler(_ frame: Profile.Frame) -> Bool {
    ["thunk", "partial apply", "<compiler-generated>"].contains {
      frame.function.contains($0) || frame.file.contains($0)
    } || entries.contains(frame.linkName) || Places.isLibrarys(frame)
  }

  // MARK: For people

  /// The groups, larger ones first.
  package func text() -> String {
    let moment = tasks.isFinal ? "at the end" : "while it ran"
    switch tasks.layout {
    case .noTasks: return "tasks: none: \(program) has no Swift concurrency\n"
    case .unknown:
      return "tasks: \(program) has a Swift runtime whose layout of tasks is not that of Swift 6.3\n"
    case .known: break
    }
    guard tasks.count > 0 else { return "tasks: none of \(program) \(moment)\n" }
    let kinds = tasks.groups.count == 1 ? "1 kind" : "\(tasks.groups.count) kinds"
    var lines = ["tasks: \(tasks.count) of \(kinds) in \(program) \(moment)"]
    for group in tasks.groups {
      lines.append("")
      lines.append("\(group.count) \(Self.words(for: group)), \(HeapReport.size(group.bytes))")
      lines += stack("waits in", group.waiting) + stack("made in", group.made)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func words(for group: TaskProfile.Group) -> String {
    let wait =
      switch group.wait {
      case .sleep: " in a sleep"
      case .continuation: " at a continuation"
      case .stream: " at a stream"
      case .taskGroup: " for the children of a group"
      case .taskValue: " for another task's value"
      case nil: ""
      }
    let state =
      switch group.state {
      case .running: group.count == 1 ? "runs" : "run"
      case .ready: (group.count == 1 ? "is" : "are") + " ready to run"
      case .suspended: (group.count == 1 ? "waits" : "wait") + wait
      case .lost:
        "will never resume" + (wait.isEmpty ? "" : ",\(wait)")
          + ": nothing refers to \(group.count == 1 ? "it" : "them")"
      }
    return state + (group.isCancelled ? ", cancelled" : "")
  }

  private func stack(_ title: String, _ stack: [Int]) -> [String] {
    let all = lines(stack)
    let width = all.map(\.function.count).max() ?? 0
    return all.enumerated().map { index, line in
      let head = index == 0 ? title : ""
      let row = "  " + head.padding(toLength: 9, withPad: " ", startingAt: 0)
      guard !line.place.isEmpty else { return row + line.function }
      let column = max(min(width, 60), line.function.count) + 2
      return row + line.function.padding(toLength: column, withPad: " ", startingAt: 0) + line.place
    }
  }

  // MARK: For programs

  private struct Document: Encodable {
    struct Entry: Encodable {
      var count: Int
      var state: String
      var cancelled: Bool
      var wait: String
      var bytes: Int
      var ids: [Int]
      var waiting: [Line]
      var made: [Line]
    }
    var command: [String]
    var status: Int?
    var moment: String
    var tasks: Int
    var readable: Bool
    var groups: [Entry]
  }

  /// All groups.
  ///
  /// - Parameter status: How the program ended; nil while it runs.
  package func json(command: [String], status: Int?) -> String {
    let document = Document(
      command: command, status: status, moment: tasks.isFinal ? "end" : "asked", tasks: tasks.count,
      readable: tasks.layout != .unknown,
      groups: tasks.groups.map {
        .init(
          count: $0.count, state: $0.state.rawValue, cancelled: $0.isCancelled, wait: $0.wait?.rawValue ?? "",
          bytes: $0.bytes, ids: $0.ids, waiting: lines($0.waiting), made: lines($0.made))
      })
    return ReadableJSON.text(of: document)
  }
}
