// GuardModel: random use of a guarded heap, right and wrong, beside lists of the blocks that live and of those that wait. Each
// wrong use must be reported with its kind, its block, the byte and the places; nothing else may be. The damage is mended, and
// the same heap goes on.
// Relies on: HeapAllocator's public API. A block's header and fence count 96 bytes in the quarantine.

import HeapAllocator
import TestSupport

/// One thing that a program does, rightly or not. Numbers choose among what there is.
package enum GuardOperation: Hashable, Sendable {
  case allocate(bytes: Int, alignment: Int, isCleared: Bool)
  case free(block: Int)
  case freeTwice(block: Int)
  case useFreed(block: Int)
  case freeInside(block: Int)
  case writePastEnd(block: Int, byte: Int)
  case writeInFront(block: Int, byte: Int)
  case writeAfterFree(block: Int, byte: Int)
  case changeOldest(byte: Int)
  case inspect

  package static func random(using generator: inout SeededGenerator) -> GuardOperation {
    let number = Int.random(in: 0..<1 << 30, using: &generator)
    let byte = Int.random(in: 0..<1 << 20, using: &generator)
    switch Int.random(in: 0..<100, using: &generator) {
    case 0..<44:
      let largest = [64, 300, 300, 5000, 60_000][number % 5]
      let alignment = number % 7 == 0 ? 1 << Int.random(in: 0..<13, using: &generator) : 16
      return .allocate(
        bytes: Int.random(in: 0...largest, using: &generator), alignment: alignment,
        isCleared: number % 3 == 0)
    case 44..<84: return .free(block: number)
    case 84..<86: return .freeTwice(block: number)
    case 86..<88: return .useFreed(block: number)
    case 88..<90: return .freeInside(block: number)
    case 90..<93: return .writePastEnd(block: number, byte: byte)
    case 93..<95: return .writeInFront(block: number, byte: byte)
    case 95..<97: return .writeAfterFree(block: number, byte: byte)
    case 97: return .changeOldest(byte: byte)
    default: return .inspect
    }
  }
}

