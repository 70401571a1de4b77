// `lesson leaks` as a user runs it: its exit codes, its JSON, and whose output is whose.
// What these cannot show: that every leak is found; that is LeakCheckTests' part.

import Foundation
import Testing

@Suite("lesson leaks")
struct LeaksTests {
  private static let lesson = TemporaryBook.lesson
  private static let corpus = TemporaryBook.root + "/Tests/Fixtures/Leaks"

  private struct Report: Decodable {
    struct Leak: Decodable {
      struct Holder: Decodable {
        var type: String
        var field: String
      }
      var kind: String
      var judgement: String
      var line: Int
      var function: String
      var count: Int
      var bytes: Int
      var holders: [Holder]
      var confidence: String
      var remedy: String
    }
    var file: String
    var rounds: Int
    var leaks: [Leak]
    var clean: Bool
    var skipped: [String]
  }

  private static func leaks(_ words: [String]) throws -> CommandRun {
    try CommandRun([lesson, "leaks"] + words)
  }

  @Test("a leak is 1, on standard output, with exactly the keys that are promised")
  func json() throws {
    let file = Self.corpus + "/Kinds/closure-self.swift"
    let run = try Self.leaks([file, "--format", "json"])
    #expect(run.status == 1, "\(run.errors)")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(Set(object.keys) == ["file", "rounds", "leaks", "clean", "skipped"])
    let leak = try #require((object["leaks"] as? [[String: Any]])?.first)
    #expect(
      Set(leak.keys) == [
        "kind", "judgement", "line", "function", "count", "bytes", "holders", "confidence", "remedy",
      ])
    let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    #expect(report.file == file && report.rounds == 0 && !report.clean && report.leaks.count == 1)
    #expect(report.leaks[0].line == 11 && report.leaks[0].count == 3 && report.leaks[0].judgement == "cycle")
    #expect(report.leaks[0].holders.map { "\($0.type).\($0.field)" } == ["ViewModel.onChange"])
    // The program's own output is not in the way.
    #expect(run.errors.contains("untitled!"))
  }

  @Test("a clean program is 0, and a person reads one sentence at the end")
  func clean() throws {
    let clean = try Self.leaks([Self.corpus + "/Mended/closure-self.swift", "--opt", "O"])
    #expect(clean.status == 0)
    #expect(clean.output.hasSuffix("leaks: none in \(Self.corpus)/Mended/closure-self.swift\n"))
    let leaking = try Self.leaks([Self.corpus + "/Kinds/growth-registry.swift", "--rounds", "3"])
    let last = try #require(leaking.output.split(separator: "\n").last)
    #expect(leaking.status == 1)
    for part in ["3 Session", "growth-registry.swift:11", "global registry", "remove entries"] {
      #expect(last.contains(part), "\(last)")
    }
  }

  @Test("wrong use and a file that does not compile are 2, with the compiler's own words")
  func wrong() throws {
    for (words, part) in [
      ([], "name one Swift file"), (["no-such.swift"], "there is no file no-such.swift"),
      (["--rounds", "1", Self.corpus + "/Kinds/growth-log.swift"], "warm-up"),
      (["--", "no-such-program"], "there is no program 'no-such-program'"),
    ] as [([String], String)] {
      let run = try Self.leaks(words)
      #expect(run.status == 2 && run.errors.contains(part), "\(words): \(run.status) \(run.errors)")
    }
    let file = FileManager.default.temporaryDirectory.appending(path: "leaks-\(UUID().uuidString).swift")
    defer { try? FileManager.default.removeItem(at: file) }
    try "let x: Int = true\n".write(to: file, atomically: true, encoding: .utf8)
    let run = try Self.leaks([file.path])
    #expect(run.status == 2 && run.errors.contains(":1:14: error: cannot convert value"), "\(run.errors)")
  }

  @Test("a command keeps its output and its status; the report goes to standard error or a file")
  func command() throws {
    let ok = try Self.leaks(["--", "sh", "-c", "echo out; exit 4"])
    #expect(ok.status == 4 && ok.output == "out\n" && ok.errors.contains("leaks: none in sh"))
    let killed = try Self.leaks(["--", "sh", "-c", "kill -9 $$"])
    #expect(killed.status == 137 && killed.errors.contains("signal 9"))
  }

  @Test("the biggest owners are said when they are asked for, and what grew since another run")
  func views() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "views-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func source(_ count: Int) -> String {
      """
      final class Page { let body = [UInt8](repeating: 1, count: 10_000) }
      var cache: [Int: Page] = [:]
      for key in 0..<\(count) { cache[key] = Page() }
      """
    }
    let file = folder.path + "/app.swift"
    let census = folder.path + "/before.json"
    try source(20).write(toFile: file, atomically: true, encoding: .utf8)
    let first = try Self.leaks([file, "--save", census, "--retained"])
    #expect(first.status == 0, "\(first.errors)")
    let owner = try #require(first.output.split(separator: "\n").first { $0.contains("global cache") })
    #expect(owner.contains("KiB"), "\(first.output)")
    #expect(first.output.contains("20 × Page, made at app.swift:3"), "\(first.output)")
    try source(50).write(toFile: file, atomically: true, encoding: .utf8)
    let second = try Self.leaks([file, "--base", census])
    #expect(second.status == 0)
    #expect(
      second.output.contains(
        "      +720      +30  Page, made at app.swift:3, held by _DictionaryStorage<Int, Page>.element"),
      "\(second.output)")
    #expect(second.output.contains("_ContiguousArrayStorage<UInt8>, made at app.swift:1, held by Page.body"))
    let json = try Self.leaks([file, "--base", census, "--retained", "--format", "json"])
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(
      (object["changes"] as? [Any])?.isEmpty == false && (object["retained"] as? [Any])?.isEmpty == false)
    let wrong = try Self.leaks([file, "--base", file])
    #expect(wrong.status == 2 && wrong.errors.contains("is no census that lesson leaks --save wrote"))
  }
}
