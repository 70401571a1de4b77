// Asked for one after another, the long-lived share blocks with each other: 250 are 62 blocks and a half.

import HeapAllocator

/// The long-lived ones are those at multiples of four.
func flags(_ count: Int, _ cache: inout ThreadCache) -> [UnsafeMutableRawPointer?] {
  var all: [UnsafeMutableRawPointer?] = Array(repeating: nil, count: count)
  for index in all.indices where index % 4 == 0 { all[index] = cache.allocate(4, holding: .plain) }
  for index in all.indices where index % 4 != 0 { all[index] = cache.allocate(4, holding: .plain) }
  return all
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
