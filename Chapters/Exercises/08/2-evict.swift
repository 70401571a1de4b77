// exercise: 8.2
// title: Drop what shares a page
// minutes: 15
// fails: prints "kept: 8000 of 80000"
// fails: prints "in use: most of it"
// hint: Which entries share a page? They were allocated one after another.
// hint: Keep a run of entries, and drop all others.
//
// A cache of 80,000 entries drops nine of ten when memory is short, and keeps
// each tenth. Not one page becomes free. Choose others: as many, but such that
// spans become empty. Any tenth of them may stay.

/// Whether the entry with this number stays, of `count`.
func stays(_ entry: Int, of count: Int) -> Bool {
  entry % 10 == 0
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
