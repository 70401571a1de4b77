// ServiceLesson: one worker that answers requests, and one thing that goes wrong beside it now and then. It says its spans, so
// that `lesson trace` shows where a slow request's time went; from outside, the three causes look alike.
// Relies on: Probe's TraceLog; Collectors for the pauses, whose phases become spans; threads that keep the processors busy.

import Collectors
import Foundation
import Probe
import Synchronization

/// `profile/service`
public enum ServiceLesson: Lesson {
  /// Permanent.
  public static let id = "profile/service"
  /// In a few words.
  public static let title = "A service that is slow now and then, to be traced"
  /// Where it is explained.
  public static let chapter = "19-trace"
  /// This file.
  public static let source = "Sources/Lessons/Profile/ServiceLesson.swift"
  /// Latencies.
  public static let measuresTime = true
  /// Which, and how much.
  public static let parameters = [
    Parameter(
      name: "cause", kind: .choice(["all"] + SlowCause.allCases.map(\.rawValue)), standard: "all",
      help: "What goes wrong now and then."),
    Parameter(
      name: "requests", kind: .number(100...100_000), standard: "1000", help: "Requests of each run."),
  ]

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let chosen = arguments.word("cause")
    let causes = chosen == "all" ? SlowCause.allCases : SlowCause.allCases.filter { $0.rawValue == chosen }
    let runs = try causes.map { cause in
      guard let service = SlowService(cause) else {
        throw LessonError.impossible("the system refuses the address space")
      }
      defer { service.close() }
      return (cause, service.run(requests: arguments.number("requests")).sorted())
    }
    func percentile(_ part: Int, _ sorted: [Int]) -> Int { sorted[(sorted.count - 1) * part / 100] }
    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .array(
        runs.map { cause, times in
          .object([
            "cause": .string(cause.rawValue), "requests": .number(times.count),
            "halfUs": .number(percentile(50, times)), "p99Us": .number(percentile(99, times)),
            "slowestUs": .number(percentile(100, times)),
          ])
        }))
    report.table = .init(
      heads: ["cause", "requests", "half, us", "99 %, us", "slowest, us"],
      rows: runs.map { cause, times in
        [cause.name, "\(times.count)"] + [50, 99, 100].map { "\(percentile($0, times))" }
      })
    return report
  }
}

/// The service.
private final class SlowService: Sendable {
  private let cause: SlowCause
  private let lock = NSLock()
  private let isOver = Atomic<Bool>(false)
  private let answered = Atomic<Int>(0)
  private let heap: CollectedTable

  init?(_ cause: SlowCause) {
    // Much lives, so that marking takes long; or little.
    guard let heap = CollectedTable(entries: cause == .collector ? 300_000 : 1000) else { return nil }
    self.cause = cause
    self.heap = heap
  }

  func close() { heap.close() }

  /// The time of each request, in microseconds.
  func run(requests: Int) -> [Int] {
    let others = beside()
    defer { for other in others { other.join() } }
    defer { isOver.store(true, ordering: .relaxed) }
    return (0..<requests).map { request in
      let start = Instruments.now()
      serve(request)
      return (Instruments.now() - start) / 1000
    }
  }

  // snippet.serve
  private func serve(_ request: Int) {
    TraceLog.span("request") {
      TraceLog.span("parse") { parse(request) }
      TraceLog.span("remember") { heap.remember(request) }
      count()
    }
  }

  private func count() {
    if !lock.try() { TraceLog.span("wait for the lock") { lock.lock() } }
    answered.add(1, ordering: .relaxed)
    lock.unlock()
  }
  // snippet.end

  @inline(never)
  private func parse(_ request: Int) {
    var hash = UInt64(truncatingIfNeeded: request)
    for _ in 0..<100_000 { hash = (hash ^ 0x9E37) &* 0x100_0000_01B3 }
    sink.store(Int(truncatingIfNeeded: hash), ordering: .relaxed)
  }

  /// What goes wrong, in threads of its own.
  private func beside() -> [Joinable] {
    switch cause {
    case .none, .collector: return []
    case .lock:
      // Writes to a slow disk now and then, with the lock held.
      return [
        Joinable { [self] in
          while !isOver.load(ordering: .relaxed) {
            lock.withLock { _ = usleep(10_000) }
            usleep(5000)
          }
        }
      ]
    case .kernel:
      // Other people's work: four threads for each processor.
      return (0..<4 * ProcessInfo.processInfo.activeProcessorCount).map { _ in
        Joinable { [self] in while !isOver.load(ordering: .relaxed) { parse(1) } }
      }
    }
  }
}

/// A table of small objects in a collected heap whose phases are spans of the trace.
private final class CollectedTable: @unchecked Sendable {
  private let entries: Int
  private let heap: MarkCompact
  private let table: Frame

  /// Nil when the system refuses the memory.
  init?(entries: Int) {
    guard let heap = MarkCompact(bytes: 128 << 20, floor: 8 << 20) else { return nil }
    heap.setPercent(40)
    self.entries = entries
    self.heap = heap
    table = heap.keep(1)
    guard let made = try? heap.allocate(refs: entries, bytes: 0) else { return nil }
    table[0] = made
    for entry in 0..<entries { fill(entry) }
    let phases = Phases()
    heap.observePhases { phases.enter($0) }
  }

  func close() { heap.close() }

  func remember(_ request: Int) {
    for number in 0..<2000 { fill((request &* 31 + number &* 997) % entries) }
  }

  private func fill(_ entry: Int) {
    guard let object = try? heap.allocate(refs: 0, bytes: 32) else { return }
    heap.store(object, in: table[0], at: entry)
  }
}

/// Phases as spans: one ends where the next begins.
private final class Phases: Sendable {
  private let isOpen = Atomic<Bool>(false)

  func enter(_ phase: CollectorPhase) {
    if isOpen.exchange(false, ordering: .relaxed) { TraceLog.end() }
    switch phase {
    case .idle, .sweep: return
    case .roots: TraceLog.begin("collector: roots")
    case .mark: TraceLog.begin("collector: mark")
    case .copy: TraceLog.begin("collector: copy")
    case .terminate: TraceLog.begin("collector: terminate")
    case .compact: TraceLog.begin("collector: compact")
    }
    isOpen.store(true, ordering: .relaxed)
  }
}
