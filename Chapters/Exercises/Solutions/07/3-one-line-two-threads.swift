// 64 bytes at a multiple of 64 are a line and nothing else. (Some processors fetch lines in pairs; then 128.)

import HeapAllocator

/// A place for each thread's counter.
func counters(_ threads: Int, in heap: borrowing Heap) -> [UnsafeMutableRawPointer] {
  guard var cache = heap.makeCache() else { return [] }
  return (0..<threads).compactMap { _ in cache.allocate(64, alignment: 64) }
}

// check: leave what stands below as it is
func check() {
  guard let heap = Heap() else { return }
  let places = counters(4, in: heap)
  let lines = Set(places.map { UInt(bitPattern: $0) / 64 })
  print("\(Set(places).count) counters in \(lines.count) lines")  // Prints "4 counters in 4 lines"
}
check()
