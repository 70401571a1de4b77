// Corpus: the programs of Tests/Fixtures/Leaks: each kind of leak with its mended twin, and programs without a leak. A comment
// `// leak: JUDGEMENT` marks the line that the tool must name.

import Foundation
import LeakCheck
import Testing
import Toolchain

enum Corpus {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// The names of the programs in a folder of the corpus.
  static func names(_ folder: String) -> [String] {
    let files =
      (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/Tests/Fixtures/Leaks/\(folder)")) ?? []
    return files.filter { $0.hasSuffix(".swift") }.map { String($0.dropLast(6)) }.sorted()
  }

  static func file(_ folder: String, _ name: String) -> String {
    "\(root)/Tests/Fixtures/Leaks/\(folder)/\(name).swift"
  }

  struct Mark: Hashable {
    var line: Int
    var judgement: String
  }

  static func mark(of file: String) throws -> Mark {
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    let marks = lines.enumerated().compactMap { index, line in
      line.firstMatch(of: #/\/\/ leak: ([a-z-]+)/#).map { Mark(line: index + 1, judgement: String($0.1)) }
    }
    try #require(marks.count == 1, "\(file)")
    return marks[0]
  }

  static let session = Result { () throws -> LeakSession in
    let environment = ProcessInfo.processInfo.environment
    let path = environment["PATH"] ?? "/usr/bin:/bin"
    var session = LeakSession(
      toolchain: try Toolchain.locate(path: path, memory: nil).folder,
      library: try LeakProbe.library(installed: "", root: root, path: path), environment: environment)
    session.isQuiet = true
    return session
  }

  static func inFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "leak-check-\(UUID().uuidString)")
      .path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
  }

  static func outcome(_ folder: String, _ name: String, isOptimized: Bool) throws -> LeakSession.Outcome {
    try inFolder { work in
      try session.get().check(
        LeakSource(file: file(folder, name), isOptimized: isOptimized), in: work, limit: 60)
    }
  }

  static func report(_ folder: String, _ name: String, isOptimized: Bool) throws -> LeakReport {
    let outcome = try outcome(folder, name, isOptimized: isOptimized)
    #expect(outcome.status == 0, "\(folder)/\(name)")
    return try #require(outcome.report, "\(outcome.absence ?? "")")
  }

  /// What counts: the rest is possible.
  static func found(_ report: LeakReport) -> [Leak] { report.leaks.filter { $0.confidence >= .likely } }
}
