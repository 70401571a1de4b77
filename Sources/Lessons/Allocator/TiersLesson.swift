// TiersLesson: some blocks are allocated and given back, by one thread or by two, and every request is counted by the tier
// that served it. Two caches stand for two threads, so that the counts are the same in every run.
// Relies on: an observed Heap.

import HeapAllocator

/// `allocator/tiers`
public enum TiersLesson: Lesson {
  /// Permanent.
  public static let id = "allocator/tiers"
  /// In a few words.
  public static let title = "Which tier serves a request, counted"
  /// Where it is explained.
  public static let chapter = "07-tiers"
  /// This file.
  public static let source = "Sources/Lessons/Allocator/TiersLesson.swift"
  /// What is allocated, and who gives it back.
  public static let parameters = [
    Parameter(name: "size", kind: .number(1...1_000_000), standard: "48", help: "Bytes of a block."),
    Parameter(name: "count", kind: .number(1...100_000), standard: "1000", help: "Blocks in a round."),
    Parameter(
      name: "rounds", kind: .number(1...1000), standard: "10", help: "How often all are allocated and freed."),
    Parameter(
      name: "freed-by", kind: .choice(["self", "other"]), standard: "self",
      help: "Who frees: the thread that allocates, or another one."),
  ]

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    guard let heap = Heap(reserving: 1 << 37, isObserved: true), var producer = heap.makeCache(),
      var consumer = heap.makeCache()
    else { throw LessonError.impossible("the system refuses the address space") }
    let size = arguments.number("size")
    let byOther = arguments.word("freed-by") == "other"
    for _ in 0..<arguments.number("rounds") {
      var blocks: [UnsafeMutableRawPointer] = []
      for _ in 0..<arguments.number("count") {
        guard let block = producer.allocate(size) else { throw LessonError.impossible("there is no memory") }
        blocks.append(block)
      }
      for block in blocks {
        if byOther { consumer.free(block) } else { producer.free(block) }
      }
    }
    return report(arguments, heap)
  }

  private static func report(_ arguments: Arguments, _ heap: borrowing Heap) -> Report {
    let tiers: [(name: String, key: String, step: Step)] = [
      ("thread cache", "cache", .cache), ("its spare magazine", "spare", .spare),
      ("central list", "central", .central),
      ("a span", "span", .span), ("pages of its own", "large", .large),
    ]
    let counts = tiers.map { heap.count($0.step) }
    let requests = counts.reduce(0, +)
    let census = heap.census()
    var results: [String: JSONValue] = ["requests": .number(requests)]
    for (tier, count) in zip(tiers, counts) { results[tier.key] = .number(count) }
    results["freedBySelf"] = .number(heap.count(.freed))
    results["freedByOther"] = .number(heap.count(.freedForeign))
    results["peakInUseBytes"] = .number(census.peakInUse)
    var report = Report(lesson: id, parameters: arguments.values, results: .object(results))
    report.table = .init(
      heads: ["served by", "requests", "per mille"],
      rows: zip(tiers, counts).map { tier, count in
        [tier.name, "\(count)", "\(requests == 0 ? 0 : (count * 1000 + requests / 2) / requests)"]
      })
    report.conclusion = ["\(census.peakInUse >> 10) KiB in use at most"]
    return report
  }
}
