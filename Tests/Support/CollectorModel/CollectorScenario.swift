// CollectorScenario: heaps under random programs, and what random programs seldom come to: a heap that is full, structures
// that are deep, large objects that come and go. Each says what is wrong, or nothing.
// Relies on: CollectorModel, Collectors' public API.

import Collectors
import TestSupport

/// One run on new heaps.
package enum CollectorScenario: String, CaseIterable, Sendable {
  case random
  case stress
  case full
  case deep
  case large
  case resurrection
  /// Nothing but collections looks at the heap.
  case phases
  /// Graphs that are wide and deep, for several markers.
  case wide

  /// - Returns: What a heap did wrong first, or nil.
  package func run(
    _ plan: CollectorPlan, _ fault: CollectorFault = .none, seed: UInt64 = 1, programs: Int = 1000
  ) -> String? {
    switch self {
    case .random: Self.random(plan, fault, seed, programs, stresses: false)
    case .stress: Self.random(plan, fault, seed, programs, stresses: true)
    case .full: Self.full(plan, fault)
    case .deep: Self.deep(plan, fault, length: 100_000)
    case .large: Self.large(plan, fault)
    case .resurrection: Self.resurrection(plan, fault)
    case .phases: Self.phases(plan, fault, seed)
    case .wide: Self.wide(plan, fault)
    }
  }

  private static func random(
    _ plan: CollectorPlan, _ fault: CollectorFault, _ seed: UInt64, _ programs: Int, stresses: Bool
  ) -> String? {
    for number in 0..<programs {
      var generator = SeededGenerator(seed: seed &+ UInt64(number))
      let program = (0..<160).map { _ in CollectorOperation.random(using: &generator) }
      guard let wrong = discrepancy(plan, fault, program, stresses: stresses) else { continue }
      let smallest = smallestFailing(program, shrink: shorter) {
        discrepancy(plan, fault, $0, stresses: stresses) == nil
      }
      return "program \(number) of seed \(seed): \(wrong)\nsmallest: \(smallest)\n"
        + (discrepancy(plan, fault, smallest, stresses: stresses) ?? "")
    }
    return nil
  }

  package static func discrepancy(
    _ plan: CollectorPlan, _ fault: CollectorFault, _ program: [CollectorOperation], stresses: Bool
  ) -> String? {
    func run<Heap: Plan>(_ heap: Heap) -> String? {
      var model = CollectorModel(heap, plan)
      return model.discrepancy(after: program, stresses: stresses)
    }
    guard let result = plan.withHeap(bytes: 1 << 20, floor: 4096, fault: fault, { run($0) }) else {
      return "there is no heap"
    }
    return result
  }

  /// A heap that is full refuses, stays whole, and gives all of it again when its objects are dropped.
  private static func full(_ plan: CollectorPlan, _ fault: CollectorFault) -> String? {
    func run<Heap: Plan>(_ heap: Heap) -> String? {
      heap.withFrame(2) { frame in
        var counts: [Int] = []
        for round in 0..<6 {
          var count = 0
          var refusals = 0
          while refusals < 3 {
            do throws(OutOfMemory) {
              let bytes = [16, 200, 3000][round % 3]
              let object = try heap.allocate(refs: 1, bytes: bytes)
              heap.store(frame[0], in: object, at: 0)
              heap.setInt(Int32(count), in: object)
              frame[0] = object
              count += 1
            } catch {
              // What refuses once refuses again, and nothing is lost.
              refusals += 1
              if error.bytes < 16 || error.limit < error.bytes { return "a refusal says \(error)" }
            }
            if count > 1 << 20 { return "a heap of 256 KiB gave \(count) objects" }
          }
          if let wrong = heap.verify() { return "a full heap: \(wrong)" }
          var next = frame[0]
          for expected in stride(from: count - 1, through: 0, by: -1) {
            if next.isNull || heap.int(next) != Int32(expected) {
              return "object \(expected) of a full heap is lost"
            }
            next = heap.load(next, 0)
          }
          frame[0] = .null
          counts.append(count)
          if count < 20 { return "a heap of 256 KiB was full after \(count) objects" }
        }
        for round in 0..<3 where counts[round + 3] < counts[round] * 9 / 10 {
          return "a heap that held \(counts[round]) objects holds \(counts[round + 3])"
        }
        return nil
      }
    }
    return plan.withHeap(bytes: 1 << 18, floor: 4096, fault: fault) { run($0) } ?? "there is no heap"
  }

  /// A list that is longer than any stack would allow.
  package static func deep(_ plan: CollectorPlan, _ fault: CollectorFault, length: Int) -> String? {
    func run<Heap: Plan>(_ heap: Heap) -> String? {
      heap.withFrame(1) { frame in
        for index in 0..<length {
          guard let object = try? heap.allocate(refs: 1, bytes: 4) else { return "no room at \(index)" }
          heap.setInt(Int32(index), in: object)
          heap.store(frame[0], in: object, at: 0)
          frame[0] = object
        }
        heap.collect(.full)
        heap.collect(.full)
        var next = frame[0]
        for index in stride(from: length - 1, through: 0, by: -1) {
          if next.isNull || heap.int(next) != Int32(index) { return "object \(index) of the list is lost" }
          next = heap.load(next, 0)
        }
        return next.isNull ? nil : "the list goes on"
      }
    }
    let bytes = length * 16 + (1 << 20)
    // A look after each phase would cost more than the collections.
    return plan.withHeap(bytes: bytes, floor: 1 << 16, fault: fault, verifies: false) { run($0) }
      ?? "there is no heap"
  }

  /// Objects of many blocks come and go, and hold the only references to small ones.
  private static func large(_ plan: CollectorPlan, _ fault: CollectorFault) -> String? {
    func run<Heap: Plan>(_ heap: Heap) -> String? {
      heap.withFrame(9) { frame in
        var generator = SeededGenerator(seed: 7)
        var sizes = [Int](repeating: 0, count: 8)
        for turn in 0..<4000 {
          let slot = Int.random(in: 0..<8, using: &generator)
          let refs = Int.random(in: 100...1500, using: &generator)
          guard let object = try? heap.allocate(refs: refs, bytes: 8) else {
            return "no room for \(refs) references after \(turn) objects"
          }
          frame[slot] = object
          heap.setInt(Int32(refs), in: object)
          sizes[slot] = refs
          for index in [0, refs / 2, refs - 1] {
            guard let small = try? heap.allocate(refs: 0, bytes: 8) else { return "no room for 8 bytes" }
            heap.setInt(Int32(index), in: small)
            heap.store(small, in: frame[slot], at: index)
          }
          for slot in 0..<8 where sizes[slot] > 0 {
            let object = frame[slot]
            if heap.int(object) != Int32(sizes[slot]) { return "a large object holds \(heap.int(object))" }
            for index in [0, sizes[slot] / 2, sizes[slot] - 1]
            where heap.int(heap.load(object, index)) != Int32(index) {
              return "slot \(index) of a large object leads to \(heap.int(heap.load(object, index)))"
            }
          }
          if plan == .interleaved, let heap = heap as? MarkSweep {
            heap.step(3)
            heap.step(3)
          }
          if turn % 500 == 0, let wrong = heap.verify() { return wrong }
        }
        return heap.verify()
      }
    }
    return plan.withHeap(bytes: 1 << 19, floor: 1 << 14, fault: fault) { run($0) } ?? "there is no heap"
  }

  /// What waits for its finalizer lives with all that it reaches, through collections that come before it is taken.
  private static func resurrection(_ plan: CollectorPlan, _ fault: CollectorFault) -> String? {
    func run<Heap: Plan>(_ heap: Heap) -> String? {
      heap.withFrame(3) { frame -> String? in
        func make(_ value: Int32, _ refs: Int) throws -> Ref {
          let object = try heap.allocate(refs: refs, bytes: 8)
          heap.setInt(value, in: object)
          return object
        }
        for (slot, refs) in [1, 1, 0].enumerated() {
          guard let object = try? make(Int32(slot + 1), refs) else { return "no room" }
          frame[slot] = object
        }
        heap.store(frame[1], in: frame[0], at: 0)
        heap.store(frame[2], in: frame[1], at: 0)
        let outer = heap.makeWeak(frame[0])
        let inner = heap.makeWeak(frame[2])
        heap.finalize(frame[1])
        heap.finalize(frame[0])
        for slot in 0..<3 { frame[slot] = .null }
        for _ in 0..<3 {
          heap.collect(.full)
          if let wrong = heap.verify() { return wrong }
          // Room for others to be made where the three stood, if they were lost.
          for value in 0..<200 { if (try? make(Int32(100 + value), 1)) == nil { return "no room" } }
        }
        if !heap.load(outer).isNull || !heap.load(inner).isNull {
          return "a weak reference outlived the finding that its object was unreachable"
        }
        let first = heap.nextFinalizable()
        if first.isNull || heap.int(first) != 2 { return "the finalizers' order is not that of registration" }
        frame[0] = first
        let second = heap.nextFinalizable()
        if second.isNull || heap.int(second) != 1 { return "the second finalizer is not given" }
        if heap.load(second, 0) != frame[0] {
          return "what a finalizer's object refers to is not what it was"
        }
        let leaf = heap.load(frame[0], 0)
        if leaf.isNull || heap.int(leaf) != 3 { return "what a finalizer's object reaches is lost" }
        if !heap.nextFinalizable().isNull { return "a finalizer is given twice" }
        // Registered again, it is queued again.
        heap.finalize(frame[0])
        frame[0] = .null
        heap.collect(.full)
        let again = heap.nextFinalizable()
        return again.isNull || heap.int(again) != 2
          ? "a finalizer that was registered again is not given" : nil
      }
    }
    return plan.withHeap(bytes: 1 << 20, floor: 1 << 14, fault: fault) { run($0) } ?? "there is no heap"
  }
}
