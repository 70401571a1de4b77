// ProbeServer in a program that imports it (Tests/Support/probed-service), and `lesson probe` in front of one that does not:
// every path answers, and what it says is true of the program.

import Foundation
import Pprof
import Testing
import Toolchain

@Suite("The probe's server, in a program", .serialized) struct ProbeServerTests {
  private static let built = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent()

  /// A program that runs while `body` asks it.
  private func running(
    _ name: String, _ words: [String], environment: [String: String] = [:], _ body: (UInt16) throws -> Void
  ) throws {
    let process = Process()
    process.executableURL = Self.built.appending(path: name)
    process.arguments = words
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    process.standardError = output
    try process.run()
    defer {
      try? input.fileHandleForWriting.close()
      process.waitUntilExit()
    }
    // A line with the port, alone or behind a colon.
    var text = ""
    while !text.contains("\n") {
      let data = output.fileHandleForReading.availableData
      if data.isEmpty { break }
      text += String(decoding: data, as: UTF8.self)
    }
    let found = Self.port(in: text)
    let port = try #require(found, "\(text)")
    try body(port)
  }

  private static func port(in text: String) -> UInt16? {
    for line in text.split(separator: "\n") {
      if let port = UInt16(line) { return port }
      if let match = line.firstMatch(of: #/127\.0\.0\.1:(\d+)/#) { return UInt16(match.1) }
    }
    return nil
  }

  private func text(_ port: UInt16, _ path: String) throws -> String {
    let answer = try Client.ask(port, path)
    #expect(answer.status == 200, "\(path): \(String(decoding: answer.body, as: UTF8.self))")
    return String(decoding: answer.body, as: UTF8.self)
  }

  private func value(_ name: String, in text: String) -> Double? {
    text.split(separator: "\n").first { $0.hasPrefix(name + " ") }.flatMap {
      Double($0.dropFirst(name.count + 1))
    }
  }

  @Test(
    "numbers, heap and tasks of a program that imports it; its pool may be blocked",
    arguments: ["", "blocked"])
  func own(_ word: String) throws {
    try running("probed-service", [word]) { port in
      let metrics = try text(port, "/metrics")
      #expect(try #require(value("swift_heap_live_bytes", in: metrics)) > 1_000_000)
      #expect(try #require(value("process_threads", in: metrics)) >= 2)
      let suspended = try #require(value("swift_tasks{state=\"suspended\"}", in: metrics))
      #expect(suspended >= 10)
      if word == "blocked" {
        #expect(try #require(value("swift_tasks{state=\"running\"}", in: metrics)) >= 1)
      }
      let tasks = try text(port, "/tasks")
      #expect(tasks.contains("10 wait") && tasks.contains("waitForever()"), "\(tasks)")
      #expect(try text(port, "/tasks?format=json").contains("\"count\" : 10"))
      #expect(try Client.ask(port, "/tasks?format=xml").status == 400)
      let heap = try Profile(decoding: Client.ask(port, "/debug/pprof/heap").body)
      let kept = heap.samples.filter { sample in
        heap.frames(of: sample).contains { $0.function.contains("keep()") }
      }
      #expect(
        kept.reduce(0) { $0 + $1.values[3] } >= 1_000_000 && kept.reduce(0) { $0 + $1.values[2] } >= 1000)
      #expect(heap.shownType == "inuse_space")
      let allocs = try Profile(decoding: Client.ask(port, "/debug/pprof/allocs").body)
      #expect(
        allocs.shownType == "alloc_space"
          && allocs.total(of: "alloc_space") >= allocs.total(of: "inuse_space"))
      let profile = try Profile(decoding: Client.ask(port, "/debug/pprof/task").body)
      #expect(profile.total(of: "tasks") >= 10)
      #expect(try text(port, "/").contains("/debug/pprof/heap"))
    }
  }

  @Test("started with LIVE_PROBE=0 it keeps nothing, and says so")
  func off() throws {
    try running("probed-service", [], environment: ["LIVE_PROBE": "0"]) { port in
      #expect(try Client.ask(port, "/debug/pprof/heap").status == 503)
      let metrics = try text(port, "/metrics")
      #expect(value("swift_heap_live_bytes", in: metrics) == nil && !metrics.contains("swift_tasks"))
      #expect(try #require(value("swift_heap_allocations_total", in: metrics)) > 1000)
    }
  }

  @Test("asked by many at once, while it stops and goes, each gets an answer or is told to come again")
  func many() throws {
    try running("probed-service", []) { port in
      let statuses = try (0..<40).map { turn in
        let client = try Client(port)
        let path = ["/metrics", "/tasks", "/debug/pprof/heap"][turn % 3]
        client.say(Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
        return client
      }.map { client in
        defer { client.end() }
        return Client.answer(client.hear()).status
      }
      #expect(statuses.allSatisfy { $0 == 200 || $0 == 503 } && statuses.contains(200), "\(statuses)")
      #expect(try Client.ask(port, "/metrics").status == 200)
    }
  }
}
