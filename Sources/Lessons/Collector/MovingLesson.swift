// MovingLesson: the same list, shuffled over the same heap, is collected by three plans at a share of living objects of your
// choice: what each reads, what it moves, and how many pages the living stand on afterwards. Counts, the same in every run.
// Relies on: Collectors; CollectorWorkloads for the list.

import Collectors

/// `gc/moving`
public enum MovingLesson: Lesson {
  /// Permanent.
  public static let id = "gc/moving"
  /// In a few words.
  public static let title = "What it costs to move the living, and what it gains"
  /// Where it is explained.
  public static let chapter = "10-moving"
  /// This file.
  public static let source = "Sources/Lessons/Collector/MovingLesson.swift"
  /// How much lives.
  public static let parameters = [
    Parameter(
      name: "live", kind: .number(1...100), standard: "50",
      help: "Percent of the objects that stay reachable."),
    Parameter(
      name: "objects", kind: .number(100...4_000_000), standard: "100000", help: "Objects of 32 bytes in all."
    ),
  ]

  private struct Row {
    let plan: String
    var live = 0
    var read = 0
    var moved = 0
    var pagesBefore = 0
    var pagesAfter = 0
    var turnsBefore = 0
    var turnsAfter = 0
    var reserved = 0
  }

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let objects = arguments.number("objects")
    let live = arguments.number("live")
    let bytes = objects * 32 + (4 << 20)
    let rows = [
      try measured("copying", Semispace(bytes: bytes, floor: bytes), objects, live, reserved: 2 * bytes),
      try measured("mark-compact", MarkCompact(bytes: bytes, floor: bytes), objects, live, reserved: bytes),
      try measured("mark-sweep", MarkSweep(bytes: bytes, floor: bytes), objects, live, reserved: bytes),
    ]
    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .object(
        Dictionary(
          uniqueKeysWithValues: rows.map { row in
            (
              row.plan,
              JSONValue.object([
                "liveBytes": .number(row.live), "readBytes": .number(row.read),
                "movedBytes": .number(row.moved),
                "pagesBefore": .number(row.pagesBefore), "pagesAfter": .number(row.pagesAfter),
                "turnsBefore": .number(row.turnsBefore), "turnsAfter": .number(row.turnsAfter),
                "reservedBytes": .number(row.reserved),
              ])
            )
          })))
    report.table = .init(
      heads: ["plan", "reads", "moves", "pages", "after", "page turns", "after"],
      rows: rows.map { row in
        [
          row.plan, "\(row.read)", "\(row.moved)", "\(row.pagesBefore)", "\(row.pagesAfter)",
          "\(row.turnsBefore)", "\(row.turnsAfter)",
        ]
      })
    return report
  }

  private static func measured<Heap: Plan>(
    _ plan: String, _ heap: Heap?, _ objects: Int, _ live: Int, reserved: Int
  ) throws -> Row {
    guard let heap else { throw LessonError.impossible("the system refuses the address space") }
    defer { heap.close() }
    let frame = heap.keep(2)
    var row = Row(plan: plan, reserved: reserved)
    do {
      try linkShuffled(heap, frame, objects: objects, live: live)
    } catch {
      throw LessonError.impossible("\(error)")
    }
    (row.pagesBefore, row.turnsBefore) = pages(heap, frame)
    heap.collect(.full)
    (row.pagesAfter, row.turnsAfter) = pages(heap, frame)
    row.live = heap.statistics.liveBytes
    row.read = heap.statistics.tracedBytes
    row.moved = heap.statistics.movedBytes
    return row
  }

  /// The pages of 4 KiB on which the list stands, and how often a walk along it goes from one page to another.
  private static func pages<Heap: Plan>(_ heap: Heap, _ frame: Frame) -> (Int, Int) {
    var seen: Set<UInt32> = []
    var turns = 0
    var last: UInt32?
    var next = frame[0]
    while !next.isNull {
      let page = next.word >> 9
      seen.insert(page)
      if let last, last != page { turns += 1 }
      last = page
      next = heap.load(next, 0)
    }
    return (seen.count, turns)
  }
}
