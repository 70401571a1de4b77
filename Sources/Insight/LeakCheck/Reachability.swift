// Reachability: what the program can still get at. From the roots every reference is followed that keeps its object: a weak or
// unowned one keeps nothing, a word without a description is taken for a reference.
// Source: Boehm & Weiser 1988 for marking without types.

/// Deliberate faults of the judges, for the tests that must notice them.
package enum Mutation: Sendable, CaseIterable { case noRoots, weakAsStrong, noWarmUp }

package struct Reachability: Sendable {
  /// Who led to a block first.
  package enum Holder: Sendable {
    case root(Int)
    case block(Int, offset: Int)
  }

  package private(set) var isReached: [Bool]
  package private(set) var holders: [Holder?]
  /// What the frames of an ended asynchronous main still refer to. What stands at file scope is not destroyed there.
  package private(set) var keptAtFileScope: Set<Int> = []

  /// Marks.
  ///
  /// - Parameter hasEnded: The calling thread's frames, and its task's, are over.
  /// - Complexity: O(blocks + edges + roots).
  package init(_ snapshot: Snapshot, hasEnded: Bool, mutation: Mutation? = nil) {
    isReached = Array(repeating: false, count: snapshot.blocks.count)
    holders = Array(repeating: nil, count: snapshot.blocks.count)
    for block in snapshot.setAside { isReached[block] = true }
    if hasEnded { passOver(snapshot.currentTask, of: snapshot) }
    guard mutation != .noRoots else { return }
    let running = Set(snapshot.tasks.filter { $0.isRunning || $0.isEnqueued }.map(\.block))
    var grey: [Int] = []
    for (index, root) in snapshot.roots.enumerated() {
      if root.kind == .ownStack, hasEnded { continue }
      // Threads that wait still have in their frames which task they ran last.
      if root.kind == .thread || root.kind == .register {
        let kind = snapshot.blocks[root.to].kind
        if kind == .slab || (kind == .task && !running.contains(root.to)) { continue }
      }
      reach(root.to, from: .root(index), &grey)
    }
    while let block = grey.popLast() {
      guard snapshot.blocks[block].kind != .sideTable || mutation == .weakAsStrong else { continue }
      for edge in snapshot.edges(of: block) {
        if snapshot.keeps(edge, of: block, mutation) {
          reach(edge.to, from: .block(block, offset: edge.offset), &grey)
        } else if snapshot.blocks[edge.to].kind == .plain {
          // The side table of an object that is gone: the weak reference keeps it, and it keeps nothing.
          isReached[edge.to] = true
        }
      }
    }
  }

  private mutating func reach(_ block: Int, from holder: Holder, _ grey: inout [Int]) {
    guard !isReached[block] else { return }
    isReached[block] = true
    holders[block] = holder
    grey.append(block)
  }

  /// The task that main was, with its frames, is no leak, and refers to nothing any more.
  private mutating func passOver(_ task: UInt64, of snapshot: Snapshot) {
    let firstSlab = 120
    let nextSlab = 8
    guard task != 0, let block = snapshot.block(at: task) else { return }
    isReached[block] = true
    var slab = snapshot.edges(of: block).first { $0.offset == firstSlab }?.to
    while let at = slab, snapshot.blocks[at].kind == .slab, !isReached[at] {
      isReached[at] = true
      keptAtFileScope.formUnion(snapshot.edges(of: at).filter(\.isExact).map(\.to))
      slab = snapshot.edges(of: at).first { $0.offset == nextSlab }?.to
    }
  }
}

extension Snapshot {
  /// Whether a word keeps what it refers to.
  func keeps(_ edge: Edge, of block: Int, _ mutation: Mutation? = nil) -> Bool {
    if blocks[edge.to].kind == .sideTable { return mutation == .weakAsStrong }
    guard blocks[block].kind == .object, mutation != .weakAsStrong else { return true }
    return field(of: block, at: edge.offset)?.ownership != Field.Ownership.none
  }

  /// Whether a word of a lost block keeps what it refers to: a number that looks like an address does not.
  func owns(_ edge: Edge, of block: Int) -> Bool {
    guard keeps(edge, of: block) else { return false }
    return blocks[block].kind != .object || field(of: block, at: edge.offset)?.ownership != .number
  }

  /// Whether a word is one of those that the runtime counted.
  func isCounted(_ edge: Edge, of block: Int) -> Bool {
    guard edge.isExact, blocks[edge.to].kind.isCounted else { return false }
    guard blocks[block].kind == .object else { return blocks[block].kind != .sideTable }
    return field(of: block, at: edge.offset).map { $0.ownership == .strong } ?? true
  }
}
