// ProbedFixture: Tests/Fixtures/tasks/tasks.swift under the leak probe, and the task profile of its end or of a moment.
// Relies on: Scripts/build-leak-probe, clang, swiftc; the program is made once a process and level.

import Foundation
import HeapProfiles
import LeakCheck
import Preload
import Synchronization
import TaskProfiles
import Testing
import Toolchain

struct ProbedFixture {
  var status: Int
  var atEnd: TaskProfile?
  /// Of each moment that was asked for.
  var asked: [TaskProfile] = []
  var silences: [String] = []

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  // A crash ends at once, without the runtime's own report.
  static let environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) {
    $1
  }
  static let path = environment["PATH"] ?? "/usr/bin:/bin"
  static let library = Result { try LeakProbe.library(installed: "/nowhere", root: root, path: path) }
  static let symbolizer = Result { try Symbolizer(path: path) }

  /// Goes with the process.
  static let folder: String = {
    atexit { try? FileManager.default.removeItem(atPath: "/tmp/tasks-\(getpid())") }
    let folder = "/tmp/tasks-\(getpid())"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }()

  private static let made = Mutex<Set<String>>([])

  static func program(_ level: String) throws -> String {
    let file = "\(folder)/tasks\(level)"
    try made.withLock { made in
      guard made.insert(level).inserted else { return }
      var build = ProgramBuild(file: "\(root)/Tests/Fixtures/tasks/tasks.swift")
      build.level = level
      do {
        try build.make(file, by: try #require(Toolchain.find("swiftc", in: path)), environment: environment)
      } catch let failure as ProgramBuild.Failure { Issue.record("\(failure.words)") }
    }
    return file
  }

  /// - Parameter every: Seconds between two moments that it is asked for.
  init(_ kinds: [String], level: String = "-O", every: Double? = nil) throws {
    let left = "\(Self.folder)/\(UInt64.random(in: 0...UInt64.max))"
    try FileManager.default.createDirectory(atPath: left, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: left) }
    let probed = ProbedProgram(in: left)
    let symbolizer = try Self.symbolizer.get()
    var due = every ?? .infinity
    var asked: [TaskProfile] = []
    var silences: [String] = []
    let start = Clock.seconds()
    let (process, status) = try probed.run(
      [try Self.program(level)] + kinds, with: try Self.library.get(), environment: Self.environment,
      output: .nowhere, limit: 50
    ) { process in
      guard Clock.seconds() - start > due else { return }
      due += every ?? 0
      do {
        asked.append(TaskProfile(try probed.ask(process, for: .moment), symbolizer: symbolizer))
      } catch { silences.append("\(error)") }
    }
    self.status = status
    self.asked = asked
    self.silences = silences
    atEnd = try probed.end(of: process).map { TaskProfile($0, symbolizer: symbolizer) }
  }
}

extension TaskProfile {
  /// The innermost function of the user's own in a stack.
  func function(_ stack: [Int]) -> String {
    for index in stack {
      let file = profile.locations[index].mapping.map { profile.mappings[$0].file } ?? ""
      guard !Site.isSystem(file) else { continue }
      if let frame = profile.locations[index].frames.first(where: { !Places.isLibrarys($0) }) {
        return frame.function
      }
    }
    return ""
  }
}
