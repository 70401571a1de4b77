// Scenarios that need no model: what a heap itself sees at the end of each phase, and graphs that give several markers work.
// Relies on: verifyEachPhase, which withHeap asks for.

import Collectors
import TestSupport

extension CollectorScenario {
  /// A mutator that checks nothing. What is wrong traps at the end of a phase.
  static func phases(_ plan: CollectorPlan, _ fault: CollectorFault, _ seed: UInt64) -> String? {
    func run<Heap: Plan>(_ heap: Heap) -> String? {
      var generator = SeededGenerator(seed: seed)
      return heap.withFrame(8) { frame in
        for turn in 0..<4000 {
          func root(_ count: Int = 6) -> Int { Int.random(in: 0..<count, using: &generator) }
          guard let object = try? heap.allocate(refs: 4, bytes: 8) else { return "no room" }
          frame[root()] = object
          // Two of the roots change seldom, so that some objects become old.
          if turn % 300 == 0 { frame[6 + turn / 300 % 2] = object }
          let (holder, value) = (frame[root(8)], frame[root(8)])
          if !holder.isNull { heap.store(value, in: holder, at: Int.random(in: 0..<4, using: &generator)) }
          let from = frame[root(8)]
          if !from.isNull { frame[root()] = heap.load(from, Int.random(in: 0..<4, using: &generator)) }
          if root() == 0 { frame[root()] = .null }
          if plan == .interleaved, let heap = heap as? MarkSweep, heap.isMarking || root() < 2 {
            heap.step(3)
          }
        }
        heap.collect(.full)
        return nil
      }
    }
    return plan.withHeap(bytes: 1 << 22, floor: 4096, fault: fault) { run($0) } ?? "there is no heap"
  }

  /// A tree whose nodes have four children each is whole after each collection, and nothing else is left.
  static func wide(_ plan: CollectorPlan, _ fault: CollectorFault) -> String? {
    func grow<Heap: Plan>(_ heap: Heap, _ depth: Int) -> Ref? {
      heap.withFrame(4) { frame in
        if depth > 0 {
          for index in 0..<4 {
            guard let child = grow(heap, depth - 1) else { return nil }
            frame[index] = child
          }
        }
        guard let node = try? heap.allocate(refs: 4, bytes: 4) else { return nil }
        heap.setInt(Int32(depth), in: node)
        for index in 0..<4 { heap.store(frame[index], in: node, at: index) }
        return node
      }
    }
    func count<Heap: Plan>(_ heap: Heap, _ node: Ref, _ depth: Int) -> Int {
      if node.isNull || heap.int(node) != Int32(depth) { return 0 }
      return depth == 0 ? 1 : (0..<4).reduce(1) { $0 + count(heap, heap.load(node, $1), depth - 1) }
    }
    func run<Heap: Plan>(_ heap: Heap) -> String? {
      heap.withFrame(1) { frame in
        for round in 0..<8 {
          guard let tree = grow(heap, 6) else { return "no room" }
          frame[0] = tree
          heap.collect(.full)
          let found = count(heap, frame[0], 6)
          if found != 5461 { return "round \(round): \(found) of 5461 nodes are left" }
          let (live, size) = (heap.statistics.liveBytes, plan == .copying ? 0 : 5461 * 32)
          if size > 0, live != size { return "\(live) bytes live, and the tree has \(size)" }
        }
        if plan.isParallel, heap.statistics.helpedBytes == 0 { return "no helper ever scanned an object" }
        return nil
      }
    }
    return plan.withHeap(bytes: 1 << 22, floor: 1 << 14, fault: fault) { run($0) } ?? "there is no heap"
  }
}
