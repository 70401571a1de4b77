// HeapModel: random operations on a heap, beside a list of the blocks that are alive. The list is obviously right: it says
// which bytes belong to whom and what stands in them; whatever the heap does that contradicts it is a discrepancy.
// Relies on: HeapAllocator's public API and its own invariants, which are asked as well.

import HeapAllocator
import TestSupport

/// One thing that a program does. Numbers choose among what there is, so that a list of operations stays meaningful when
/// some are left out.
package enum HeapOperation: Hashable, Sendable {
  case allocate(cache: Int, bytes: Int)
  case plain(cache: Int, bytes: Int)
  case cleared(cache: Int, bytes: Int)
  case aligned(cache: Int, bytes: Int, alignment: Int)
  case reallocate(cache: Int, block: Int, bytes: Int)
  case free(cache: Int, block: Int)
  case flush(cache: Int)
  case release
  case verify

  /// - Parameter largest: The largest block, in bytes.
  package static func random(caches: Int, largest: Int, using generator: inout SeededGenerator)
    -> HeapOperation
  {
    let cache = Int.random(in: 0..<caches, using: &generator)
    let number = Int.random(in: 0..<1 << 30, using: &generator)
    switch Int.random(in: 0..<100, using: &generator) {
    case 0..<26: return .allocate(cache: cache, bytes: size(largest, &generator))
    case 26..<34:
      let isTiny = Int.random(in: 0..<3, using: &generator) != 0
      return .plain(
        cache: cache, bytes: isTiny ? Int.random(in: 0...17, using: &generator) : size(largest, &generator))
    case 34..<40: return .cleared(cache: cache, bytes: size(largest, &generator))
    case 40..<45:
      let alignment = 1 << Int.random(in: 0..<17, using: &generator)
      return .aligned(cache: cache, bytes: size(largest, &generator), alignment: alignment)
    case 45..<55: return .reallocate(cache: cache, block: number, bytes: size(largest, &generator))
    case 55..<97: return .free(cache: cache, block: number)
    case 97: return .flush(cache: cache)
    case 98: return .release
    default: return .verify
    }
  }

  /// Small sizes most of the time, edges of classes and pages often.
  private static func size(_ largest: Int, _ generator: inout SeededGenerator) -> Int {
    switch Int.random(in: 0..<20, using: &generator) {
    case 0..<10: return Int.random(in: 0...256, using: &generator)
    case 10..<14: return Int.random(in: 0...4096, using: &generator)
    case 14..<17:
      let sizeClass = Int.random(in: 1...SizeClass.count, using: &generator)
      return SizeClass.bytes(sizeClass) + Int.random(in: -1...1, using: &generator)
    case 17, 18: return Int.random(in: 0...min(40_000, largest), using: &generator)
    default: return Int.random(in: 0...largest, using: &generator)
    }
  }
}

