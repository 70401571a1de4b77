// PagesLesson: a heap of pages grows, is cut, and is joined again, while blocks of whole pages come and go. After each step
// it says what was reserved, what was ever used, what is in use, and what of the rest still holds memory.
// Relies on: a Heap's census and map, which are exact; blocks above 32 KiB, which are spans of their own.

import HeapAllocator

/// `allocator/pages`
public enum PagesLesson: Lesson {
  /// Permanent.
  public static let id = "allocator/pages"
  /// In a few words.
  public static let title = "How a heap of pages grows, is cut and joined"
  /// Where it is explained.
  public static let chapter = "05-pages"
  /// This file.
  public static let source = "Sources/Lessons/Allocator/PagesLesson.swift"
  /// The blocks, and the order in which they come back.
  public static let parameters = [
    Parameter(
      name: "size", kind: .bytes(65_536...16_777_216), standard: "256K",
      help: "Bytes of each of three blocks."),
    Parameter(
      name: "order", kind: .choice(["123", "132", "213", "231", "312", "321"]), standard: "132",
      help: "In which order the blocks are freed."),
  ]

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    guard let heap = Heap(reserving: 1 << 34), var cache = heap.makeCache() else {
      throw LessonError.impossible("the system refuses the address space")
    }
    var steps = [Step("reserved", heap)]
    var moments = [HeapMoment("reserved", heap)]
    func see(_ name: String) {
      steps.append(Step(name, heap))
      moments.append(HeapMoment(name, heap))
    }
    var blocks: [UnsafeMutableRawPointer] = []
    for number in 1...3 {
      guard let block = cache.allocate(arguments.bytes("size")) else {
        throw LessonError.impossible("there is no memory")
      }
      blocks.append(block)
      see("block \(number)")
    }
    for number in arguments.word("order").compactMap(\.wholeNumberValue) {
      cache.free(blocks[number - 1])
      see("\(number) freed")
    }
    heap.releaseIdle()
    see("given back")
    var report = report(arguments, steps)
    report.figure = SpanMapReport.value(moments)
    return report
  }

  /// A heap after a step.
  private struct Step {
    var name: String
    var census: Census
    /// One letter for each span, first page first.
    var spans: String

    init(_ name: String, _ heap: borrowing Heap) {
      self.name = name
      census = heap.census()
      spans = String(
        heap.map().map { span in
          switch span.use {
          case .free: "."
          case .large: "L"
          case .objects: "o"
          case .magazines: "m"
          }
        })
    }
  }

  private static func report(_ arguments: Arguments, _ steps: [Step]) -> Report {
    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .object([
        "reservedBytes": .number(steps[0].census.reserved),
        "steps": .array(
          steps.map { step in
            .object([
              "name": .string(step.name), "heapBytes": .number(step.census.heap),
              "inUseBytes": .number(step.census.inUse), "idleBytes": .number(step.census.idle),
              "untouchedBytes": .number(step.census.untouched), "spans": .string(step.spans),
              "splits": .number(step.census.splits), "merges": .number(step.census.merges),
            ])
          }),
      ]))
    report.introduction = ["\(steps[0].census.reserved >> 30) GiB reserved; the rest in KiB"]
    report.table = .init(
      heads: ["step", "heap", "in use", "idle", "no memory", "splits", "joins", "spans"],
      rows: steps.map { step in
        let census = step.census
        let sizes = [census.heap, census.inUse, census.idle, census.untouched].map { "\($0 >> 10)" }
        return [step.name] + sizes + ["\(census.splits)", "\(census.merges)", step.spans]
      })
    return report
  }
}
