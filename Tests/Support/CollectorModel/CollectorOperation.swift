// CollectorOperation: what a random mutator does, and which heap it does it on.
// Relies on: TestSupport's generator, so that a program can be made again from its seed.

import Collectors
import TestSupport

/// One thing that a mutator does with its eight roots. Numbers are taken modulo what there is.
package enum CollectorOperation: Hashable, Sendable {
  case allocate(into: Int, refs: Int, bytes: Int)
  case store(in: Int, index: Int, from: Int)
  case load(into: Int, from: Int, index: Int)
  case copy(into: Int, from: Int)
  case drop(Int)
  case collect(CollectionKind)
  case step(Int)
  case makeWeak(of: Int)
  case loadWeak(Int, into: Int)
  case finalize(Int)
  case takeFinalizable(into: Int)

  package static func random(using generator: inout SeededGenerator) -> CollectorOperation {
    func number(_ below: Int) -> Int { Int.random(in: 0..<below, using: &generator) }
    switch number(32) {
    case 0...8:
      let isLarge = number(24) == 0
      return .allocate(
        into: number(8), refs: number(isLarge ? 300 : 4), bytes: isLarge ? number(3000) : number(40))
    case 9...15: return .store(in: number(8), index: number(300), from: number(8))
    case 16...19: return .load(into: number(8), from: number(8), index: number(300))
    case 20: return .copy(into: number(8), from: number(8))
    case 21...22: return .drop(number(8))
    case 23: return .collect(number(3) == 0 ? .full : .minor)
    case 24: return .makeWeak(of: number(8))
    case 25: return .loadWeak(number(8), into: number(16))
    case 26: return number(2) == 0 ? .finalize(number(8)) : .takeFinalizable(into: number(16))
    default: return .step(number(4))
    }
  }
}

/// A collector, with every size as small as it goes, so that a short program reaches its edges.
package enum CollectorPlan: String, CaseIterable, Sendable {
  case copying
  case compacting
  case generational
  case markSweep
  /// Mark-sweep with a cycle that goes on a step at a time, between the mutator's operations.
  case interleaved
  /// Two markers that give each other single objects.
  case parallelSweep
  case parallelCompacting
  case parallelGenerational

  /// Whether a heap marks with two markers.
  package var isParallel: Bool {
    [.parallelSweep, .parallelCompacting, .parallelGenerational].contains(self)
  }

  /// A heap for a test. Unless it is too large for that, it looks at every invariant after each phase of a collection, and
  /// traps when one does not hold.
  package func withHeap<Result>(
    bytes: Int, floor: Int, fault: CollectorFault, verifies: Bool = true, _ body: (any Plan) -> Result
  ) -> Result? {
    let heap: (any Plan)?
    switch self {
    case .copying: heap = Semispace(bytes: bytes, floor: floor, roots: 64, events: 64)
    case .compacting, .parallelCompacting:
      heap = MarkCompact(bytes: bytes, floor: floor, roots: 64, events: 64)
    case .generational, .parallelGenerational:
      heap = Generational(
        bytes: bytes, eden: min(2048, bytes / 4), survivors: 512, floor: floor, roots: 64, events: 64)
    case .markSweep, .parallelSweep:
      heap = MarkSweep(bytes: bytes, floor: floor, blockBytes: 512, buffer: 4, roots: 64, events: 64)
    case .interleaved:
      heap = MarkSweep(bytes: bytes, floor: 1 << 40, blockBytes: 512, buffer: 4, roots: 64, events: 64)
    }
    guard let heap else { return nil }
    defer { heap.close() }
    heap.suffer(fault)
    if verifies { heap.verifyEachPhase() }
    if isParallel, let heap = heap as? any ParallelPlan {
      guard heap.markTogether(2, batch: 1, isRendezvous: true) else { return nil }
    }
    return body(heap)
  }
}
