// BarrierLesson: the smallest program that hides an object from a marker, one step at a time: with the deletion barrier it is
// remembered, without it is lost. What is printed are the collector's own events.
// Relies on: MarkSweep's steps, its events, and the fault that switches its barrier off.

import Collectors

/// `gc/barrier`
public enum BarrierLesson: Lesson {
  /// Permanent.
  public static let id = "gc/barrier"
  /// In a few words.
  public static let title = "Hiding an object from the marker, with and without a barrier"
  /// Where it is explained.
  public static let chapter = "12-tricolor"
  /// This file.
  public static let source = "Sources/Lessons/Collector/BarrierLesson.swift"
  /// The barrier.
  public static let parameters = [
    Parameter(
      name: "barrier", kind: .choice(["on", "off"]), standard: "on",
      help: "Whether a store during marking remembers what it overwrites.")
  ]

  private static let names = ["A", "B", "C"]

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    guard let heap = MarkSweep(bytes: 1 << 20, floor: 1 << 20, roots: 16, events: 256) else {
      throw LessonError.impossible("the system refuses the address space")
    }
    defer { heap.close() }
    if arguments.word("barrier") == "off" { heap.suffer(.noDeletionBarrier) }
    var play = Play(heap: heap, frame: heap.keep(2))
    do { try play.run() } catch { throw LessonError.impossible("\(error)") }

    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .object([
        "barrierHits": .number(heap.statistics.barrierHits),
        "isLost": .number(play.verdict == nil ? 0 : 1),
        "steps": .array(play.rows.map { .array($0.map(JSONValue.string)) }),
      ]))
    report.introduction = ["roots: A and B; A refers to C. Who does what, and the colors of A, B and C:"]
    report.table = .init(heads: ["who", "does", "A", "B", "C"], rows: play.rows)
    report.conclusion = [play.verdict ?? "C is reachable through B, and it was kept"]
    return report
  }

  /// The heap, and what was seen of it.
  private struct Play {
    let heap: MarkSweep
    let frame: Frame
    var rows: [[String]] = []
    var objects: [Ref] = []
    var verdict: String?
    private var isGrey: Set<UInt32> = []
    private var isBlack: Set<UInt32> = []
    private var seen = 0

    init(heap: MarkSweep, frame: Frame) {
      self.heap = heap
      self.frame = frame
    }

    mutating func run() throws {
      for _ in BarrierLesson.names { objects.append(try heap.allocate(refs: 1, bytes: 4)) }
      frame[0] = objects[0]
      frame[1] = objects[1]
      heap.store(objects[2], in: objects[0], at: 0)
      seen = heap.events().count
      heap.step()
      note("marker", "begins: what the roots refer to is grey")
      // The marker takes the root that was found last.
      heap.step()
      note("marker", "scans one object")
      heap.store(heap.load(frame[0], 0), in: frame[1], at: 0)
      note("mutator", "B.0 = A.0")
      heap.store(.null, in: frame[0], at: 0)
      note("mutator", "A.0 = null")
      while heap.isMarking {
        // Before the cycle ends, what is wrong can still be seen in the colors.
        verdict = verdict ?? heap.verify()
        heap.step()
        note("marker", heap.isMarking ? "goes on" : "ends: what is white is free")
      }
      if let lost = verdict { verdict = "C is reachable through B, and it was lost: \(named(lost))" }
    }

    private mutating func note(_ who: String, _ what: String) {
      let (records, count) = heap.events(since: seen)
      seen = count
      var remembered = ""
      for record in records {
        switch record.event {
        case .shade: isGrey.insert(record.first)
        case .scan:
          isGrey.remove(record.first)
          isBlack.insert(record.first)
        case .barrier:
          isGrey.insert(record.first)
          remembered = ": the barrier remembers \(name(record.first))"
        default: break
        }
      }
      rows.append([who, what + remembered] + objects.map { color($0.word) })
    }

    private func color(_ word: UInt32) -> String {
      isBlack.contains(word) ? "black" : isGrey.contains(word) ? "grey" : "white"
    }

    private func name(_ word: UInt32) -> String {
      objects.firstIndex { $0.word == word }.map { BarrierLesson.names[$0] } ?? "\(word)"
    }

    private func named(_ text: String) -> String {
      text.split(separator: " ", omittingEmptySubsequences: false).map { word in
        UInt32(word).map(name) ?? String(word)
      }.joined(separator: " ")
    }
  }
}
