// exercise: 6.3
// title: Nothing to look into
// minutes: 20
// fails: prints "first ape, last zebra"
// fails: prints "blocks 5, bytes that may hold pointers 128"
// hint: A text has no pointers. The table has: where each text is.
// hint: Put all texts into one block, one after another, and let the table say where each begins.
//
// A dictionary keeps each word in a block, and a table of pointers to them. A
// collector has to look into all of it. Keep the same words in two blocks, and
// leave it nothing to look into. (A block that is called plain must be plain.)

import HeapAllocator

struct Words {
  struct Entry {
    var text: UnsafeMutableRawPointer
    var count: Int
  }

  let table: UnsafeMutableRawPointer
  let count: Int

  init?(_ words: [String], in cache: inout ThreadCache) {
    guard let table = cache.allocate(words.count * MemoryLayout<Entry>.stride) else { return nil }
    for (index, word) in words.enumerated() {
      let bytes = Array(word.utf8)
      guard let text = cache.allocate(bytes.count) else { return nil }
      text.copyMemory(from: bytes, byteCount: bytes.count)
      table.storeBytes(
        of: Entry(text: text, count: bytes.count),
        toByteOffset: index * MemoryLayout<Entry>.stride, as: Entry.self)
    }
    self.table = table
    count = words.count
  }

  func word(_ index: Int) -> String {
    let entry = table.load(fromByteOffset: index * MemoryLayout<Entry>.stride, as: Entry.self)
    return String(decoding: UnsafeRawBufferPointer(start: entry.text, count: entry.count), as: UTF8.self)
  }
}

// check: leave what stands below as it is
func check() {
  guard let heap = Heap(), var cache = heap.makeCache(),
    let words = Words(["ape", "bear", "fox", "zebra"], in: &cache)
  else { return }
  print("first \(words.word(0)), last \(words.word(3))")  // Prints "first ape, last zebra"
  let census = heap.census()
  let scanned = census.blockBytes - census.plainBytes
  print("blocks \(census.blocks), bytes that may hold pointers \(scanned)")
  // Prints "blocks 2, bytes that may hold pointers 0"
}
check()
