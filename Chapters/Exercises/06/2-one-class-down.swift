// exercise: 6.2
// title: One class down
// minutes: 10
// fails: prints "56 bytes with the header, in a block of 64"
// hint: Swift keeps the order in which the properties stand, and puts each at a multiple of its alignment.
// hint: Large ones first, and the small ones share what would be a gap.
//
// A cache holds a million entries, each an instance of a class: a header of 16
// bytes and these properties. Without losing one of them, make the instance fit
// into the next smaller size class.

import HeapAllocator

struct Entry {
  var isDirty: Bool
  var offset: Int
  var isPinned: Bool
  var length: Int32
  var isShared: Bool
  var owner: Int
}

// check: leave what stands below as it is
func use(_ entry: inout Entry) -> Int {
  entry.isDirty = true
  entry.isPinned = true
  entry.isShared = true
  entry.offset = Int.max
  entry.owner = Int.max
  entry.length = Int32.max
  return 16 + MemoryLayout<Entry>.size
}
func measure() {
  withUnsafeTemporaryAllocation(of: Entry.self, capacity: 1) { entries in
    let bytes = use(&entries[0])
    guard let sizeClass = SizeClass.containing(bytes) else { return }
    print(bytes, "bytes with the header, in a block of", SizeClass.bytes(sizeClass))
  }
}
measure()  // Prints "39 bytes with the header, in a block of 48"
