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

  /// The tiers in the order in which a request meets them, and the lock that being served there takes.
  private static let tiers: [(name: String, key: String, lock: String, step: Step)] = [
    ("thread cache", "cache", "no lock", .cache), ("its spare magazine", "spare", "no lock", .spare),
    ("central list", "central", "one lock for this size", .central),
    ("a span", "span", "one lock for this size", .span),
    ("pages of its own", "large", "one lock for all", .large),
  ]

  /// What a run of rounds came to.
  private struct Outcome {
    /// By tier.
    var counts: [Int]
    var freedBySelf: Int, freedByOther: Int
    var peakInUse: Int
  }

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let freedBySelf = try outcome(arguments, byOther: false)
    let freedByOther = try outcome(arguments, byOther: true)
    var report = report(arguments, arguments.word("freed-by") == "other" ? freedByOther : freedBySelf)
    report.figure = ServedReport.value(
      [("one thread", freedBySelf), ("two threads: one allocates, the other frees", freedByOther)].map {
        name, outcome in
        (
          name: name,
          tiers: zip(tiers, outcome.counts).map { (name: $0.name, lock: $0.lock, served: $1) }
        )
      })
    return report
  }

  private static func outcome(_ arguments: Arguments, byOther: Bool) throws -> Outcome {
    guard let heap = Heap(reserving: 1 << 37, isObserved: true), var producer = heap.makeCache(),
      var consumer = heap.makeCache()
    else { throw LessonError.impossible("the system refuses the address space") }
    let size = arguments.number("size")
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
    return Outcome(
      counts: tiers.map { heap.count($0.step) }, freedBySelf: heap.count(.freed),
      freedByOther: heap.count(.freedForeign), peakInUse: heap.census().peakInUse)
  }

  private static func report(_ arguments: Arguments, _ outcome: Outcome) -> Report {
    let counts = outcome.counts
    let requests = counts.reduce(0, +)
    var results: [String: JSONValue] = ["requests": .number(requests)]
    for (tier, count) in zip(tiers, counts) { results[tier.key] = .number(count) }
    results["freedBySelf"] = .number(outcome.freedBySelf)
    results["freedByOther"] = .number(outcome.freedByOther)
    results["peakInUseBytes"] = .number(outcome.peakInUse)
    var report = Report(lesson: id, parameters: arguments.values, results: .object(results))
    report.table = .init(
      heads: ["served by", "requests", "per mille"],
      rows: zip(tiers, counts).map { tier, count in
        [tier.name, "\(count)", "\(requests == 0 ? 0 : (count * 1000 + requests / 2) / requests)"]
      })
    report.conclusion = ["\(outcome.peakInUse >> 10) KiB in use at most"]
    return report
  }
}
