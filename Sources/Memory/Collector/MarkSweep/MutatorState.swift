// MutatorState: what one mutator of a mark-sweep heap has for itself: free runs to allocate from, references that its barrier
// remembered, and what it owes the marker.
// Invariant: a block that a mutator allocates from is its alone until the cycle ends; nobody else reads these words while it
// runs, but the collector when the world is stopped.

import CCollector

struct MutatorState {
  /// By class: where the search for the next run goes on, and where the block ends.
  let search: UnsafeMutablePointer<BumpWindow>
  /// By class: the run.
  let windows: UnsafeMutablePointer<BumpWindow>
  /// What the barrier remembered.
  let buffer: UnsafeMutablePointer<UInt32>
  let bufferCapacity: Int
  var buffered = 0
  /// Greys of an assist.
  var assist: Marker
  /// Words taken since the heap was last told.
  var taken = 0
  var hits = 0
  let roots: Roots
  let thread: UInt
  var timeAtBegin: UInt64 = 0

  init?(roots: Roots, bufferCapacity: Int, heapWords: Int) {
    guard let assist = Marker(heapWords: heapWords) else { return nil }
    self.roots = roots
    self.assist = assist
    self.bufferCapacity = bufferCapacity
    search = .allocate(capacity: CellClass.count + 1)
    windows = .allocate(capacity: CellClass.count + 1)
    buffer = .allocate(capacity: bufferCapacity)
    thread = collector_thread()
    let none = BumpWindow(cursor: 0, limit: 0)
    search.initialize(repeating: none, count: CellClass.count + 1)
    windows.initialize(repeating: none, count: CellClass.count + 1)
  }

  func deallocate() {
    assist.unreserve()
    search.deallocate()
    windows.deallocate()
    buffer.deallocate()
  }

  /// Gives up every run: the blocks go back to the heap's lists.
  func dropRuns() {
    let none = BumpWindow(cursor: 0, limit: 0)
    search.update(repeating: none, count: CellClass.count + 1)
    windows.update(repeating: none, count: CellClass.count + 1)
  }
}
