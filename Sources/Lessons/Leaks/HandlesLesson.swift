// HandlesLesson: files that are opened and read, every fourth time with an error on the way. Who closes them, and when, is said
// in five ways; how many are open is what the kernel says.
// Relies on: /proc/self/fd.

import Foundation

/// `leaks/handles`
public enum HandlesLesson: Lesson {
  /// Permanent.
  public static let id = "leaks/handles"
  /// In a few words.
  public static let title = "Open files after a hundred calls, by who closes them"
  /// Where it is explained.
  public static let chapter = "14-leaks"
  /// This file.
  public static let source = "Sources/Lessons/Leaks/HandlesLesson.swift"
  /// How often.
  public static let parameters = [
    Parameter(name: "calls", kind: .number(4...500), standard: "100", help: "Files opened.")
  ]

  private struct Unreadable: Error {}

  /// Closes when the last reference goes.
  private final class Handle {
    let number: Int32
    init() { number = HandlesLesson.openOne() }
    deinit { close(number) }
  }

  /// Closes when its owner ends; there is one.
  private struct OwnedHandle: ~Copyable {
    let number: Int32
    init() { number = HandlesLesson.openOne() }
    deinit { close(number) }
  }

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let calls = arguments.number("calls")
    var registry: [Handle] = []
    // snippet.ways
    let ways: [(name: String, work: (Bool) throws -> Void)] = [
      (
        "close at the end",
        { fails in
          let file = openOne()
          if fails { throw Unreadable() }
          close(file)
        }
      ),
      (
        "defer { close }",
        { fails in
          let file = openOne()
          defer { close(file) }
          if fails { throw Unreadable() }
        }
      ),
      (
        "deinit of a class",
        { fails in
          let file = Handle()
          if fails { throw Unreadable() }
          _ = file.number
        }
      ),
      (
        "the same, in a list",
        { fails in
          let file = Handle()
          registry.append(file)
          if fails { throw Unreadable() }
        }
      ),
      (
        "deinit of a ~Copyable",
        { fails in
          let file = OwnedHandle()
          if fails { throw Unreadable() }
          _ = file.number
        }
      ),
    ]
    // snippet.end
    var rows: [[String]] = []
    var results: [JSONValue] = []
    for (name, work) in ways {
      let before = try openFiles()
      for call in 0..<calls { try? work(call % 4 == 3) }
      let left = try openFiles().subtracting(before)
      rows.append([name, "\(left.count)"])
      results.append(.object(["closes": .string(name), "open": .number(left.count)]))
      registry = []
      for file in try openFiles().subtracting(before) { close(file) }
    }
    var report = Report(lesson: id, parameters: arguments.values, results: .array(results))
    report.introduction = ["\(calls) files opened, every fourth call throws"]
    report.table = .init(heads: ["who closes", "open afterwards"], rows: rows)
    return report
  }

  fileprivate static func openOne() -> Int32 { open("/dev/null", O_RDONLY | O_CLOEXEC) }

  /// Descriptors of `/dev/null`, by number: what others open beside us is none.
  private static func openFiles() throws -> Set<Int32> {
    let names = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
    return Set(
      names.filter {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == "/dev/null"
      }.compactMap { Int32($0) })
  }
}
