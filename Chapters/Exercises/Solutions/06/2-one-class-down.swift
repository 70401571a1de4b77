// The gaps in front of the integers are gone, and the three flags stand behind the half word.

import HeapAllocator

struct Entry {
  var offset: Int
  var owner: Int
  var length: Int32
  var isDirty: Bool
  var isPinned: Bool
  var isShared: Bool
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
