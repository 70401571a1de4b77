// Bitmap: one bit for each word of the heap, beside the heap. A block of 64 heap words is one word of the bitmap.
// Invariant: at one time a word of a bitmap has one writer, or its writers use `claim`; others may read.

import CCollector

/// Marks beside the heap.
struct Bitmap {
  private let table: Table<UInt64>

  /// For a heap of `words`.
  init?(words: Int) {
    guard let table = Table<UInt64>(count: words / 64 + 2) else { return nil }
    self.table = table
  }

  func unreserve() { table.unreserve() }

  /// The bits of the 64 heap words from `index * 64` on.
  @inline(__always) subscript(_ index: Int) -> UInt64 {
    get { collector_bits(table.start + index) }
    nonmutating set { collector_set_bits(table.start + index, newValue) }
  }

  @inline(__always) func contains(_ object: UInt32) -> Bool {
    collector_bits(table.start + Int(object &>> 6)) &>> UInt64(object & 63) & 1 != 0
  }

  /// Sets a bit. One writer. Returns whether it was clear before.
  @inline(__always) func insert(_ object: UInt32) -> Bool {
    let word = table.start + Int(object &>> 6)
    let bit: UInt64 = 1 &<< UInt64(object & 63)
    let before = collector_bits(word)
    if before & bit != 0 { return false }
    collector_set_bits(word, before | bit)
    return true
  }

  /// Sets a bit that other threads may be setting. Returns whether it was this call that set it.
  @inline(__always) func claim(_ object: UInt32) -> Bool {
    let word = table.start + Int(object &>> 6)
    let bit: UInt64 = 1 &<< UInt64(object & 63)
    if collector_bits(word) & bit != 0 { return false }
    return collector_claim_bits(word, bit) & bit == 0
  }

  /// Sets the bits of `count` words from `first` on.
  @inline(__always) func insert(_ first: UInt32, count: Int) {
    let at = Int(first & 63)
    if at &+ count <= 64 {
      let bits: UInt64 = count == 64 ? ~0 : (1 &<< UInt64(count)) &- 1
      table[Int(first &>> 6)] |= bits &<< UInt64(at)
    } else {
      insertMany(first, count)
    }
  }

  @inline(never) private func insertMany(_ first: UInt32, _ count: Int) {
    var next = Int(first)
    var left = count
    while left > 0 {
      let at = next & 63
      let some = min(64 - at, left)
      table[next &>> 6] |= (some == 64 ? ~0 : (1 << UInt64(some)) - 1) << UInt64(at)
      next += some
      left -= some
    }
  }

  /// Sets the bits of `count` words from `first` on, beside other threads that set theirs.
  @inline(__always) func claim(_ first: UInt32, count: Int) {
    var next = Int(first)
    var left = count
    while left > 0 {
      let at = next & 63
      let some = min(64 &- at, left)
      let bits: UInt64 = some == 64 ? ~0 : (1 &<< UInt64(some)) &- 1
      _ = collector_claim_bits(table.start + next &>> 6, bits &<< UInt64(at))
      next &+= some
      left &-= some
    }
  }

  /// How many bits are set among those of `object`'s block that are before it.
  @inline(__always) func countBefore(_ object: UInt32) -> Int {
    (table[Int(object &>> 6)] & ((1 &<< UInt64(object & 63)) &- 1)).nonzeroBitCount
  }

  /// Clears the blocks with these numbers.
  func clear(_ blocks: Range<Int>) { table.fill(blocks, with: 0) }
}