/// A guarded heap, and what must be true of it.
package final class GuardModel {
  private struct Block {
    var start: UInt
    var bytes: Int
    var allocatedAt: UInt
    var freedAt: UInt = 0
    /// Of a byte that was changed after the free.
    var changed: Int?

    var weight: Int { bytes + GuardModel.around }
  }

  private static let around = 96
  private static let fence = 16
  private static let mostBlocks = 400

  private let heap: GuardedHeap
  private var cache: GuardedCache?
  private let quarantine: Int
  private var living: [Block] = []
  /// The next to leave comes first.
  private var waiting: [Block] = []
  private var waitingBytes = 0
  /// Blocks that left changed; the heap has lost them.
  private var lost = 0
  private var places: UInt = 0

  /// - Returns: nil when the system refuses the address space.
  package init?(quarantine: Int = 1 << 18, mutation: Mutation = .none) {
    guard let heap = GuardedHeap(quarantine: quarantine) else { return nil }
    cache = heap.makeCache()
    if cache == nil { return nil }
    heap.suffer(mutation)
    self.heap = heap
    self.quarantine = quarantine
  }

  deinit { cache = nil }

  /// Runs operations, gives everything back and looks once more.
  ///
  /// - Returns: What the heap did wrong first, or nil.
  package func discrepancy(after operations: some Sequence<GuardOperation>) -> String? {
    for operation in operations {
      if let wrong = run(operation) { return wrong }
    }
    while !living.isEmpty {
      if let wrong = free(0) { return wrong }
    }
    return inspect()
  }

  private func run(_ operation: GuardOperation) -> String? {
    switch operation {
    case .allocate(let bytes, let alignment, let isCleared):
      if living.count >= Self.mostBlocks { return free(bytes % living.count) }
      return allocate(bytes, alignment, isCleared)
    case .free(let block): return living.isEmpty ? nil : free(block % living.count)
    case .freeTwice(let index):
      guard !waiting.isEmpty else { return nil }
      let block = waiting[index % waiting.count]
      return expect(.freedTwice, block, cache!.free(memory(block), at: place()))
    case .useFreed(let index):
      guard !waiting.isEmpty else { return nil }
      let block = waiting[index % waiting.count]
      return expect(.usedAfterFree, block, cache!.fault(of: memory(block)))
    case .freeInside(let index):
      guard !living.isEmpty else { return nil }
      let inside = living[index % living.count].start + 16
      // The next block may begin there.
      guard !living.contains(where: { $0.start == inside }) else { return nil }
      let report = cache!.free(UnsafeMutableRawPointer(bitPattern: inside)!, at: place())
      return expect(.noBlock, Block(start: inside, bytes: 0, allocatedAt: 0), report)
    case .writePastEnd(let index, let byte):
      return damaged(.wrotePastEnd, index, byte) { $0.bytes + byte % Self.fence }
    case .writeInFront(let index, let byte):
      return damaged(.wroteInFront, index, byte) { _ in -1 - byte % 8 }
    case .writeAfterFree(let index, let byte):
      guard !waiting.isEmpty else { return nil }
      let block = waiting[index % waiting.count]
      let offset = byte % (block.bytes + Self.fence)
      let old = change(block, offset)
      defer { memory(block).storeBytes(of: old, toByteOffset: offset, as: UInt8.self) }
      return expect(.wroteAfterFree, block, byte: offset, heap.inspect())
    case .changeOldest(let byte): return changeOldest(byte)
    case .inspect: return inspect()
    }
  }

  // MARK: Right use

  private func place() -> UInt {
    places += 1
    return places
  }

  private func allocate(_ bytes: Int, _ alignment: Int, _ isCleared: Bool) -> String? {
    let place = place()
    guard let new = cache!.allocate(bytes, alignment: alignment, isCleared: isCleared, at: place) else {
      return "\(bytes) bytes were refused"
    }
    let block = Block(start: UInt(bitPattern: new), bytes: bytes, allocatedAt: place)
    if block.start % UInt(max(alignment, 16)) != 0 { return "a block is not at a multiple of \(alignment)" }
    // With what belongs to each: a header of 80 bytes and a fence of 16.
    let end = block.start + UInt(bytes)
    for other in [living, waiting].joined()
    where block.start < other.start + UInt(other.bytes + Self.around) && other.start < end + UInt(Self.around)
    {
      return "a new block overlaps one that \(other.freedAt == 0 ? "lives" : "waits")"
    }
    if isCleared, !content(block).allSatisfy({ $0 == 0 }) { return "a cleared block does not read as zero" }
    new.initializeMemory(as: UInt8.self, repeating: value(block), count: bytes)
    living.append(block)
    return nil
  }

  /// Odd, which what the guard fills with is not.
  private func value(_ block: Block) -> UInt8 { UInt8(truncatingIfNeeded: block.allocatedAt) | 1 }

  private func free(_ index: Int) -> String? {
    var block = living[index]
    if !content(block).allSatisfy({ $0 == value(block) }) {
      return "the content of a block of \(block.bytes) bytes changed"
    }
    living.swapAt(index, living.count - 1)
    living.removeLast()
    block.freedAt = place()
    waiting.append(block)
    waitingBytes += block.weight
    let report = cache!.free(memory(block), at: block.freedAt)
    var leaving = 0
    defer { waiting.removeFirst(leaving) }
    while leaving < waiting.count, waitingBytes > quarantine {
      let oldest = waiting[leaving]
      leaving += 1
      waitingBytes -= oldest.weight
      guard let changed = oldest.changed else { continue }
      lost += 1
      return expect(.wroteAfterFree, oldest, byte: changed, report)
    }
    return report.map { "right use was reported: \($0)" }
  }

  private func inspect() -> String? {
    if let report = heap.inspect() { return "nothing is wrong, but was reported: \(report)" }
    if let violated = heap.verify() { return "invariant \(violated.rawValue), \(violated), does not hold" }
    let count = heap.census().blocks
    let expected = living.count + waiting.count + lost
    return count == expected ? nil : "the account has \(count) blocks, there are \(expected)"
  }

  // MARK: Wrong use

  /// Changes one byte around a living block, sees who notices, and puts it back.
  private func damaged(_ misuse: Misuse, _ index: Int, _ byte: Int, at place: (Block) -> Int) -> String? {
    guard !living.isEmpty else { return nil }
    let block = living[index % living.count]
    let offset = place(block)
    let old = change(block, offset)
    defer { memory(block).storeBytes(of: old, toByteOffset: offset, as: UInt8.self) }
    switch byte / 16 % 3 {
    case 0: return expect(misuse, block, byte: offset, cache!.free(memory(block), at: self.place()))
    case 1: return expect(misuse, block, byte: offset, cache!.fault(of: memory(block)))
    default: return expect(misuse, block, byte: offset, heap.inspect())
    }
  }

  /// Changes a byte of the block that leaves the quarantine next, and frees others until it leaves.
  private func changeOldest(_ byte: Int) -> String? {
    guard !waiting.isEmpty else { return nil }
    let offset = byte % (waiting[0].bytes + Self.fence)
    _ = change(waiting[0], offset)
    waiting[0].changed = offset
    let before = lost
    while lost == before {
      if let wrong = allocate(2000, 16, false) ?? free(living.count - 1) { return wrong }
    }
    return nil
  }

  private func change(_ block: Block, _ offset: Int) -> UInt8 {
    let old = memory(block).load(fromByteOffset: offset, as: UInt8.self)
    memory(block).storeBytes(of: old ^ 0x55, toByteOffset: offset, as: UInt8.self)
    return old
  }

  private func expect(_ misuse: Misuse, _ block: Block, byte offset: Int = 0, _ report: MisuseReport?)
    -> String?
  {
    guard let report else { return "\(misuse) was not noticed" }
    let isRight =
      report.misuse == misuse && report.block == block.start && report.bytes == UInt(block.bytes)
      && report.offset == offset && report.allocatedAt == block.allocatedAt && report.freedAt == block.freedAt
    return isRight ? nil : "\(misuse) of \(block), at byte \(offset), was reported as \(report)"
  }

  // MARK: Memory

  private func memory(_ block: Block) -> UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(bitPattern: block.start)!
  }

  private func content(_ block: Block) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: memory(block), count: block.bytes)
  }
}
