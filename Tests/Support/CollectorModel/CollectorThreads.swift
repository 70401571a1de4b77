// CollectorThreads: mutators on threads of their own, beside a marker that is slow enough for much to happen beside it.
// Relies on: a deletion barrier that is right, or trees lose their nodes; Dispatch for the threads.

import Collectors
import Dispatch
import Synchronization

/// What came of a run.
package struct ThreadsOutcome: Sendable {
  /// Trees that were not what they were made as.
  package var damaged = 0
  package var statistics = CollectorStatistics()
  /// What the heap's own look at it says in the end.
  package var violated: String?
}

/// A heap that threads share.
private struct SharedHeap: @unchecked Sendable {
  let heap: MarkSweep
  let table: Ref
}

/// Lets mutators swap the halves of trees through a table that they share, while cycles go on.
///
/// - Parameters:
///   - isConcurrent: Whether they run while the marker marks.
///   - restMicroseconds: What the marker rests after every 64 objects.
///   - markers: How many mark while the world stands.
package func churnTrees(
  mutators: Int, steps: Int, fault: CollectorFault = .none, isConcurrent: Bool = true,
  restMicroseconds: UInt32 = 20, markers: Int = 1
) -> ThreadsOutcome? {
  guard let heap = MarkSweep(bytes: 256 << 20, floor: 1 << 20, buffer: 16, roots: 64) else {
    return nil
  }
  defer { heap.close() }
  heap.suffer(fault)
  if markers > 1 { heap.markTogether(markers, batch: 16) }
  heap.startMarker(isConcurrent: isConcurrent)
  heap.slowMarker(budget: 64, restMicroseconds: restMicroseconds)
  let frame = heap.keep(1)
  // A table for each mutator: two that store into one slot at the same time would be a race of their own.
  guard let tables = try? heap.allocate(refs: mutators, bytes: 0) else { return nil }
  frame[0] = tables
  for index in 0..<mutators {
    guard let table = try? heap.allocate(refs: 4096, bytes: 0) else { return nil }
    heap.store(table, in: frame[0], at: index)
  }
  let shared = SharedHeap(heap: heap, table: frame[0])
  let damaged = Mutex(0)
  heap.idle {
    DispatchQueue.concurrentPerform(iterations: mutators) { number in
      guard let mutator = shared.heap.attach(roots: 64) else { return }
      let count = churn(
        mutator, shared.table, number, UInt64(number) &* 7919 &+ 88_172_645_463_325_252, steps)
      damaged.withLock { $0 += count }
      mutator.detach()
    }
  }
  heap.collect()
  heap.stopMarker()
  return ThreadsOutcome(
    damaged: damaged.withLock { $0 }, statistics: heap.statistics, violated: heap.verify())
}

/// Trees of 15 nodes whose halves change places; between two stores a half is held in a variable alone.
private func churn(_ heap: MarkSweep, _ tables: Ref, _ number: Int, _ seed: UInt64, _ steps: Int) -> Int {
  var random = seed
  var damaged = 0
  var weak: [WeakRef] = []
  return heap.withFrame(1) { frame in
    frame[0] = heap.load(tables, number)
    for step in 0..<steps {
      random ^= random << 13
      random ^= random >> 7
      random ^= random << 17
      let (first, second) = (Int(random >> 8 & 4095), Int(random >> 24 & 4095))
      if random & 7 == 0 {
        guard let tree = makeTree(heap, 3) else { return damaged + 1 }
        heap.store(tree, in: frame[0], at: first)
      } else {
        let one = heap.load(frame[0], first)
        let two = heap.load(frame[0], second)
        if !one.isNull, !two.isNull {
          if !isWhole(heap, one, 3) { damaged += 1 }
          let (left, right) = (heap.load(one, 0), heap.load(two, 1))
          heap.store(right, in: one, at: 0)
          heap.store(left, in: two, at: 1)
          if random & 24 == 0 { weak.append(heap.makeWeak(one)) }
        }
      }
      // What a weak reference gives out is whole, and stays so when it is the only way to it.
      if weak.count == 16 {
        for reference in weak {
          let tree = heap.load(reference)
          if !tree.isNull {
            if !isWhole(heap, tree, 3) { damaged += 1 }
            heap.store(tree, in: frame[0], at: first)
          }
          heap.drop(reference)
        }
        weak.removeAll()
      }
      if random & 0xFF00 == 0 {
        let tree = heap.load(frame[0], first)
        if !tree.isNull { heap.finalize(tree) }
      }
      // It may be another mutator's, whose trees may share its halves: only its own bytes are looked at.
      let last = heap.nextFinalizable()
      if !last.isNull, heap.int(last) != 3 &* 7919 &+ 13 { damaged += 1 }
      if step & 63 == 0 { heap.safepoint() }
    }
    return damaged
  }
}

private func makeTree(_ heap: MarkSweep, _ depth: Int) -> Ref? {
  heap.withFrame(2) { frame in
    if depth > 0 {
      for half in 0..<2 {
        guard let tree = makeTree(heap, depth - 1) else { return nil }
        frame[half] = tree
      }
    }
    guard let node = try? heap.allocate(refs: 2, bytes: 8) else { return nil }
    heap.setInt(Int32(depth) &* 7919 &+ 13, in: node)
    for half in 0..<2 { heap.store(frame[half], in: node, at: half) }
    return node
  }
}

private func isWhole(_ heap: MarkSweep, _ node: Ref, _ depth: Int) -> Bool {
  if node.isNull || heap.refs(of: node) != 2 || heap.int(node) != Int32(depth) &* 7919 &+ 13 { return false }
  return depth == 0
    || isWhole(heap, heap.load(node, 0), depth - 1) && isWhole(heap, heap.load(node, 1), depth - 1)
}
