// A heap as its documentation says it behaves. What takes many operations to see is in ModelTests.

import Glibc
import HeapAllocator
import Testing

@Suite("a heap")
struct HeapTests {
  @Test("a block has its size, its alignment and its content until it is freed, at the edges of every class")
  func edges() throws {
    let heap = try makeHeap(1 << 30)
    var cache = try heap.newCache()
    var blocks: [(UnsafeMutableRawPointer, Int)] = []
    let sizes = (1...SizeClass.count).flatMap { sizeClass in
      [-1, 0, 1].map { SizeClass.bytes(sizeClass) + $0 }
    }
    for bytes in sizes + [0, 8191, 8192, 8193, 1 << 20, (1 << 20) + 1] {
      let block = try cache.block(bytes)
      let usable = cache.usableBytes(block)
      #expect(UInt(bitPattern: block) % 16 == 0 && usable >= bytes)
      memset(block, Int32(bytes % 251), bytes)
      blocks.append((block, bytes))
    }
    for (block, bytes) in blocks {
      let bytesInBlock = UnsafeRawBufferPointer(start: block, count: bytes)
      #expect(bytesInBlock.allSatisfy { $0 == UInt8(bytes % 251) }, "\(bytes) bytes")
      cache.free(block)
    }
    expectSound(heap)
  }

  @Test("every alignment to 1 MiB holds for every class and for large blocks")
  func alignments() throws {
    let heap = try makeHeap(1 << 33)
    var cache = try heap.newCache()
    for shift in 0...20 {
      for bytes in (1...SizeClass.count).map(SizeClass.bytes) + [0, 1, 40_000, 3 << 20] {
        let block = try cache.block(bytes, alignment: 1 << shift)
        if UInt(bitPattern: block) % (1 << UInt(shift)) != 0 || cache.usableBytes(block) < bytes {
          Issue.record("\(bytes) bytes at a multiple of \(1 << shift)")
        }
        cache.free(block)
      }
    }
    let odd = [cache.allocate(8, alignment: 24), cache.allocate(8, alignment: 0)]
    #expect(odd == [nil, nil])
    expectSound(heap, blocks: 0)
  }

  @Test(
    "sizes that no machine has are refused with ENOMEM, and cost nothing",
    arguments: [Int.max, 1 << 40, (1 << 30) + 1])
  func impossible(_ bytes: Int) throws {
    let heap = try makeHeap(1 << 30)
    var cache = try heap.newCache()
    errno = 0
    let plain = cache.allocate(bytes)
    #expect(plain == nil && errno == ENOMEM)
    let others = [
      cache.allocateCleared(bytes), cache.allocate(bytes, alignment: 4096),
      cache.allocate(bytes, alignment: 1 << 20), cache.allocate(-1),
    ]
    #expect(others == [nil, nil, nil, nil])
    let block = try cache.block(100)
    let grown = cache.reallocate(block, to: bytes)
    #expect(grown == nil)
    cache.free(block)
    cache.flush()
    expectSound(heap, blocks: 0)
  }

  @Test("an alignment that no heap has is refused")
  func impossibleAlignment() throws {
    let heap = try makeHeap(1 << 24)
    var cache = try heap.newCache()
    let block = cache.allocate(8, alignment: 1 << 50)
    #expect(block == nil)
    expectSound(heap)
  }

  @Test(
    "a large block grows where it is into free pages, shrinks by giving pages back, and keeps its content when it moves"
  )
  func largeResizing() throws {
    let heap = try makeHeap(1 << 30)
    var cache = try heap.newCache()
    let block = try cache.block(100_000)
    memset(block, 5, 100_000)
    let grown = try cache.resized(block, to: 900_000)
    #expect(grown == block)
    let before = heap.census().largeBytes
    let shrunk = try cache.resized(grown, to: 50_000)
    let after = heap.census().largeBytes
    #expect(shrunk == block && after < before)
    // Something behind it is in the way now.
    let wall = try cache.block(40_000)
    let moved = try cache.resized(shrunk, to: 4 << 20)
    #expect(moved != shrunk)
    #expect(UnsafeRawBufferPointer(start: moved, count: 50_000).allSatisfy { $0 == 5 })
    // Two MiB and more move by their page tables.
    let again = try cache.block(40_000)
    memset(moved, 6, 4 << 20)
    let far = try cache.resized(moved, to: 200 << 20)
    #expect(UnsafeRawBufferPointer(start: far, count: 4 << 20).allSatisfy { $0 == 6 })
    for last in [wall, again, far] { cache.free(last) }
    expectSound(heap)
  }

