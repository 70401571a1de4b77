// Blocks: the heap of mark-sweep in pieces of one size. A block holds cells of one class, or belongs to a large object, or is
// free. Sweeping a block is reading its mark bits; no free list is ever written.
// Invariant: a block is free, or on one class's list, or some mutator's, or full, or not swept yet. Its bits in `cells` say
// which cells are taken, once it has been swept in this epoch. All of this is read and written under the heap's lock.

/// A heap's three bitmaps. They change places only while the world is stopped.
struct Bitmaps {
  /// Which cells are taken, as of the last cycle.
  var cells: Bitmap
  /// What this cycle has reached.
  var marks: Bitmap
  /// What was made during this cycle.
  let fresh: Bitmap

  init?(words: Int) {
    guard let cells = Bitmap(words: words), let marks = Bitmap(words: words), let fresh = Bitmap(words: words)
    else { return nil }
    self.cells = cells
    self.marks = marks
    self.fresh = fresh
  }

  func unreserve() { for bitmap in [cells, marks, fresh] { bitmap.unreserve() } }
}

/// The heap's blocks.
struct Blocks {
  /// What a block is; other values are the class of its cells.
  enum Kind {
    static let free: UInt8 = 0
    static let largeHead: UInt8 = 254
    static let largeTail: UInt8 = 253
  }

  let blockWords: Int
  let capacity: Int
  /// Blocks that have ever been used; block 0 never is, for reference 0 is null.
  private(set) var count = 1
  /// Blocks that are not free.
  private(set) var used = 0
  private let kinds: Table<UInt8>
  private let epochs: Table<UInt8>
  private let isFree: Bitmap
  private var freeCount = 0
  private var firstFree = 0
  private var partial: [WordList]
  private var epoch: UInt8 = 1
  private var nextUnswept = 1
  private var endUnswept = 1
  /// In a place of its own: mutators read it without the lock.
  private let bitmaps: UnsafeMutablePointer<Bitmaps>

  init?(words: Int, blockWords: Int, bitmaps: UnsafeMutablePointer<Bitmaps>) {
    self.blockWords = blockWords
    self.bitmaps = bitmaps
    capacity = words / blockWords
    guard let kinds = Table<UInt8>(count: capacity), let epochs = Table<UInt8>(count: capacity),
      let isFree = Bitmap(words: capacity + 64)
    else { return nil }
    self.kinds = kinds
    self.epochs = epochs
    self.isFree = isFree
    partial = (0...CellClass.count).map { _ in WordList() }
  }

  func unreserve() {
    isFree.unreserve()
    kinds.unreserve()
    epochs.unreserve()
    for list in partial { list.deallocate() }
  }

  /// The largest object that lives in a cell.
  static func largestCell(_ blockWords: Int) -> Int { blockWords / 4 }

  var wordsInUse: Int { used * blockWords }
  var isSwept: Bool { nextUnswept == endUnswept }
  func kind(_ block: Int) -> UInt8 { kinds[block] }

  /// Cells that are taken, in blocks that have been swept.
  var takenCells: Int {
    (1..<count).reduce(0) { sum, block in
      kinds[block] == Kind.free
        ? sum : bits(block).reduce(sum) { $0 + bitmaps.pointee.cells[$1].nonzeroBitCount }
    }
  }

  private func bits(_ block: Int) -> Range<Int> {
    block * blockWords >> 6..<(block + 1) * blockWords >> 6
  }

  // MARK: Taking

  /// A block with free cells of a class, swept; or nil when there is none and no free block.
  mutating func take(_ cellClass: Int, _ core: HeapCore) -> Int? {
    var rounds = 0
    while true {
      if partial[cellClass].count > 0 { return Int(partial[cellClass].pop()) }
      if freeCount > 0 { return takeFree(cellClass) }
      // Reuse before growth, but not at any price: the caller is a mutator that waits.
      let canGrow = count < capacity
      if !isSwept, rounds < 4 || !canGrow {
        sweep(64, core)
        rounds += 1
        continue
      }
      guard canGrow else { return nil }
      count += 1
      used += 1
      epochs[count - 1] = epoch
      kinds[count - 1] = UInt8(cellClass)
      return count - 1
    }
  }

  private mutating func takeFree(_ cellClass: Int) -> Int {
    while isFree[firstFree] == 0 { firstFree += 1 }
    let block = firstFree * 64 + isFree[firstFree].trailingZeroBitCount
    claim(block)
    kinds[block] = UInt8(cellClass)
    return block
  }

  /// A free block is no longer free, and not to be swept any more. All its bits are clear.
  private mutating func claim(_ block: Int) {
    isFree[block >> 6] &= ~(1 << UInt64(block & 63))
    freeCount -= 1
    used += 1
    epochs[block] = epoch
  }

