// The service of the chapter on traces, traced: what each cause leaves in its spans, however busy the machine is. How long
// something took is the machine's matter; how much of it ran is not.
// Relies on: `lesson`, built beside the tests.

import Foundation
import LeakCheck
import Preload
import Testing
import Toolchain
import Traces

@Suite("The traced service", .serialized) struct ServiceTraceTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  private static let environment = ProcessInfo.processInfo.environment
  private static let lesson = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "lesson").path

  private func spans(_ cause: String) throws -> [String: [SpanReport.Span]] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "service-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var environment = Self.environment
    environment["LIVE_TRACE"] = folder + "/events"
    let library = try LeakProbe.library(
      installed: "/nowhere", root: Self.root, path: environment["PATH"] ?? "/usr/bin:/bin")
    let status = try PreloadedProgram.run(
      [Self.lesson, "run", "profile/service", "--cause", cause], with: library, environment: environment,
      limit: 120, output: .nowhere
    ).status
    try #require(status == 0)
    let traces = try FileManager.default.contentsOfDirectory(atPath: folder).map {
      try EventTrace(Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")))
    }
    return Dictionary(grouping: traces.flatMap(SpanReport.spans), by: \.name)
  }

  @Test("a lock's waits take and do not run")
  func lock() throws {
    let spans = try spans("lock")
    #expect(spans["request"]?.count == 1000)
    let waits = try #require(spans["wait for the lock"])
    #expect(waits.count >= 3 && waits.contains { $0.duration > 5_000_000 })
    #expect(waits.reduce(0) { $0 + $1.ran } * 5 < waits.reduce(0) { $0 + $1.duration })
    #expect(spans["collector: mark"]?.contains { $0.ran > 1_000_000 } != true)
  }

  @Test("a collection runs, in the request that needed the memory")
  func collector() throws {
    let spans = try spans("collector")
    let marks = try #require(spans["collector: mark"])
    // Three hundred thousand objects are marked each time.
    #expect(marks.count >= 8 && marks.allSatisfy { $0.ran > 1_000_000 })
    #expect(spans["collector: compact"]?.count == marks.count && spans["wait for the lock"] == nil)
    let remembered = try #require(spans["remember"])
    #expect(remembered.filter { !$0.parts.isEmpty }.count == marks.count)
    #expect(
      remembered.allSatisfy {
        $0.parts.isEmpty || $0.parts.map(\.name) == ["collector: mark", "collector: compact"]
      })
  }

  @Test("whoever has no turn leaves no span, and the time that is missing")
  func kernel() throws {
    let spans = try spans("kernel")
    #expect(spans["wait for the lock"] == nil)
    let requests = try #require(spans["request"])
    // Four threads for each processor want it, too: of all time, a fifth or so is left.
    #expect(requests.reduce(0) { $0 + $1.ran } * 2 < requests.reduce(0) { $0 + $1.duration })
  }
}
