// Blocks that were allocated one after another stand side by side. Those of the newest tenth have their spans to themselves
// then, and all other spans are empty.

/// Whether the entry with this number stays, of `count`.
func stays(_ entry: Int, of count: Int) -> Bool {
  entry >= count - count / 10
}

// check: leave what stands below as it is
import HeapAllocator

func check() {
  guard let heap = Heap(), var cache = heap.makeCache() else { return }
  let entries = (0..<80_000).compactMap { _ in cache.allocate(64) }
  var kept = 0
  for (number, entry) in entries.enumerated() {
    if stays(number, of: entries.count) { kept += 1 } else { cache.free(entry) }
  }
  cache.flush()
  print("kept: \(kept) of \(entries.count)")  // Prints "kept: 8000 of 80000"
  let census = heap.census()
  let isSmall = census.inUse < 2 * census.blockBytes
  print("in use:", isSmall ? "less than twice what is live" : "most of it")  // Prints "in use: less than twice what is live"
}
check()
