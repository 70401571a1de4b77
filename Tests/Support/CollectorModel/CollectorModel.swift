// CollectorModel: a heap beside a model of it that is obviously right: arrays of nodes, and reachability by walking them.
// After every operation the whole graph is compared, and the heap is asked for its own invariants.
// Relies on: Collectors' public API alone.

import Collectors
import TestSupport

/// A mutator that knows what the heap should hold.
package struct CollectorModel<Heap: Plan> {
  private struct Node {
    var children: [Int]
    let bytes: Int
  }

  private let heap: Heap
  private let plan: CollectorPlan
  private let frame: Frame
  private var nodes: [Node] = []
  private var roots = [Int](repeating: -1, count: 8)
  private var weak: [(reference: WeakRef, node: Int)] = []
  /// Finalizers that have been asked for and not given, in order.
  private var registered: [Int] = []
  /// Those of them that a collection has queued, where the model can know: where every collection is a whole one.
  private var ready: [Int] = []
  /// Nodes that no root led to at some time: only they may be cleared or finalized.
  private var lost: Set<Int> = []

  package init(_ heap: Heap, _ plan: CollectorPlan) {
    self.heap = heap
    self.plan = plan
    frame = heap.keep(8)
  }

  /// Runs a program.
  ///
  /// - Parameter stresses: Whether everything is collected before each allocation.
  /// - Returns: What went wrong first, or nil.
  package mutating func discrepancy(after program: [CollectorOperation], stresses: Bool = false) -> String? {
    for (index, operation) in program.enumerated() {
      if stresses, case .allocate = operation, let wrong = collect(.full) { return wrong }
      let live = reachable(from: roots)
      let collections = heap.statistics.fullCollections
      if let wrong = apply(operation) ?? compare() ?? heap.verify() {
        return "operation \(index), \(operation): \(wrong)"
      }
      if case .allocate = operation, heap.statistics.fullCollections != collections { queue(keeping: live) }
      lost.formUnion(Set(nodes.indices).subtracting(reachable(from: roots)))
    }
    return nil
  }

  private var isExact: Bool { ![.generational, .parallelGenerational, .interleaved].contains(plan) }

  private mutating func apply(_ operation: CollectorOperation) -> String? {
    switch operation {
    case .allocate(let root, let refs, let bytes):
      let node = Node(children: Array(repeating: -1, count: refs), bytes: 4 + bytes / 4 * 4)
      guard let object = try? heap.allocate(refs: refs, bytes: node.bytes) else { return "no room" }
      for index in 0..<node.bytes / 4 {
        if heap.int(object, at: index) != 0 { return "a new object's bytes are not zero" }
        heap.setInt(Int32(nodes.count &* 31 &+ index), in: object, at: index)
      }
      nodes.append(node)
      setRoot(root, nodes.count - 1, object)
    case .store(let holder, let index, let value):
      guard let (node, slot) = slot(holder, index) else { return nil }
      heap.store(frame[value], in: frame[holder], at: slot)
      nodes[node].children[slot] = roots[value]
    case .load(let root, let holder, let index):
      guard let (node, slot) = slot(holder, index) else { return nil }
      setRoot(root, nodes[node].children[slot], heap.load(frame[holder], slot))
    case .copy(let root, let from): setRoot(root, roots[from], frame[from])
    case .drop(let root): setRoot(root, -1, .null)
    case .collect(let kind): return collect(kind)
    case .step(let budget):
      guard plan == .interleaved, let heap = heap as? MarkSweep else { return nil }
      heap.step(budget + 1)
    case .makeWeak(let root):
      guard roots[root] >= 0, weak.count < 32 else { return nil }
      weak.append((heap.makeWeak(frame[root]), roots[root]))
    case .loadWeak(let index, let root): return loadWeak(index, root)
    case .finalize(let root):
      guard roots[root] >= 0 else { return nil }
      heap.finalize(frame[root])
      registered.append(roots[root])
    case .takeFinalizable(let root): return takeFinalizable(root)
    }
    return nil
  }

  private mutating func setRoot(_ root: Int, _ node: Int, _ object: Ref) {
    roots[root] = node
    frame[root] = object
  }

  private func slot(_ root: Int, _ index: Int) -> (node: Int, slot: Int)? {
    let node = roots[root]
    guard node >= 0, !nodes[node].children.isEmpty else { return nil }
    return (node, index % nodes[node].children.count)
  }

  // MARK: Collections

  private mutating func collect(_ kind: CollectionKind) -> String? {
    let isWhole = kind == .full && (heap as? MarkSweep)?.isMarking != true
    let live = reachable(from: roots)
    let held = reachable(from: roots + ready + registered)
    heap.collect(kind)
    queue(keeping: live)
    for (reference, node) in weak where isWhole {
      let isNull = heap.load(reference).isNull
      if isNull ? live.contains(node) && !lost.contains(node) : !held.contains(node) {
        return "after a full collection a weak reference to \(node) is \(isNull ? "null" : "left")"
      }
    }
    return nil
  }

  /// A whole collection found these nodes reachable from the roots.
  private mutating func queue(keeping live: Set<Int>) {
    guard isExact else { return }
    let kept = live.union(reachable(from: ready))
    ready += registered.filter { !kept.contains($0) }
    registered.removeAll { !kept.contains($0) }
  }

  private func reachable(from starts: [Int]) -> Set<Int> {
    var seen: Set<Int> = []
    var pending = starts.filter { $0 >= 0 }
    while let node = pending.popLast() {
      if seen.insert(node).inserted { pending += nodes[node].children.filter { $0 >= 0 } }
    }
    return seen
  }

  private mutating func loadWeak(_ index: Int, _ root: Int) -> String? {
    guard !weak.isEmpty else { return nil }
    let (reference, node) = weak[index % weak.count]
    let object = heap.load(reference)
    if object.isNull {
      if !lost.contains(node) { return "a weak reference to \(node), which was always reachable, is null" }
      heap.drop(reference)
      weak.remove(at: index % weak.count)
      return nil
    }
    if heap.int(object) != Int32(node &* 31) { return "a weak reference to \(node) gives another object" }
    if root < 8 { setRoot(root, node, object) }
    return nil
  }

  private mutating func takeFinalizable(_ root: Int) -> String? {
    let object = heap.nextFinalizable()
    if isExact {
      if object.isNull {
        return ready.isEmpty ? nil : "\(ready[0]) waits for its finalizer, and is not given"
      }
      guard let due = ready.first else { return "a finalizer is given that no collection has queued" }
      if Int32(due &* 31) != heap.int(object) {
        return "another object than \(due) is given to its finalizer"
      }
      ready.removeFirst()
      if root < 8 { setRoot(root, due, object) }
      return nil
    }
    if object.isNull { return nil }
    let id = heap.int(object)
    guard let index = registered.firstIndex(where: { Int32($0 &* 31) == id }) else {
      return "an object is given to its finalizer that nobody registered"
    }
    let node = registered.remove(at: index)
    if !lost.contains(node) { return "\(node) is given to its finalizer, and was always reachable" }
    if root < 8 { setRoot(root, node, object) }
    return nil
  }

  // MARK: Comparing

  private func compare() -> String? {
    var places: [Int: Ref] = [:]
    var pending = (0..<8).map { (node: roots[$0], object: frame[$0]) }
    while let (node, object) = pending.popLast() {
      if node < 0 {
        if !object.isNull { return "\(object.word) stands where null should" }
        continue
      }
      if object.isNull { return "node \(node) is null" }
      if let place = places[node] {
        if place != object { return "node \(node) is at \(place.word) and at \(object.word)" }
        continue
      }
      places[node] = object
      if heap.refs(of: object) != nodes[node].children.count {
        return "node \(node) has \(heap.refs(of: object)) references"
      }
      for index in 0..<nodes[node].bytes / 4
      where heap.int(object, at: index) != Int32(node &* 31 &+ index) {
        return "node \(node) at \(object.word) holds \(heap.int(object, at: index)) at \(index)"
      }
      for (index, child) in nodes[node].children.enumerated() {
        pending.append((child, heap.load(object, index)))
      }
    }
    return nil
  }
}
