// A flushed cache lets the spans become empty, and an empty span is free pages. They still have their memory, and keep it
// until somebody asks.

import HeapAllocator

func finish(_ blocks: [UnsafeMutableRawPointer], _ cache: inout ThreadCache, _ heap: borrowing Heap) {
  for block in blocks { cache.free(block) }
  cache.flush()
  heap.releaseIdle()
}

// check: leave what stands below as it is
func check() {
  guard let heap = Heap(), var cache = heap.makeCache() else { return }
  var blocks = (0..<1_000_000).compactMap { _ in cache.allocate(64) }
  finish(blocks, &cache, heap)
  blocks = []
  let census = heap.census()
  print("in the cache: \(census.cachedBytes >> 10) KiB")  // Prints "in the cache: 0 KiB"
  let held = census.heap - census.untouched
  print("held:", held < 8 << 20 ? "8 MiB at most" : "more than 8 MiB")  // Prints "held: 8 MiB at most"
}
check()
