// The collectors as their documentation says they behave: every plan under random programs beside a model, full, deep, with
// large objects and finalizers. What takes a fault to see is in CollectorFaultTests.
// Relies on: CollectorModel, whose judgments the faults test.

import CollectorModel
import Collectors
import Foundation
import Testing

@Suite("a collected heap")
struct CollectorTests {
  @Test(
    "holds what a model holds after every operation of random programs", arguments: CollectorPlan.allCases)
  func random(_ plan: CollectorPlan) {
    #expect(CollectorScenario.random.run(plan, seed: 1, programs: 400) == nil)
  }

  @Test("holds it when everything is collected before each allocation", arguments: CollectorPlan.allCases)
  func stress(_ plan: CollectorPlan) {
    #expect(CollectorScenario.stress.run(plan, seed: 100_000, programs: 150) == nil)
  }

  @Test(
    "that is full refuses with the bytes, stays whole, and holds as much again",
    arguments: CollectorPlan.allCases)
  func full(_ plan: CollectorPlan) { #expect(CollectorScenario.full.run(plan) == nil) }

  @Test("keeps objects of many blocks and what they alone refer to", arguments: CollectorPlan.allCases)
  func large(_ plan: CollectorPlan) { #expect(CollectorScenario.large.run(plan) == nil) }

  @Test("keeps what waits for its finalizer, in the order of registration", arguments: CollectorPlan.allCases)
  func resurrection(_ plan: CollectorPlan) { #expect(CollectorScenario.resurrection.run(plan) == nil) }

  @Test("collects a list of ten million objects", arguments: CollectorPlan.allCases)
  func deep(_ plan: CollectorPlan) { #expect(CollectorScenario.deep(plan, .none, length: 10_000_000) == nil) }

  @Test("keeps a wide tree whole and nothing beside it", arguments: CollectorPlan.allCases)
  func wide(_ plan: CollectorPlan) { #expect(CollectorScenario.wide.run(plan) == nil) }

  @Test("that looks at every invariant after each phase finds none broken", arguments: CollectorPlan.allCases)
  func phases(_ plan: CollectorPlan) { #expect(CollectorScenario.phases.run(plan) == nil) }

  @Test("gives all of its address space back", arguments: CollectorPlan.allCases)
  func close(_ plan: CollectorPlan) throws {
    func mappings() throws -> Int {
      try String(contentsOfFile: "/proc/self/maps", encoding: .utf8).utf8.count { $0 == 10 }
    }
    let before = try mappings()
    for index in 0..<300 {
      _ = plan.withHeap(bytes: (1 << 18) + index * 24, floor: 4096, fault: .none) { $0.verify() }
    }
    // Other tests run beside this one; a mapping kept by each heap would be more.
    #expect(try mappings() - before < 200)
  }

  @Test("refuses sizes that it cannot have")
  func impossible() {
    #expect(Semispace(bytes: 0) == nil)
    #expect(Semispace(bytes: 4 << 30) == nil)
    #expect(MarkCompact(bytes: -8) == nil)
    #expect(Generational(bytes: 1 << 20, tenure: 16) == nil)
    #expect(Generational(bytes: 1 << 20, eden: 0) == nil)
    #expect(MarkSweep(bytes: 1 << 20, blockBytes: 1000) == nil)
    #expect(MarkSweep(bytes: 1 << 20, buffer: 0) == nil)
  }

  @Test("an object larger than the heap is refused with both numbers, and nothing is collected for it")
  func tooLarge() throws {
    let heap = try #require(MarkCompact(bytes: 1 << 16))
    defer { heap.close() }
    let error = #expect(throws: OutOfMemory.self) { try heap.allocate(refs: 0, bytes: 1 << 20) }
    #expect(error?.description == "no room for 1048584 bytes in a heap of at most 65536")
    #expect(heap.statistics.fullCollections == 0)
  }

  @Test("a moving plan updates frames, and a weak reference follows its object")
  func moves() throws {
    let heap = try #require(Semispace(bytes: 1 << 20))
    defer { heap.close() }
    let frame = heap.keep(1)
    frame[0] = try heap.allocate(refs: 0, bytes: 4)
    heap.setInt(42, in: frame[0])
    let before = frame[0]
    let weak = heap.makeWeak(frame[0])
    heap.collect()
    #expect(frame[0] != before)
    #expect(heap.int(frame[0]) == 42)
    #expect(heap.load(weak) == frame[0])
  }

  @Test(
    "a young object that an old one holds survives minor collections, and is promoted once it is old enough")
  func promotion() throws {
    let heap = try #require(Generational(bytes: 1 << 20, eden: 4096, tenure: 2, roots: 16, events: 4096))
    defer { heap.close() }
    let frame = heap.keep(1)
    frame[0] = try heap.allocate(refs: 1, bytes: 4)
    heap.collect(.full)
    let child = try heap.allocate(refs: 0, bytes: 4)
    heap.setInt(7, in: child)
    heap.store(child, in: frame[0], at: 0)
    var promotions: [Int] = []
    for _ in 0..<4 {
      let seen = heap.events().count
      heap.collect(.minor)
      promotions.append(heap.events(since: seen).0.count { $0.event == .promote })
      #expect(heap.int(heap.load(frame[0], 0)) == 7)
    }
    #expect(promotions == [0, 0, 1, 0])
    #expect(heap.statistics.minorCollections == 5)
  }

  @Test("a store of one slot of a large old array lets a minor collection look at that card alone")
  func cards() throws {
    let heap = try #require(Generational(bytes: 1 << 22, eden: 4096, roots: 16, events: 4096))
    defer { heap.close() }
    let frame = heap.keep(1)
    frame[0] = try heap.allocate(refs: 100_000, bytes: 0)
    let first = try heap.allocate(refs: 0, bytes: 4)
    heap.store(first, in: frame[0], at: 70_000)
    let seen = heap.events().count
    let last = try heap.allocate(refs: 0, bytes: 4)
    heap.store(last, in: frame[0], at: 99_999)
    let cards = heap.events(since: seen).0.filter { $0.event == .card }
    #expect(cards.count == 1)
    heap.collect(.minor)
    #expect(!heap.load(frame[0], 70_000).isNull && !heap.load(frame[0], 99_999).isNull)
    #expect(heap.verify() == nil)
  }

  @Test("the deletion barrier remembers what a store hides from the marker, and nothing else")
  func barrier() throws {
    let heap = try #require(MarkSweep(bytes: 1 << 20, floor: 1 << 20, roots: 16, events: 256))
    defer { heap.close() }
    let frame = heap.keep(2)
    frame[0] = try heap.allocate(refs: 1, bytes: 0)
    let hidden = try heap.allocate(refs: 0, bytes: 4)
    heap.store(hidden, in: frame[0], at: 0)
    heap.setInt(5, in: hidden)
    heap.step()  // begins: the roots are grey, what they refer to is white
    frame[1] = heap.load(frame[0], 0)
    heap.store(.null, in: frame[0], at: 0)
    let remembered = heap.events().0.filter { $0.event == .barrier }.map(\.first)
    #expect(remembered == [hidden.word])
    while heap.isMarking { heap.step() }
    #expect(heap.int(frame[1]) == 5)
    #expect(heap.verify() == nil)
    heap.store(.null, in: frame[0], at: 0)
    #expect(heap.statistics.barrierHits == 1)
  }

  @Test(
    "a heap grows to what is live and as much garbage as its percentage allows", arguments: [50, 100, 200])
  func pacing(_ percent: Int) throws {
    let heap = try #require(MarkCompact(bytes: 64 << 20, floor: 1 << 16))
    defer { heap.close() }
    heap.setPercent(percent)
    let frame = heap.keep(1)
    for _ in 0..<50_000 {
      let object = try heap.allocate(refs: 1, bytes: 12)
      heap.store(frame[0], in: object, at: 0)
      frame[0] = object
    }
    heap.collect()
    let counted = heap.statistics
    #expect(counted.liveBytes == 50_000 * 24)
    #expect(abs(counted.goalBytes - counted.liveBytes * (100 + percent) / 100) < 1000)
    let collections = counted.fullCollections
    // Garbage of exactly the percentage, and a little: one collection.
    for _ in 0..<(50_000 * percent / 100 + 100) { _ = try heap.allocate(refs: 1, bytes: 12) }
    #expect(heap.statistics.fullCollections == collections + 1)
  }

  @Test("a memory limit below the goal is the goal; beyond it the heap grows by a part at a time")
  func limit() throws {
    let heap = try #require(MarkCompact(bytes: 64 << 20, floor: 1 << 16))
    defer { heap.close() }
    heap.setMemoryLimit(bytes: 1 << 20)
    let frame = heap.keep(1)
    for _ in 0..<100_000 {
      let object = try heap.allocate(refs: 1, bytes: 4)
      heap.store(frame[0], in: object, at: 0)
      frame[0] = object
    }
    heap.collect()
    #expect(heap.statistics.liveBytes == 1_600_000)
    #expect(heap.statistics.goalBytes == 1_650_000)
    #expect(heap.statistics.fullCollections < 60)
    frame[0] = .null
    heap.collect()
    #expect(heap.statistics.goalBytes == 1 << 16)
  }
}

@Suite("a histogram of pauses")
struct PauseHistogramTests {
  @Test("gives percentiles to an eighth, and the longest exactly")
  func percentiles() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<50 {
      var histogram = PauseHistogram()
      let values = (0..<500).map { _ in
        UInt64.random(in: 0...UInt64(1) << UInt64.random(in: 1...40, using: &generator), using: &generator)
      }
      for value in values { histogram.add(value) }
      let sorted = values.sorted()
      for percent in [1.0, 50, 90, 99, 100] {
        let exact = sorted[max(0, Int((500 * percent / 100).rounded(.up)) - 1)]
        let shown = histogram.percentile(percent)
        #expect(shown >= exact && shown <= exact + exact / 8 + 1, "\(percent): \(shown) for \(exact)")
      }
      #expect(histogram.longest == sorted.last)
      #expect(histogram.total == values.reduce(0, +))
      #expect(histogram.byMicroseconds.reduce(0) { $0 + $1.count } == 500)
    }
  }

  @Test("of no pauses is zero")
  func none() { #expect(PauseHistogram().percentile(99) == 0) }
}
