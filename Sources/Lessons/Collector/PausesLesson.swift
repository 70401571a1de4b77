// PausesLesson: one program on the plan of your choice: how often it was stopped, for how long, and what that cost. Times
// differ from run to run; the counts of a plan that stops the world do not.
// Relies on: CollectorWorkloads.

import Collectors
import Foundation

/// `gc/pauses`
public enum PausesLesson: Lesson {
  /// Permanent.
  public static let id = "gc/pauses"
  /// In a few words.
  public static let title = "How long a program stands while its heap is collected"
  /// Where it is explained.
  public static let chapter = "12-tricolor"
  /// This file.
  public static let source = "Sources/Lessons/Collector/PausesLesson.swift"
  /// Pauses are times.
  public static let measuresTime = true
  /// The plan and the work.
  public static let parameters = [
    Parameter(
      name: "plan", kind: .choice(["mark-sweep", "copying", "mark-compact", "generational", "concurrent"]),
      standard: "mark-sweep", help: "The collector."),
    Parameter(
      name: "workload", kind: .choice(["live", "queue", "cache", "churn", "trees"]), standard: "live",
      help: "What is done: 'live' makes small garbage beside a large heap, and replaces old objects."),
    Parameter(
      name: "live", kind: .bytes(1 << 16...1 << 30), standard: "64M",
      help: "Bytes that stay reachable, about; trees have a depth of their own."),
    Parameter(
      name: "operations", kind: .number(1000...1_000_000_000), standard: "4000000",
      help: "Objects made beside them."),
    Parameter(
      name: "percent", kind: .number(10...1000), standard: "100",
      help: "Garbage that may gather, as a percentage of what is live."),
    Parameter(
      name: "markers", kind: .number(1...8), standard: "1",
      help: "Threads that mark while the world stands; copying and concurrent marking have one."),
    Parameter(
      name: "trace", kind: .number(0...1000), standard: "0",
      help: "The last so many collections, a line each, as Go's GODEBUG=gctrace=1 prints them."),
  ]

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let bytes = min(
      2 << 30 - 1024, max(64 << 20, arguments.bytes("live") * 4 * (100 + arguments.number("percent")) / 200))
    switch arguments.word("plan") {
    case "copying": return try measured(Semispace(bytes: bytes), arguments)
    case "mark-compact": return try measured(MarkCompact(bytes: bytes), arguments)
    case "generational": return try measured(Generational(bytes: bytes), arguments)
    default: return try measured(MarkSweep(bytes: bytes), arguments)
    }
  }

  private static func measured<Heap: Plan>(_ heap: Heap?, _ arguments: Arguments) throws -> Report {
    guard let heap else { throw LessonError.impossible("the system refuses the address space") }
    defer { heap.close() }
    heap.setPercent(arguments.number("percent"))
    heap.record()
    let isConcurrent = arguments.word("plan") == "concurrent"
    if isConcurrent { (heap as? MarkSweep)?.startMarker() }
    if arguments.number("markers") > 1 {
      guard !isConcurrent, let heap = heap as? any ParallelPlan else {
        throw LessonError.impossible("\(arguments.word("plan")) has one marker: leave --markers out")
      }
      guard heap.markTogether(arguments.number("markers")) else {
        throw LessonError.impossible("the system refuses the address space")
      }
    }
    let workload = CollectorWorkload(rawValue: arguments.word("workload")) ?? .live
    // An entry of the tables is an object of 32 bytes and a reference to it; one of the queue has 24.
    let each = workload == .queue ? 24 : 36
    let isTrees = workload == .trees
    let size = isTrees ? 0 : workload == .churn ? 1000 : max(1, arguments.bytes("live") / each)
    let clock = ContinuousClock()
    let cpu = processorTime()
    var sum = 0
    let elapsed: Duration
    do {
      elapsed = try clock.measure {
        sum = try workload.run(on: heap, size: size, operations: arguments.number("operations"))
      }
    } catch let error as OutOfMemory {
      throw LessonError.impossible("\(error)\n  take less for --live, or less for --percent")
    }
    (heap as? MarkSweep)?.stopMarker()
    let windows = [1, 10, 100].map { window in
      ("mmu\(window)msPerMille", heap.minimumUtilization(window: UInt64(window) * 1_000_000))
    }
    let lines = heap.collections.suffix(arguments.number("trace")).map(\.line)
    return report(
      arguments, heap.statistics, nanoseconds(elapsed), processorTime() - cpu, sum, windows, lines)
  }

  private static func processorTime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  private static func nanoseconds(_ duration: Duration) -> Int {
    Int(duration.components.seconds) * 1_000_000_000 + Int(duration.components.attoseconds / 1_000_000_000)
  }

  private static func report(
    _ arguments: Arguments, _ counted: CollectorStatistics, _ elapsed: Int, _ cpu: Int, _ sum: Int,
    _ utilization: [(String, Int)], _ trace: [String]
  ) -> Report {
    let values: [(String, Int)] =
      [
        ("collections", counted.fullCollections), ("minorCollections", counted.minorCollections),
        ("pauses", counted.pauses.count), ("pauseMaxNs", Int(counted.pauses.longest)),
        ("pauseP99Ns", Int(counted.pauses.percentile(99))),
        ("pauseP50Ns", Int(counted.pauses.percentile(50))),
        ("pauseTotalNs", Int(counted.pauses.total)), ("wallPauseMaxNs", Int(counted.wallPauses.longest)),
        ("stalls", counted.stalls), ("assists", counted.assists), ("barrierHits", counted.barrierHits),
        ("mutatorNsDuringMark", Int(counted.mutatorNanosecondsDuringMark)), ("cpuNs", cpu),
        ("elapsedNs", elapsed), ("liveBytes", counted.liveBytes), ("peakBytes", counted.peakBytes),
        ("wallPauseP99Ns", Int(counted.wallPauses.percentile(99))),
        ("wallPauseP50Ns", Int(counted.wallPauses.percentile(50))), ("helpedBytes", counted.helpedBytes),
        ("tracedBytes", counted.tracedBytes), ("sum", sum),
      ] + utilization
    var results = Dictionary(uniqueKeysWithValues: values.map { ($0.0, JSONValue.number($0.1)) })
    results["plan"] = .string(arguments.word("plan"))
    results["trace"] = .array(trace.map(JSONValue.string))
    results["pausesByMicroseconds"] = .array(
      counted.pauses.byMicroseconds.map {
        .object(["below": .number($0.below), "count": .number($0.count)])
      })
    var report = Report(lesson: id, parameters: arguments.values, results: .object(results))
    let most = counted.pauses.byMicroseconds.map(\.count).max() ?? 1
    report.introduction = [
      "\(counted.fullCollections) full and \(counted.minorCollections) minor collections, "
        + "\(counted.liveBytes >> 20) MiB live, \(counted.peakBytes >> 20) MiB at most"
    ]
    report.table = .init(
      heads: ["pause, us", "count", ""],
      rows: counted.pauses.byMicroseconds.map { row in
        ["< \(row.below)", "\(row.count)", String(repeating: "#", count: (row.count * 40 + most - 1) / most)]
      })
    report.conclusion = [
      "longest \(counted.pauses.longest / 1000) us, 99 % within \(counted.pauses.percentile(99) / 1000) us; "
        + "\(counted.stalls) stalls, \(counted.assists) assists",
      "\(counted.barrierHits) references remembered by the barrier",
    ]
    report.conclusion.append(
      "at the worst, the program had "
        + zip([1, 10, 100], utilization).map { "\($1.1 / 10) % of \($0) ms" }.joined(separator: ", "))
    report.conclusion += trace
    report.figure = BarsReport.value(
      "pauses, by microseconds of processor time",
      counted.pauses.byMicroseconds.map { ("below \($0.below)", $0.count) })
    return report
  }
}