/// A heap with some caches, and what must be true of it.
package final class HeapModel {
  private struct Block {
    var start: UInt
    var bytes: Int
    var number: Int
    var isPlain = false
  }

  private let heap: Heap
  private var caches: [CacheBox] = []
  /// Sorted by address.
  private var blocks: [Block] = []
  private var made = 0

  /// A cache in a place of its own, so that an array can hold several.
  private final class CacheBox {
    var cache: ThreadCache
    init(_ cache: consuming ThreadCache) { self.cache = cache }
  }

  /// - Returns: nil when the system refuses the address space.
  package init?(
    caches count: Int, reserving bytes: Int = 1 << 30, isObserved: Bool = false, mutation: Mutation = .none
  ) {
    guard let heap = Heap(reserving: bytes, isObserved: isObserved) else { return nil }
    heap.suffer(mutation)
    var boxes: [CacheBox] = []
    for _ in 0..<count {
      guard let cache = heap.makeCache() else { return nil }
      boxes.append(CacheBox(cache))
    }
    self.heap = heap
    caches = boxes
  }

  deinit { caches = [] }

  /// Runs operations.
  ///
  /// - Returns: What the heap did wrong first, or nil.
  package func discrepancy(after operations: some Sequence<HeapOperation>) -> String? {
    for operation in operations {
      if let wrong = run(operation) { return wrong }
    }
    return finish()
  }

  /// How many blocks are alive.
  package var count: Int { blocks.count }

  /// The heap's account.
  package func census() -> Census { heap.census() }

  /// So many are alive at most: then the next request is a free instead.
  private static let mostBlocks = 2000

  private func run(_ operation: HeapOperation) -> String? {
    if blocks.count >= Self.mostBlocks {
      switch operation {
      case .allocate(let cache, let number), .plain(let cache, let number), .cleared(let cache, let number),
        .aligned(let cache, let number, _):
        return run(.free(cache: cache, block: number))
      default: break
      }
    }
    switch operation {
    case .allocate(let cache, let bytes):
      return add(caches[cache].cache.allocate(bytes), bytes, 16, "allocate")
    case .plain(let cache, let bytes):
      // What a size of a tiny value allows.
      let alignment = (1...16).contains(bytes) ? bytes & -bytes : bytes == 0 ? 1 : 16
      let block = caches[cache].cache.allocate(bytes, holding: .plain)
      return add(block, bytes, alignment, "plain allocate", isPlain: true)
    case .cleared(let cache, let bytes):
      let block = caches[cache].cache.allocateCleared(bytes)
      if let block, !UnsafeRawBufferPointer(start: block, count: bytes).allSatisfy({ $0 == 0 }) {
        return "a cleared block of \(bytes) bytes does not read as zero"
      }
      return add(block, bytes, 16, "allocateCleared")
    case .aligned(let cache, let bytes, let alignment):
      return add(
        caches[cache].cache.allocate(bytes, alignment: alignment), bytes, alignment, "aligned allocate")
    case .reallocate(let cache, let index, let bytes): return reallocate(cache, index, bytes)
    case .free(let cache, let index):
      guard !blocks.isEmpty else { return nil }
      let block = blocks.remove(at: index % blocks.count)
      if !isIntact(block, upTo: block.bytes) {
        return "the content of a block of \(block.bytes) bytes changed"
      }
      // What is freed is the allocator's; whoever reads it finds rubbish.
      memory(block).initializeMemory(as: UInt8.self, repeating: 0xDD, count: min(block.bytes, 64))
      caches[cache].cache.free(memory(block))
      return nil
    case .flush(let cache):
      caches[cache].cache.flush()
      return nil
    case .release:
      heap.releaseIdle()
      return nil
    case .verify: return verify()
    }
  }

  private func reallocate(_ cache: Int, _ index: Int, _ bytes: Int) -> String? {
    guard !blocks.isEmpty else { return nil }
    let old = blocks.remove(at: index % blocks.count)
    guard let moved = caches[cache].cache.reallocate(memory(old), to: bytes) else {
      return "reallocate to \(bytes) bytes was refused"
    }
    let kept = Block(start: UInt(bitPattern: moved), bytes: old.bytes, number: old.number)
    if !isIntact(kept, upTo: min(old.bytes, bytes)) {
      return "reallocate from \(old.bytes) to \(bytes) bytes lost content"
    }
    let alignment = !old.isPlain || bytes > 16 ? 16 : bytes == 0 ? 1 : bytes & -bytes
    return add(moved, bytes, alignment, "reallocate", isPlain: old.isPlain)
  }

  private func add(
    _ block: UnsafeMutableRawPointer?, _ bytes: Int, _ alignment: Int, _ what: String,
    isPlain: Bool = false
  ) -> String? {
    guard let block else { return "\(what) of \(bytes) bytes was refused" }
    let start = UInt(bitPattern: block)
    if start % UInt(alignment) != 0 {
      return "\(what): 0x\(String(start, radix: 16)) is not at a multiple of \(alignment)"
    }
    let usable = caches[0].cache.usableBytes(block)
    if usable < bytes { return "\(what) of \(bytes) bytes gave only \(usable)" }
    if heap.isPlain(block) != isPlain { return "\(what) of \(bytes) bytes: plain is \(!isPlain)" }
    if bytes > 0, bytes <= SizeClass.largest, alignment <= 16, !isPlain || bytes > 16, what != "reallocate",
      let sizeClass = SizeClass.containing(bytes), usable != SizeClass.bytes(sizeClass)
    {
      return "\(what) of \(bytes) bytes gave \(usable), not the class's \(SizeClass.bytes(sizeClass))"
    }
    let place = blocks.partitioningIndex { $0.start > start }
    // A block of no bytes has an address of its own, too.
    let end = start + UInt(max(bytes, 1))
    if place > 0, blocks[place - 1].start + UInt(max(blocks[place - 1].bytes, 1)) > start {
      return "\(what): two blocks overlap"
    }
    if place < blocks.count, blocks[place].start < end { return "\(what): two blocks overlap" }
    made += 1
    let added = Block(start: start, bytes: bytes, number: made, isPlain: isPlain)
    blocks.insert(added, at: place)
    fill(added)
    return nil
  }

  private func finish() -> String? {
    if let wrong = verify() { return wrong }
    var turn = 0
    for block in blocks {
      if !isIntact(block, upTo: block.bytes) {
        return "the content of a block of \(block.bytes) bytes changed"
      }
      caches[turn % caches.count].cache.free(memory(block))
      turn += 1
    }
    blocks = []
    for box in caches { box.cache.flush() }
    if let wrong = verify() { return wrong }
    let census = heap.census()
    if census.tinyBlocks != 0 { return "\(census.tinyBlocks) tiny blocks are left of none" }
    if census.cachedBytes != 0 { return "\(census.cachedBytes) bytes stay in caches after a flush" }
    return nil
  }

  private func verify() -> String? {
    if let violated = heap.verify() { return "invariant \(violated.rawValue), \(violated), does not hold" }
    let census = heap.census()
    var tiny = 0
    var bytes = 0
    var plain = 0
    for block in blocks {
      let usable = caches[0].cache.usableBytes(memory(block))
      if block.isPlain, usable <= 16 {
        tiny += 1
        continue
      }
      bytes += usable
      if block.isPlain { plain += usable }
    }
    if census.tinyValues != tiny {
      return "the account has \(census.tinyValues) tiny values, there are \(tiny)"
    }
    let others = census.blocks - census.tinyBlocks
    if others != blocks.count - tiny {
      return "the account has \(others) blocks, there are \(blocks.count - tiny)"
    }
    let tinyBytes = 16 * census.tinyBlocks
    if census.blockBytes - tinyBytes != bytes {
      return "the account has \(census.blockBytes - tinyBytes) bytes in blocks, there are \(bytes)"
    }
    if census.plainBytes - tinyBytes != plain {
      return "the account has \(census.plainBytes - tinyBytes) bytes without pointers, there are \(plain)"
    }
    // Each thread may cut from one more.
    if census.tinyBlocks > tiny + caches.count {
      return "\(tiny) tiny values take \(census.tinyBlocks) blocks"
    }
    let parts =
      census.blockBytes + census.cachedBytes + census.centralBytes + census.spanBytes + census.tailBytes
    if census.inUse != parts + census.magazines
      || census.heap != census.inUse + census.idle + census.untouched
    {
      return "the account does not add up: \(census)"
    }
    return nil
  }

  // MARK: Content

  private func memory(_ block: Block) -> UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(bitPattern: block.start)!
  }

  /// All of a small block; of a large one its ends, and a byte of each page.
  private func eachByte(of count: Int, _ visit: (Int) -> Bool) -> Bool {
    if count <= 2048 { return (0..<count).allSatisfy(visit) }
    return (0..<128).allSatisfy(visit) && (count - 128..<count).allSatisfy(visit)
      && stride(from: 4096, to: count, by: 4096).allSatisfy(visit)
  }

  private func value(_ number: Int, _ index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: number &* 31 &+ index &+ 1) | 1
  }

  private func fill(_ block: Block) {
    let memory = memory(block)
    _ = eachByte(of: block.bytes) { index in
      memory.storeBytes(of: value(block.number, index), toByteOffset: index, as: UInt8.self)
      return true
    }
  }

  private func isIntact(_ block: Block, upTo bytes: Int) -> Bool {
    let memory = memory(block)
    return eachByte(of: block.bytes) { index in
      index >= bytes || memory.load(fromByteOffset: index, as: UInt8.self) == value(block.number, index)
    }
  }
}

extension Array {
  /// The first index whose element belongs to the second part.
  fileprivate func partitioningIndex(_ belongsToSecond: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if belongsToSecond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
