// The traits as somebody else's package uses them: a package that depends on this one is built, and its tests run at the same
// time, those that must pass beside those that must fail. Tests/Fixtures/LeakTesting says before each in which words it must.
// What this cannot show: that every leak is found; a word that looks like an address can hide one.

import Foundation
import Testing
import Toolchain

@Suite("traits, in a package that depends on this one")
struct VisitorTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  private static let fixture = root + "/Tests/Fixtures/LeakTesting"

  /// What a test recorded: all words of its issues.
  private static let run = Result { () throws -> (output: String, issues: [String: String]) in
    let folder = root + "/.build/visitor"
    let files = FileManager.default
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try String(contentsOfFile: fixture + "/Manifest.txt", encoding: .utf8).replacing("@ROOT@", with: root)
      .write(toFile: folder + "/Package.swift", atomically: true, encoding: .utf8)
    for (from, to) in [
      (fixture + "/Tests", "/Tests"), (root + "/Package.resolved", "/Package.resolved"),
    ] {
      try? files.removeItem(atPath: folder + to)
      try files.copyItem(atPath: from, toPath: folder + to)
    }
    let environment = ProcessInfo.processInfo.environment
    var swift = ChildProcess(
      try Toolchain.locate(path: environment["PATH"] ?? "", memory: nil).folder + "/bin/swift",
      ["test", "--disable-xctest", "--package-path", folder],
      environment: environment.map { "\($0)=\($1)" })
    swift.mergesStreams = true
    let result = try swift.run()
    let output = String(decoding: result.standardOutput, as: UTF8.self)
    return (output, issues(in: output))
  }

  /// `✘ Test name() recorded an issue … at FILE:LINE:COLUMN: …`, and below it `↳` lines of its words.
  private static func issues(in output: String) -> [String: String] {
    var issues: [String: String] = [:]
    var name: String?
    for line in output.split(separator: "\n") {
      if let found = line.firstMatch(of: #/Test (?<name>\w+)\(.*\) recorded an issue/#) {
        name = String(found.name)
        issues[name ?? "", default: ""] += line + "\n"
      } else if line.contains("↳"), let name {
        issues[name]? += line + "\n"
      } else {
        name = nil
      }
    }
    return issues
  }

  /// The tests of a file, each with the words behind `// fails:` on the line before it.
  private static func tests(_ file: String) throws -> [(name: String, words: String?)] {
    let text = try String(contentsOfFile: "\(fixture)/Tests/VisitorTests/\(file).swift", encoding: .utf8)
    return text.matches(of: #/(?:\/\/ fails: (?<words>.*)\n)?\s*@Test.*func (?<name>\w+)\(/#).map {
      (String($0.name), $0.words.map(String.init))
    }
  }

  @Test("a test that leaves something behind fails in these words, beside others that run")
  func failing() throws {
    let run = try Self.run.get()
    let tests = try Self.tests("Failing")
    #expect(tests.count == 13)
    for (name, words) in tests {
      let words = try #require(words)
      let said = try #require(run.issues[name], "\(name) did not fail:\n\(run.output.suffix(3000))")
      #expect(said.contains(words), "\(name)")
    }
  }

  @Test("a test that leaves nothing behind passes, whatever others do meanwhile")
  func passing() throws {
    let run = try Self.run.get()
    let tests = try Self.tests("Passing")
    #expect(tests.count >= 13 && run.output.contains("Test run with"), "\(run.output.suffix(3000))")
    for (name, _) in tests { #expect(run.issues[name] == nil, "\(name)") }
  }
}
