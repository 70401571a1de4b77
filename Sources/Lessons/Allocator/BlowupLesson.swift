// BlowupLesson: rounds of blocks that are allocated and freed, and what the heap has in use after each: when one thread does
// both, when another thread frees, and when that other thread keeps what it frees, as an allocator of threads that share
// nothing would. Two caches stand for two threads, so that the figures are the same in every run.
// Source: "blowup" and pure private heaps: Berger et al., Hoard (ASPLOS 2000). Relies on: a Heap's census, which is exact.

import HeapAllocator

/// `allocator/blowup`
public enum BlowupLesson: Lesson {
  /// Permanent.
  public static let id = "allocator/blowup"
  /// In a few words.
  public static let title = "What a heap holds when another thread frees, and when it keeps what it frees"
  /// Where it is explained.
  public static let chapter = "07-tiers"
  /// This file.
  public static let source = "Sources/Lessons/Allocator/BlowupLesson.swift"
  /// The blocks.
  public static let parameters = [
    Parameter(name: "size", kind: .number(1...32_768), standard: "48", help: "Bytes of a block."),
    Parameter(name: "count", kind: .number(1...10_000), standard: "1000", help: "Blocks in a round."),
    Parameter(
      name: "rounds", kind: .number(2...100), standard: "10", help: "How often all are allocated and freed."),
  ]

  /// Who frees, and where what was freed goes.
  private enum Way: CaseIterable {
    case own, handedBack, kept

    var key: String {
      switch self {
      case .own: "oneThread"
      case .handedBack: "handedBack"
      case .kept: "kept"
      }
    }

    var words: String {
      switch self {
      case .own: "one thread allocates and frees"
      case .handedBack: "another thread frees, and hands back"
      case .kept: "another thread frees, and keeps"
      }
    }
  }

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let runs = try Way.allCases.map { way in (way: way, bytes: try inUse(way, arguments)) }
    let rounds = arguments.number("rounds")
    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .object(
        Dictionary(uniqueKeysWithValues: runs.map { ($0.way.key, .array($0.bytes.map { .number($0) })) })))
    report.introduction = ["KiB in use after each round"]
    report.table = .init(
      heads: ["round", "one thread", "another frees", "and keeps"],
      rows: (0..<rounds).map { round in ["\(round + 1)"] + runs.map { "\($0.bytes[round] >> 10)" } })
    report.figure = CurvesReport.value(
      across: "rounds", up: "KiB in use",
      runs.map { run in
        let last = run.bytes[rounds - 1] >> 10
        return (
          name: "\(run.way.words): \(run.bytes[0] >> 10) KiB after the first round, \(last) after the last",
          points: run.bytes.enumerated().map { (x: $0.offset + 1, y: $0.element >> 10) }
        )
      })
    return report
  }

  /// The bytes of spans, large blocks and magazines after each round.
  private static func inUse(_ way: Way, _ arguments: Arguments) throws -> [Int] {
    guard let heap = Heap(reserving: 1 << 37), var producer = heap.makeCache(),
      var consumer = heap.makeCache()
    else { throw LessonError.impossible("the system refuses the address space") }
    // Of the consumer alone: only it could hand them out again, and it is never asked.
    var kept: [UnsafeMutableRawPointer] = []
    var bytes: [Int] = []
    for _ in 0..<arguments.number("rounds") {
      var blocks: [UnsafeMutableRawPointer] = []
      for _ in 0..<arguments.number("count") {
        guard let block = producer.allocate(arguments.number("size")) else {
          throw LessonError.impossible("there is no memory")
        }
        blocks.append(block)
      }
      for block in blocks {
        switch way {
        case .own: producer.free(block)
        case .handedBack: consumer.free(block)
        case .kept: kept.append(block)
        }
      }
      bytes.append(heap.census().inUse)
    }
    return bytes
  }
}
