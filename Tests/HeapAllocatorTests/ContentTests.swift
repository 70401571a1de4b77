// Blocks without pointers, tiny values among them, and what a heap gives back when it is asked to.

import Glibc
import HeapAllocator
import Testing

@Suite("blocks without pointers")
struct ContentTests {
  @Test("tiny values share blocks of sixteen bytes, each at a multiple that its size asks for")
  func share() throws {
    let heap = try makeHeap()
    var cache = try heap.newCache()
    var values: [UnsafeMutableRawPointer] = []
    for bytes in [1, 2, 4, 8] { values.append(try cache.plain(bytes)) }
    let first = UInt(bitPattern: values[0])
    #expect(values.map { UInt(bitPattern: $0) - first } == [0, 2, 4, 8])
    let full = heap.census()
    #expect(full.tinyValues == 4 && full.tinyBlocks == 1)
    // Sixteen bytes are a block, and no bytes are a value with an address.
    let whole = try cache.plain(16)
    let nothing = try cache.plain(0)
    #expect(UInt(bitPattern: whole) % 16 == 0 && nothing != whole)
    let census = heap.census()
    #expect(census.tinyValues == 6 && census.tinyBlocks == 3)
    for value in values + [whole, nothing] { cache.free(value) }
    cache.flush()
    expectSound(heap, blocks: 0)
  }

  @Test("one living value keeps the block of its fifteen neighbors, and the last one to go gives it back")
  func retention() throws {
    let heap = try makeHeap()
    var cache = try heap.newCache()
    let values = try (0..<1600).map { _ in try cache.plain(1) }
    let all = heap.census()
    #expect(all.tinyBlocks == 100)
    for (index, value) in values.enumerated() where index % 16 != 7 { cache.free(value) }
    let kept = heap.census()
    #expect(kept.tinyValues == 100 && kept.tinyBlocks == 100)
    for index in stride(from: 7, to: 1600, by: 16) { cache.free(values[index]) }
    let none = heap.census()
    #expect(none.tinyBlocks == 0)
    expectSound(heap, blocks: 0)
  }

  @Test("a value that another thread frees goes home, although its thread still cuts from the block")
  func foreign() throws {
    let heap = try makeHeap(isObserved: true)
    var one = try heap.newCache()
    var two = try heap.newCache()
    let value = try one.plain(3)
    two.free(value)
    let steps = [heap.count(.freedForeign), heap.count(.tiny)]
    #expect(steps == [1, 0])
    let held = heap.census().tinyBlocks
    let next = try one.plain(3)
    let shared = heap.count(.tiny)
    #expect(held == 1 && next == value + 3 && shared == 1)
    one.free(next)
    one.flush()
    two.flush()
    expectSound(heap, blocks: 0)
  }

  @Test("a block's page says whether it holds pointers, through resizing, and no span holds both kinds")
  func kinds() throws {
    let heap = try makeHeap()
    var cache = try heap.newCache()
    for bytes in [1, 16, 17, 100, 5000, 32_768, 32_769, 1 << 20] {
      let plain = try cache.plain(bytes)
      let other = try cache.block(bytes)
      let grown = [heap.isPlain(plain), heap.isPlain(other)]
      #expect(grown == [true, false], "\(bytes) bytes")
      let larger = try cache.resized(plain, to: bytes * 3)
      let isPlain = heap.isPlain(larger)
      let census = heap.census()
      let taken = census.plainBytes - 16 * census.tinyBlocks
      let usable = cache.usableBytes(larger)
      #expect(isPlain && taken == (bytes * 3 > 16 ? usable : 0), "\(bytes) bytes")
      let spans = heap.map().filter { $0.use == .objects || $0.use == .large }
      #expect(Set(spans.map(\.isPlain)) == [true, false], "\(bytes) bytes")
      cache.free(larger)
      cache.free(other)
    }
    cache.flush()
    expectSound(heap, blocks: 0)
  }

  @Test("free blocks that pin spans from the central lists go home when the heap is drained")
  func drain() throws {
    let heap = try makeHeap()
    var cache = try heap.newCache()
    var blocks: [UnsafeMutableRawPointer] = []
    for turn in 0..<2000 { blocks.append(try cache.block(4096 + turn % 8 * 512)) }
    for block in blocks { cache.free(block) }
    cache.flush()
    let before = heap.census()
    #expect(before.blocks == 0 && before.centralBytes > 1 << 20)
    heap.drain()
    expectSound(heap, blocks: 0)
    let after = heap.census()
    #expect(after.centralBytes == 0 && after.inUse == after.magazines, "\(after)")
    // All of it can be had again, as pages.
    let released = heap.releaseIdle()
    #expect(released > 1 << 20)
    let large = try cache.block(8 << 20)
    cache.free(large)
    expectSound(heap, blocks: 0)
  }
}
