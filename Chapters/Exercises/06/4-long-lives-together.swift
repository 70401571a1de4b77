// exercise: 6.4
// title: Long lives together
// minutes: 15
// fails: prints "250 values live, in 250 blocks"
// hint: Each block has four values of four bytes, cut in the order in which they are asked for. Who are the three others?
// hint: The order of the array need not be the order of the requests.
//
// A thousand flags of four bytes: each fourth lives long, the others are freed
// at once. One that lives keeps its block of sixteen bytes, so all blocks stay.
// Return the same flags, each at its place in the array, so that 63 blocks do.

import HeapAllocator

/// The long-lived ones are those at multiples of four.
func flags(_ count: Int, _ cache: inout ThreadCache) -> [UnsafeMutableRawPointer?] {
  (0..<count).map { _ in cache.allocate(4, holding: .plain) }
}

// check: leave what stands below as it is
func check() {
  guard let heap = Heap(), var cache = heap.makeCache() else { return }
  let all = flags(1000, &cache).compactMap { $0 }
  guard Set(all).count == 1000 else { return print("\(Set(all).count) flags") }
  for index in all.indices where index % 4 != 0 { cache.free(all[index]) }
  let census = heap.census()
  print("\(census.tinyValues) values live, in \(census.tinyBlocks) blocks")
  // Prints "250 values live, in 63 blocks"
}
check()
