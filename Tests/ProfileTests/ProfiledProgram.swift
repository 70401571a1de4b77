// ProfiledProgram: a fixture that runs with the profiler in front of it, and what it left.
// Relies on: Scripts/build-profiler, clang, swiftc; each program is made once a process.

import Foundation
import HeapProfiles
import Synchronization
import Testing
import Toolchain

struct ProfiledProgram {
  /// As a shell says it.
  var status: Int
  var output: String
  /// One for each process and each of its images, the first process's last image first.
  var records: [HeapRecord]

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  static let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"

  /// Goes with the process.
  static let folder: String = {
    atexit { try? FileManager.default.removeItem(atPath: "/tmp/profile-\(getpid())") }
    let folder = "/tmp/profile-\(getpid())"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }()

  static let library = Result { try ProfilerLibrary(installed: "/nowhere", root: root, path: path).path }
  static let symbolizer = Result { try Symbolizer(path: path) }

  private static let made = Mutex<Set<String>>([])

  /// Compiles a program once.
  static func build(_ name: String, _ command: [String]) throws -> String {
    let file = "\(folder)/\(name)"
    try made.withLock { made in
      guard !made.contains(name) else { return }
      let tool = try #require(Toolchain.find(command[0], in: path))
      let result = try ChildProcess(
        tool, Array(command.dropFirst()) + ["-o", file], environment: ["PATH=\(path)", "HOME=/tmp"]
      ).run()
      try #require(result.ending == .exit(0), "\(String(decoding: result.standardError, as: UTF8.self))")
      made.insert(name)
    }
    return file
  }

  private static func clang(_ name: String, _ options: [String]) throws -> String {
    try build(
      name, ["clang", "-O1", "-g", "-fno-builtin", "-pthread"] + options)
  }

  static func cases() throws -> String { try clang("cases", ["\(root)/Tests/Fixtures/profile/cases.c"]) }

  static func plugin(_ name: String, _ options: [String]) throws -> String {
    try clang(name, options + ["-shared", "-fPIC", "\(root)/Tests/Fixtures/profile/plugin.c"])
  }

  /// Runs a program to its end.
  ///
  /// - Parameter every: Mean bytes between samples.
  init(_ command: [String], every: Int, environment: [String] = []) throws {
    let records = "\(Self.folder)/\(UInt64.random(in: 0...UInt64.max))"
    try FileManager.default.createDirectory(atPath: records, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: records) }
    var child = ChildProcess(
      command[0], Array(command.dropFirst()),
      environment: [
        "LD_PRELOAD=\(try Self.library.get())", "LIVE_HEAP_PROFILE=\(records)/heap",
        "LIVE_HEAP_EVERY=\(every)",
        "PATH=\(Self.path)",
      ] + environment)
    // A deadlock ends here.
    child.watch = { _, seconds in seconds > 50 ? .timeout : nil }
    let result = try child.run()
    status =
      switch result.ending {
      case .exit(let status): Int(status)
      case .signal(let number): 128 + Int(number)
      }
    output = String(decoding: result.standardOutput, as: UTF8.self)
    let names = try FileManager.default.contentsOfDirectory(atPath: records).sorted()
    self.records = try names.map {
      try HeapRecord(Data(contentsOf: URL(fileURLWithPath: "\(records)/\($0)")))
    }
  }

  /// The sites of a record.
  func report(_ index: Int = 0) throws -> HeapReport {
    try #require(records.count > index)
    return HeapReport(HeapProfile(records[index], symbolizer: try Self.symbolizer.get()))
  }
}