  /// Blocks in a row for a large object, or nil.
  mutating func takeLarge(_ words: Int, _ core: HeapCore) -> Int? {
    let wanted = (words + blockWords - 1) / blockWords
    if wanted > capacity - 1 { return nil }
    if let first = findFree(wanted) { return giveLarge(first, wanted) }
    while !isSwept { sweep(256, core) }
    guard let first = findFree(wanted) else { return nil }
    return giveLarge(first, wanted)
  }

  /// The first of `wanted` free blocks in a row, those that were never used included.
  private func findFree(_ wanted: Int) -> Int? {
    var length = 0
    var block = 1
    if freeCount >= wanted || count + wanted > capacity {
      while block < count {
        if block & 63 == 0, length == 0, isFree[block >> 6] == 0 {
          block += 64
          continue
        }
        length = isFree.contains(UInt32(block)) ? length + 1 : 0
        block += 1
        if length == wanted { return block - wanted }
      }
    }
    // The free ones at the end go on into those that were never used.
    length = 0
    while count - length > 1, isFree.contains(UInt32(count - length - 1)) { length += 1 }
    return count - length + wanted <= capacity ? count - length : nil
  }

  private mutating func giveLarge(_ first: Int, _ wanted: Int) -> Int {
    for block in first..<first + wanted {
      if block < count {
        claim(block)
      } else {
        count += 1
        used += 1
        epochs[block] = epoch
      }
      kinds[block] = block == first ? Kind.largeHead : Kind.largeTail
    }
    return first
  }

  // MARK: A cycle's end, and sweeping

  /// What was marked, and what was made meanwhile, are the cells that are taken. From here on no block has been swept.
  mutating func endCycle() {
    let before = bitmaps.pointee.cells
    bitmaps.pointee.cells = bitmaps.pointee.marks
    bitmaps.pointee.marks = before
    for index in partial.indices { partial[index].removeAll() }
    epoch = epoch == 255 ? 1 : epoch + 1
    nextUnswept = 1
    endUnswept = count
  }

  /// Looks at up to `most` blocks that nobody has looked at since the last cycle.
  mutating func sweep(_ most: Int, _ core: HeapCore) {
    var left = most
    while left > 0, nextUnswept < endUnswept {
      let block = nextUnswept
      nextUnswept += 1
      left -= 1
      if epochs[block] == epoch { continue }
      switch kinds[block] {
      case Kind.free: break
      case Kind.largeHead: sweepLarge(block, core)
      case Kind.largeTail: break
      default: sweepCells(block, core)
      }
    }
  }

  private mutating func settle(_ block: Int, _ core: HeapCore) -> Int {
    epochs[block] = epoch
    var taken = 0
    let bitmaps = bitmaps.pointee
    for index in bits(block) {
      let live = bitmaps.cells[index] | bitmaps.fresh[index]
      bitmaps.cells[index] = live
      if !core.suffers(.keepsOldMarks) { bitmaps.marks[index] = 0 }
      bitmaps.fresh[index] = 0
      taken += live.nonzeroBitCount
    }
    return taken
  }

  private mutating func sweepCells(_ block: Int, _ core: HeapCore) {
    let taken = settle(block, core)
    let cellClass = Int(kinds[block])
    if taken == 0 {
      free(block, core)
    } else if (taken + 1) * CellClass.words(cellClass) <= blockWords {
      partial[cellClass].push(UInt32(block))
    }
  }

  private mutating func sweepLarge(_ head: Int, _ core: HeapCore) {
    let isLive = settle(head, core) > 0
    var tail = head + 1
    if !isLive { free(head, core) }
    while tail < count, kinds[tail] == Kind.largeTail {
      _ = settle(tail, core)
      if !isLive || core.suffers(.freesLargeTail) { free(tail, core) }
      tail += 1
    }
  }

  private mutating func free(_ block: Int, _ core: HeapCore) {
    kinds[block] = Kind.free
    used -= 1
    core.log?.note(.free, UInt32(block))
    if core.suffers(.forgetsFreeBlock) { return }
    isFree[block >> 6] |= 1 << UInt64(block & 63)
    freeCount += 1
    firstFree = min(firstFree, block >> 6)
  }

  /// What is wrong with the blocks, or nil.
  func verify() -> String? {
    var free = 0
    for block in 1..<count {
      let isListed = isFree.contains(UInt32(block))
      if isListed { free += 1 }
      if isListed != (kinds[block] == Kind.free) {
        return "block \(block) is \(isListed ? "free and in use" : "neither free nor in use")"
      }
      if kinds[block] == Kind.largeTail, ![Kind.largeHead, Kind.largeTail].contains(kinds[block - 1]) {
        return "block \(block) is the tail of nothing"
      }
    }
    if free != freeCount { return "\(freeCount) blocks are said to be free, and \(free) are" }
    if used != count - 1 - free { return "\(used) blocks are said to be in use, and \(count - 1 - free) are" }
    return nil
  }
}
