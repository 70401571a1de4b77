// MarkSweepLesson: a heap with so many live objects and so much garbage is collected once, and what was read is counted:
// bytes of objects by marking, blocks by sweeping. Counts, so that they are the same in every run.
// Relies on: Collectors.

import Collectors

/// `gc/mark-sweep`
public enum MarkSweepLesson: Lesson {
  /// Permanent.
  public static let id = "gc/mark-sweep"
  /// In a few words.
  public static let title = "What a collection reads: the living, not the dead"
  /// Where it is explained.
  public static let chapter = "09-mark-sweep"
  /// This file.
  public static let source = "Sources/Lessons/Collector/MarkSweepLesson.swift"
  /// What the heap holds.
  public static let parameters = [
    Parameter(
      name: "live", kind: .number(0...10_000_000), standard: "10000",
      help: "Objects of 24 bytes that stay reachable."),
    Parameter(
      name: "garbage", kind: .number(0...10_000_000), standard: "10000",
      help: "Objects of 24 bytes that do not."),
    Parameter(
      name: "cycles", kind: .choice(["no", "yes"]), standard: "no",
      help: "Whether the garbage refers to itself in a ring."),
  ]

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let (live, garbage) = (arguments.number("live"), arguments.number("garbage"))
    guard let heap = MarkSweep(bytes: 1 << 30, floor: 1 << 30) else {
      throw LessonError.impossible("the system refuses the address space")
    }
    defer { heap.close() }
    let frame = heap.keep(2)
    var first = Ref.null
    // Alternating, so that the dead lie between the living.
    for index in 0..<max(live, garbage) {
      if index < live { frame[0] = try link(heap, to: frame[0]) }
      if index < garbage {
        frame[1] = try link(heap, to: frame[1])
        if index == 0 { first = frame[1] }
      }
    }
    if arguments.word("cycles") == "yes", garbage > 0 { heap.store(frame[1], in: first, at: 0) }
    frame[1] = .null
    let before = heap.blocksInUse
    heap.collect()
    let traced = heap.statistics.tracedBytes
    let swept = heap.sweepAll()
    return report(arguments, traced, before, swept.freed, swept.cells)
  }

  private static func link(_ heap: MarkSweep, to next: Ref) throws -> Ref {
    let object: Ref
    do { object = try heap.allocate(refs: 1, bytes: 12) } catch {
      throw LessonError.impossible("\(error)")
    }
    heap.store(next, in: object, at: 0)
    return object
  }

  private static func report(
    _ arguments: Arguments, _ traced: Int, _ blocks: Int, _ freed: Int, _ cells: Int
  ) -> Report {
    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .object([
        "markedBytes": .number(traced), "blocks": .number(blocks), "freedBlocks": .number(freed),
        "liveCells": .number(cells),
      ]))
    report.table = .init(
      heads: ["what", "count"],
      rows: [
        ["bytes of objects that marking read", "\(traced)"],
        ["blocks of 16 KiB that sweeping looked at", "\(blocks)"],
        ["of them free afterwards", "\(freed)"], ["objects that are left", "\(cells)"],
      ])
    return report
  }
}
