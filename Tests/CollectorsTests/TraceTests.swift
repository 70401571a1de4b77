// What a heap records of its collections: the lines, and the share that was left to the mutators.
// What this cannot show: that the clocks are right.

import CollectorModel
import Collectors
import TestSupport
import Testing

@Suite("a heap that records")
struct TraceTests {
  @Test("has a line for each collection, in Go's form", arguments: CollectorPlan.allCases)
  func lines(_ plan: CollectorPlan) throws {
    func run<Heap: Plan>(_ heap: Heap) -> (records: [CollectionRecord], counted: CollectorStatistics)? {
      heap.record()
      let frame = heap.keep(1)
      for _ in 0..<20_000 {
        guard let object = try? heap.allocate(refs: 1, bytes: 20) else { return nil }
        frame[0] = object
      }
      heap.collect(.full)
      return (heap.collections, heap.statistics)
    }
    let found = try #require(plan.withHeap(bytes: 1 << 20, floor: 1 << 14, fault: .none) { run($0) } ?? nil)
    #expect(found.records.count == found.counted.fullCollections + found.counted.minorCollections)
    #expect(found.records.map(\.number) == Array(1...found.records.count))
    let form =
      /gc \d+ @\d+\.\d{3}s \d+%: [\d.]+\+[\d.]+\+[\d.]+ ms clock, \d+->\d+->\d+ MB, \d+ MB goal, \d+ P( \(minor\))?( \(forced\))?/
    for record in found.records {
      #expect(record.line.wholeMatch(of: form) != nil, "\(record.line)")
      #expect(record.liveBytes <= record.endBytes && record.beginBytes <= record.endBytes)
      #expect(record.beside == 0 && record.stoppedAgain == 0)
    }
    #expect(found.records.last?.isForced == true)
    // The one that is stepped collects only when asked.
    if plan != .interleaved { #expect(found.records.first?.isForced == false) }
  }

  @Test("beside its mutators has a middle part, and both stops")
  func concurrent() throws {
    let heap = try #require(MarkSweep(bytes: 64 << 20, floor: 1 << 20))
    defer { heap.close() }
    heap.record()
    heap.startMarker()
    let frame = heap.keep(1)
    for _ in 0..<50_000 {
      let object = try heap.allocate(refs: 1, bytes: 20)
      heap.store(frame[0], in: object, at: 0)
      frame[0] = object
    }
    heap.collect()
    heap.stopMarker()
    let records = heap.collections
    #expect(!records.isEmpty && records.count == heap.statistics.fullCollections)
    for record in records { #expect(record.stopped > 0 && record.beside > 0 && record.stoppedAgain > 0) }
    #expect(heap.pauses.count >= 2 * records.count)
  }

  @Test("durations have two digits that count, as in Go's lines")
  func durations() {
    func line(_ nanoseconds: UInt64) -> String {
      CollectionRecord(
        number: 1, kind: .full, isForced: false, start: 0, percent: 0, stopped: nanoseconds, beside: 0,
        stoppedAgain: 0, beginBytes: 0, endBytes: 0, liveBytes: 0, goalBytes: 0, processors: 1
      ).line
    }
    // Go 1.27 runtime/mgc.go, fmtNSAsMS.
    for (nanoseconds, text) in [
      (999, "0"), (1000, "0.001"), (51_000, "0.051"), (99_999, "0.099"), (123_456, "0.12"),
      (1_234_567, "1.2"),
      (9_999_999, "9.9"), (10_000_000, "10"), (345_678_901, "345"),
    ] as [(UInt64, String)] {
      #expect(line(nanoseconds).contains(" 0%: \(text)+0+0 ms clock"), "\(nanoseconds)")
    }
  }

  @Test("the minimum utilization is that of the worst window, wherever it is")
  func utilization() {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<300 {
      let end = UInt64.random(in: 20...200, using: &generator)
      let pauses = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
        let start = UInt64.random(in: 0..<end, using: &generator)
        return PauseInterval(start: start, end: min(end, start + .random(in: 0...20, using: &generator)))
      }
      let window = UInt64.random(in: 1...end, using: &generator)
      let isPaused = (0..<end).map { moment in pauses.contains { $0.start <= moment && moment < $0.end } }
      let worst =
        (0...Int(end - window)).map { start in
          isPaused[start..<start + Int(window)].filter { $0 }.count
        }.max() ?? 0
      let found = minimumUtilization(window: window, pauses: pauses, end: end)
      #expect(found == 1000 - worst * 1000 / Int(window))
    }
    #expect(minimumUtilization(window: 10, pauses: [PauseInterval(start: 5, end: 15)], end: 100) == 0)
    #expect(minimumUtilization(window: 1000, pauses: [PauseInterval(start: 5, end: 15)], end: 100) == 1000)
  }
}
