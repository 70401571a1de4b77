// Event traces: the file's reading, what becomes of it for Chrome and Perfetto, and a program that is traced to its end or to
// its crash. That Perfetto takes it is checked by Tests/Browser/traces.py.

import CProbe
import Foundation
import LeakCheck
import Preload
import TestSupport
import Testing
import Toolchain
import Traces

@Suite("An event trace") struct EventTraceTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().path
  private static let environment = ProcessInfo.processInfo.environment
  private static let library = Result {
    try LeakProbe.library(installed: "/nowhere", root: root, path: environment["PATH"] ?? "/usr/bin:/bin")
  }
  private static let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "traced-program").path

  private func run(_ words: [String]) throws -> (status: Int, traces: [EventTrace]) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "trace-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var environment = Self.environment
    environment["SWIFT_BACKTRACE"] = "enable=no"
    environment["LIVE_TRACE"] = folder + "/events"
    let status = try PreloadedProgram.run(
      words, with: try Self.library.get(), environment: environment, limit: 50, output: .nowhere
    ).status
    let traces = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
      try EventTrace(Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")))
    }
    return (status, traces)
  }

  @Test(
    "tasks are made and run, spans begin and end, the heap is counted; up to a crash, too",
    arguments: [[], ["crash"]])
  func program(_ words: [String]) throws {
    let (status, traces) = try run([Self.program] + words)
    #expect(status == (words.isEmpty ? 0 : 139))
    let trace = try #require(traces.first)
    let summary = TraceSummary(traces)
    #expect(summary.tasksMade == 22 && summary.spans == 42 && summary.dropped == 0)
    #expect(summary.runs >= 21 && summary.allocatedBytes > 20 * 50_000 * 8 && summary.longestWait > 0)
    // Every task was made before it ran, but for the one that a sleep is made of; and ran as often as it stopped.
    var unmade: Set<Int> = []
    var made: Set<Int> = []
    var running: [Int: Int] = [:]
    for event in trace.events {
      switch event.kind {
      case .taskMade(let task, by: _): made.insert(task)
      case .runBegan(let task):
        if task != 0, !made.contains(task) { unmade.insert(task) }
        running[event.thread, default: 0] += 1
      case .runEnded: running[event.thread, default: 0] -= 1
      default: break
      }
    }
    #expect(unmade.count <= 1)
    #expect(running.values.allSatisfy { (0...1).contains($0) })
    #expect(trace.events.contains { $0.kind == .mark("begin") })
    #expect(
      trace.events.count { if case .counter("parts \"done\"", _) = $0.kind { true } else { false } } == 20)
  }

  @Test("the JSON is whole, its ends have beginnings, and its arrows begin and end once")
  func chrome() throws {
    let trace = try #require(try run([Self.program]).traces.first)
    let text = ChromeTrace([(trace, "a \"program\"\n")]).text
    let events = try Self.events(text)
    var depth: [Int: Int] = [:]
    for event in events {
      let thread = event["tid"] as? Int ?? 0
      if event["ph"] as? String == "B" { depth[thread, default: 0] += 1 }
      if event["ph"] as? String == "E" {
        depth[thread, default: 0] -= 1
        #expect(depth[thread]! >= 0)
      }
    }
    #expect(depth.values.allSatisfy { $0 == 0 })
    let starts = events.filter { $0["ph"] as? String == "s" }.compactMap { $0["id"] as? Int }
    let ends = events.filter { $0["ph"] as? String == "f" }.compactMap { $0["id"] as? Int }
    #expect(starts.count == 22 && Set(starts) == Set(ends) && ends.count == 22)
  }

  private static func events(_ text: String) throws -> [[String: Any]] {
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    return try #require(object?["traceEvents"] as? [[String: Any]])
  }

  @Test("any order of beginnings and ends becomes a JSON that nests")
  func nesting() throws {
    try checkProperty(runs: 300) { generator in
      (0..<30).map { time in
        let kinds: [EventTrace.Kind] = [
          .runBegan(1), .runEnded(1), .spanBegan("a"), .spanEnded,
          .taskMade(Int.random(in: 1...5, using: &generator), by: 0),
        ]
        return EventTrace.Event(
          time: time * 100, thread: Int.random(in: 1...2, using: &generator),
          kind: kinds.randomElement(using: &generator)!)
      }
    } holds: { events in
      var trace = EventTrace(process: 1)
      trace.events = events
      var depth: [Int: Int] = [:]
      for event in try Self.events(ChromeTrace([(trace, "p")]).text) {
        let thread = event["tid"] as? Int ?? 0
        switch event["ph"] as? String {
        case "B": depth[thread, default: 0] += 1
        case "E":
          depth[thread, default: 0] -= 1
          if depth[thread]! < 0 { return false }
        default: break
        }
      }
      return depth.values.allSatisfy { $0 == 0 }
    }
  }

  @Test("a program without tasks, and its children, are traced each")
  func others() throws {
    let (status, traces) = try run(["sh", "-c", "ls / > /dev/null; ls /usr > /dev/null; exit 3"])
    #expect(status == 3 && traces.count >= 2)
    #expect(
      traces.allSatisfy { trace in trace.events.contains { if case .heap = $0.kind { true } else { false } } }
    )
  }

  @Test("a file that is cut off, foreign or damaged is read as far as it goes, or refused")
  func damaged() throws {
    #expect(throws: EventTrace.Unreadable.self) { try EventTrace(Data()) }
    #expect(throws: EventTrace.Unreadable.self) { try EventTrace(Data(repeating: 7, count: 4 << 20)) }
    var header = trace_header()
    withUnsafeMutableBytes(of: &header.magic) { $0.copyBytes(from: "LIVETRAC".utf8) }
    header.version = UInt32(traceVersion)
    header.records = UInt64.max
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<50 {
      var file = withUnsafeBytes(of: &header) { Data($0) }
      file.count = Int(traceHeaderBytes) + Int(traceNameBytes)
      for _ in 0..<Int.random(in: 0...2000, using: &generator) {
        file.append(UInt8.random(in: 0...12, using: &generator))
      }
      let trace = try EventTrace(file)
      #expect(trace.events.count <= 2000 / 32 && trace.dropped > 0)
      _ = ChromeTrace([(trace, "p")]).text
    }
  }
}