  @Test("what one thread allocates another may free; the block goes home and not into its hands")
  func foreign() throws {
    let heap = try makeHeap(1 << 28, isObserved: true)
    var one = try heap.newCache()
    var two = try heap.newCache()
    let blocks = try (0..<200).map { _ in try one.block(64) }
    for block in blocks { two.free(block) }
    let foreign = heap.count(.freedForeign)
    #expect(foreign == 200)
    let own = try (0..<200).map { _ in try two.block(64) }
    // A full magazine of strangers may come back by way of the central list; what waits in its bins must not.
    #expect(Set(own).intersection(blocks).count <= 200 - 200 % SizeClass.magazine(4))
    for block in own { two.free(block) }
    one.flush()
    two.flush()
    expectSound(heap, blocks: 0)
  }

  @Test("an observed heap says which tier served each request")
  func observed() throws {
    let heap = try makeHeap(isObserved: true)
    var cache = try heap.newCache()
    let count = 2 * SizeClass.magazine(4)
    var blocks: [UnsafeMutableRawPointer] = []
    for _ in 0..<count { blocks.append(try cache.block(64)) }
    // A magazine of 64 addresses: one request in 64 reaches a span.
    let fresh = Step.allCases.map { heap.count($0) }
    #expect(fresh == [count - 2, 0, 0, 2, 0, 0, 0, 0])
    for block in blocks { cache.free(block) }
    for _ in 0..<count { _ = try cache.block(64) }
    // The window and the magazine behind it are full: no other tier is asked.
    let again = Step.allCases.map { heap.count($0) }
    #expect(again == [2 * count - 3, 1, 0, 2, 0, count, 0, 0])
    _ = try cache.block(100_000)
    let large = heap.count(.large)
    #expect(large == 1)
  }

  @Test("the map tiles the heap, and says what each span holds")
  func map() throws {
    let heap = try makeHeap(1 << 28)
    var cache = try heap.newCache()
    let small = try cache.block(64)
    let large = try cache.block(100_000)
    let map = heap.map()
    #expect(map.first?.page == 0)
    for (one, next) in zip(map, map.dropFirst()) { #expect(one.page + one.pages == next.page) }
    let census = heap.census()
    #expect(map.reduce(0) { $0 + $1.pages } * 8192 == census.heap)
    let objects = map.filter { $0.use == .objects }
    #expect(objects.count == 1 && objects[0].sizeClass == 4 && objects[0].used == SizeClass.magazine(4))
    #expect(map.filter { $0.use == .large }.map(\.requested) == [100_000])
    cache.free(small)
    cache.free(large)
  }

  @Test("a free span holds memory from its first use until it is given back")
  func holdsMemory() throws {
    let heap = try makeHeap(1 << 28)
    var cache = try heap.newCache()
    let large = try cache.block(100_000)
    #expect(heap.map().map(\.holdsMemory) == [true, false])
    cache.free(large)
    // What was never touched has joined what was.
    #expect(heap.map().map(\.holdsMemory) == [true])
    #expect(heap.releaseIdle() == heap.census().heap)
    #expect(heap.map().map(\.holdsMemory) == [false])
  }

  @Test("two heaps know nothing of each other, and a heap's end gives its address space back")
  func many() throws {
    for _ in 0..<2000 {
      // A terabyte in all, if none went back; so many reservations would also exceed the system's limit of mappings.
      let heap = try makeHeap(1 << 34)
      var cache = try heap.newCache()
      let block = try cache.block(100)
      cache.free(block)
    }
  }
}
