// exercise: 7.3
// title: One line, two threads
// minutes: 15
// fails: prints "4 counters in 1 lines"
// hint: A cache line has 64 bytes. How many blocks of 16 bytes lie in one?
// hint: Blocks of two caches come from spans of two owners. Or ask for an alignment, and for how much of the line you want.
//
// Four threads count, each in a block of its own, and all are slow: whoever
// writes to a line takes it away from all others. Give each thread a counter in
// a line that nobody else's counter lies in.

import HeapAllocator

/// A place for each thread's counter.
func counters(_ threads: Int, in heap: borrowing Heap) -> [UnsafeMutableRawPointer] {
  guard var cache = heap.makeCache() else { return [] }
  return (0..<threads).compactMap { _ in cache.allocate(8) }
}

// check: leave what stands below as it is
func check() {
  guard let heap = Heap() else { return }
  let places = counters(4, in: heap)
  let lines = Set(places.map { UInt(bitPattern: $0) / 64 })
  print("\(Set(places).count) counters in \(lines.count) lines")  // Prints "4 counters in 4 lines"
}
check()
