// LargeLesson: many small blocks are allocated, some survive, and the heap is asked how much it holds for how many live
// bytes: the ratio that is often taken for a sign of a leak.
// Relies on: a Heap's census, which is exact; a flushed cache, so that every free block is at home in its span.

import HeapAllocator

/// `allocator/large`
public enum LargeLesson: Lesson {
  /// Permanent.
  public static let id = "allocator/large"
  /// In a few words.
  public static let title = "What a heap holds when some blocks survive"
  /// Where it is explained.
  public static let chapter = "08-large"
  /// This file.
  public static let source = "Sources/Lessons/Allocator/LargeLesson.swift"
  /// The blocks, and who of them survives.
  public static let parameters = [
    Parameter(name: "size", kind: .number(1...1_000_000), standard: "64", help: "Bytes of a block."),
    Parameter(name: "count", kind: .number(64...200_000), standard: "80000", help: "Blocks."),
    Parameter(name: "one-of", kind: .number(1...1000), standard: "8", help: "One block of so many survives."),
    Parameter(
      name: "survivors", kind: .choice(["scattered", "together"]), standard: "scattered",
      help: "Whether the survivors are each so many-th block, or the first ones."),
  ]

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    guard let heap = Heap(reserving: 1 << 38), var cache = heap.makeCache() else {
      throw LessonError.impossible("the system refuses the address space")
    }
    let count = arguments.number("count")
    let share = arguments.number("one-of")
    let isScattered = arguments.word("survivors") == "scattered"
    var blocks: [UnsafeMutableRawPointer] = []
    for _ in 0..<count {
      guard let block = cache.allocate(arguments.number("size")) else {
        throw LessonError.impossible("there is no memory")
      }
      blocks.append(block)
    }
    var steps: [(name: String, census: Census)] = []
    var moments: [HeapMoment] = []
    func see(_ name: String) {
      steps.append((name, heap.census()))
      moments.append(HeapMoment(name, heap))
    }
    see("all live")
    func survives(_ index: Int) -> Bool { isScattered ? index % share == 0 : index < count / share }
    for index in 0..<count where !survives(index) { cache.free(blocks[index]) }
    cache.flush()
    see("1 of \(share) live")
    heap.releaseIdle()
    see("idle pages given back")
    for index in 0..<count where survives(index) { cache.free(blocks[index]) }
    cache.flush()
    see("none live")
    heap.releaseIdle()
    see("idle pages given back")
    var report = report(arguments, steps)
    // A story of more spans than a picture has room for is told by its numbers alone.
    if moments.allSatisfy({ $0.spans.count <= 128 }) { report.figure = SpanMapReport.value(moments) }
    return report
  }

  private static func report(_ arguments: Arguments, _ steps: [(name: String, census: Census)]) -> Report {
    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .array(
        steps.map { name, census in
          .object([
            "name": .string(name), "blockBytes": .number(census.blockBytes),
            "inUseBytes": .number(census.inUse),
            "idleBytes": .number(census.idle), "holdsBytes": .number(holds(census)),
          ])
        }))
    report.table = .init(
      heads: ["KiB", "live", "in use", "idle", "holds", "in use/live"],
      rows: steps.map { name, census in
        [name] + [census.blockBytes, census.inUse, census.idle, holds(census)].map { "\($0 >> 10)" } + [
          ratio(census)
        ]
      })
    return report
  }

  /// What the heap's pages keep from the system: magazines, spans in use, and free pages that were not given back.
  private static func holds(_ census: Census) -> Int { census.heap - census.untouched }

  /// With two digits.
  private static func ratio(_ census: Census) -> String {
    if census.blockBytes == 0 { return "-" }
    let hundredths = (census.inUse * 100 + census.blockBytes / 2) / census.blockBytes
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}
