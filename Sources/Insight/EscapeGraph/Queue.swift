// EscapeQueue and EscapeFault: what the solver works through, and what can be got wrong in it.
// Embedded Swift; relies on nothing.

/// Locations that wait; both ends can be pushed to.
struct EscapeQueue: Sendable {
  // Invariant: the elements are `front` reversed, then `back` from `head` on.
  private var front: [Int] = []
  private var back: [Int] = []
  private var head = 0

  mutating func prepend(_ element: Int) { front.append(element) }
  mutating func append(_ element: Int) { back.append(element) }

  /// - Complexity: O(1).
  mutating func popFirst() -> Int? {
    if let element = front.popLast() { return element }
    guard head < back.count else {
      back.removeAll(keepingCapacity: true)
      head = 0
      return nil
    }
    head += 1
    return back[head - 1]
  }
}

/// A fault that a test can switch on in the solver.
package enum EscapeFault: CaseIterable, Sendable {
  case none
  /// A location that comes to escape is not walked from again.
  case pushesOnce
  /// Dereferences are bounded after an edge was added, not before.
  case boundsAfterEdge
  /// An address that flows to what is transient persists.
  case ignoresTransient
  /// Loops are not told apart.
  case ignoresLoops
  /// A flow to a result is taken for one to the heap.
  case resultsAreHeap
}
