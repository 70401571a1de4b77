// A number that counts from the text's start is no pointer, and half as long.

import HeapAllocator

struct Words {
  let starts: UnsafeMutablePointer<Int32>
  let text: UnsafeMutableRawPointer

  init?(_ words: [String], in cache: inout ThreadCache) {
    let bytes = words.flatMap { Array($0.utf8) }
    guard let table = cache.allocate((words.count + 1) * 4, holding: .plain),
      let text = cache.allocate(bytes.count, holding: .plain)
    else { return nil }
    text.copyMemory(from: bytes, byteCount: bytes.count)
    let starts = table.bindMemory(to: Int32.self, capacity: words.count + 1)
    var start: Int32 = 0
    for (index, word) in words.enumerated() {
      starts[index] = start
      start += Int32(word.utf8.count)
    }
    starts[words.count] = start
    self.starts = starts
    self.text = text
  }

  func word(_ index: Int) -> String {
    let range = Int(starts[index])..<Int(starts[index + 1])
    let bytes = UnsafeRawBufferPointer(start: text + range.lowerBound, count: range.count)
    return String(decoding: bytes, as: UTF8.self)
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
