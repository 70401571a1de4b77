// HeapScenario: what random operations seldom come to: a heap that is full, a peak that goes, many threads, refusals. Each
// says what is wrong, or nothing.
// Relies on: HeapAllocator's public API.

import Glibc
import HeapAllocator
import TestSupport

/// One run on a new heap.
package enum HeapScenario: String, CaseIterable, Sendable {
  case random
  case full
  case peak
  case magazines
  case threadNumbers
  case sizes
  case refusedOnce
  case refusedForGood
  case threads
  case guarded

  /// - Returns: What the heap did wrong first, or nil.
  package func run(_ mutation: Mutation = .none, seed: UInt64 = 1, operations: Int = 20_000, caches: Int = 3)
    -> String?
  {
    switch self {
    case .random: Self.random(mutation, seed, operations, caches)
    case .full: Self.full(mutation)
    case .peak: Self.peak(mutation)
    case .magazines: Self.magazines(mutation)
    case .threadNumbers: Self.threadNumbers(mutation)
    case .sizes: Self.sizes(mutation)
    case .refusedOnce: Self.refusedOnce(mutation)
    case .refusedForGood: Self.refusedForGood(mutation)
    case .threads: HeapThreads.discrepancy(threads: 4, turns: 5000, mutation: mutation)
    case .guarded: Self.guarded(mutation, seed, operations)
    }
  }

  private static func random(_ mutation: Mutation, _ seed: UInt64, _ operations: Int, _ caches: Int)
    -> String?
  {
    guard let model = HeapModel(caches: caches, mutation: mutation) else { return "there is no heap" }
    var generator = SeededGenerator(seed: seed)
    return model.discrepancy(
      after: (0..<operations).lazy.map { _ in
        HeapOperation.random(caches: caches, largest: 1 << 18, using: &generator)
      })
  }

  /// Right and wrong use of a heap behind fences.
  private static func guarded(_ mutation: Mutation, _ seed: UInt64, _ operations: Int) -> String? {
    guard let model = GuardModel(mutation: mutation) else { return "there is no heap" }
    var generator = SeededGenerator(seed: seed)
    return model.discrepancy(
      after: (0..<operations).lazy.map { _ in GuardOperation.random(using: &generator) })
  }

  private static func heap(_ bytes: Int, _ mutation: Mutation, isObserved: Bool = false) -> Heap? {
    guard let heap = Heap(reserving: bytes, isObserved: isObserved) else { return nil }
    heap.suffer(mutation)
    return heap
  }

  /// A heap that is full refuses with errno, and gives all of it again when blocks come back.
  private static func full(_ mutation: Mutation) -> String? {
    guard let heap = heap(16 << 20, mutation), var cache = heap.makeCache() else { return "there is no heap" }
    for size in [64, 40_000, 3 << 20] {
      var blocks: [UnsafeMutableRawPointer] = []
      errno = 0
      while let block = cache.allocate(size) {
        blocks.append(block)
        if blocks.count * size > 32 << 20 { return "a heap of 16 MiB gave 32 MiB" }
      }
      if errno != ENOMEM { return "a refusal left errno \(errno)" }
      if blocks.count * size < 12 << 20 {
        return "a heap of 16 MiB was full after \(blocks.count) blocks of \(size) bytes"
      }
      if let violated = heap.verify() { return "a full heap: \(violated)" }
      for block in blocks { cache.free(block) }
      cache.flush()
      if let violated = heap.verify() { return "after a full heap: \(violated)" }
    }
    return nil
  }

  /// A peak of one size goes back to pages, so that another size can have them, and their memory to the system.
  private static func peak(_ mutation: Mutation) -> String? {
    guard let heap = heap(1 << 30, mutation), var cache = heap.makeCache() else { return "there is no heap" }
    var blocks: [UnsafeMutableRawPointer] = []
    for _ in 0..<200_000 {
      guard let block = cache.allocate(200) else { return "refused" }
      block.storeBytes(of: 1, as: UInt8.self)
      blocks.append(block)
    }
    let before = heap.census()
    for block in blocks { cache.free(block) }
    cache.flush()
    if let violated = heap.verify() { return "after a peak: \(violated)" }
    let after = heap.census()
    if after.blocks != 0 { return "after a peak \(after.blocks) blocks are left of none" }
    // One span stays, and the full magazines of the class.
    if after.inUse - after.magazines > 1 << 20 {
      return "after a peak of \(before.inUse) bytes \(after.inUse) are in use"
    }
    let released = heap.releaseIdle()
    if released < before.inUse / 2 || heap.census().idle != 0 {
      return "only \(released) bytes went back to the system"
    }
    return heap.verify().map { "after a release: \($0)" }
  }

  /// The same work over and over needs no more magazines than the first time.
  private static func magazines(_ mutation: Mutation) -> String? {
    guard let heap = heap(1 << 28, mutation), var cache = heap.makeCache() else { return "there is no heap" }
    var first = 0
    for round in 0..<300 {
      let blocks = (0..<500).compactMap { _ in cache.allocate(48) }
      for block in blocks { cache.free(block) }
      if round == 2 { first = heap.census().magazines }
    }
    let last = heap.census().magazines
    return last > first ? "magazines grew from \(first) to \(last) bytes" : nil
  }

  /// Numbers of threads that have ended are given again, so that a late pair of threads still knows whose block is whose.
  private static func threadNumbers(_ mutation: Mutation) -> String? {
    guard let heap = heap(1 << 28, mutation, isObserved: true) else { return "there is no heap" }
    for _ in 0..<1500 {
      guard var cache = heap.makeCache(), let block = cache.allocate(32) else { return "refused" }
      cache.free(block)
    }
    guard var one = heap.makeCache(), var two = heap.makeCache(), let block = one.allocate(32) else {
      return "refused"
    }
    let before = heap.count(.freedForeign)
    two.free(block)
    if heap.count(.freedForeign) != before + 1 {
      return "a block of another thread counts as the thread's own"
    }
    return heap.verify().map { "after many threads: \($0)" }
  }

  /// Resizing: in place while at least half is used, else smaller; growth of a large block keeps its content.
  private static func sizes(_ mutation: Mutation) -> String? {
    guard let heap = heap(1 << 28, mutation), var cache = heap.makeCache() else { return "there is no heap" }
    for sizeClass in 1...SizeClass.count {
      let bytes = SizeClass.bytes(sizeClass)
      guard let block = cache.allocate(bytes) else { return "refused" }
      guard let same = cache.reallocate(block, to: (bytes + 1) / 2) else { return "refused" }
      if same != block { return "\(bytes) bytes moved for half of it" }
      guard let small = cache.reallocate(same, to: bytes / 3) else { return "refused" }
      if cache.usableBytes(small) > max(16, bytes / 2) {
        return "a third of \(bytes) bytes still takes \(cache.usableBytes(small))"
      }
      cache.free(small)
    }
    // A neighbor that is in use is in the way.
    let row = (0..<8).compactMap { _ in cache.allocate(40_000) }
    for block in row { memset(block, 7, 40_000) }
    for (index, block) in row.enumerated() where index % 2 == 0 {
      guard let grown = cache.reallocate(block, to: 60_000) else { return "refused" }
      memset(grown, 1, 60_000)
    }
    for (index, block) in row.enumerated() where index % 2 == 1 && block.load(as: UInt8.self) != 7 {
      return "a large block grew into its neighbor"
    }
    return heap.verify().map { "after resizing: \($0)" }
  }

  /// The N-th request for pages is refused once, for each N: the caller gets nil with errno, what is there stays whole, and
  /// the heap goes on.
  private static func refusedOnce(_ mutation: Mutation) -> String? { refused(mutation, count: 1) }

  /// As before, but no page is granted any more.
  private static func refusedForGood(_ mutation: Mutation) -> String? { refused(mutation, count: .max) }

  private static func refused(_ mutation: Mutation, count: Int) -> String? {
    for first in 1...500 {
      guard let heap = heap(1 << 30, mutation), var cache = heap.makeCache() else {
        return "there is no heap"
      }
      heap.refusePages(from: first, count: count)
      var held: [UnsafeMutableRawPointer] = []
      var growing: UnsafeMutableRawPointer?
      var refusals = 0
      // 700 MiB of address space, hardly touched: more than 500 requests of at least 1 MiB.
      for turn in 0..<700 {
        errno = 0
        let block = turn % 7 == 0 ? cache.allocate(100 + turn) : cache.allocate(900_000)
        if let block {
          block.storeBytes(of: 7, as: UInt8.self)
          held.append(block)
        } else {
          refusals += 1
          if errno != ENOMEM { return "request \(first) refused: errno is \(errno)" }
        }
        if turn % 50 == 0 {
          let bytes = 100_000 * (turn / 50 + 1)
          if let old = growing {
            if let moved = cache.reallocate(old, to: bytes) { growing = moved }
            if growing!.load(as: UInt8.self) != 9 {
              return "request \(first) refused: a block that could not grow is lost"
            }
          } else {
            growing = cache.allocate(bytes)
            growing?.storeBytes(of: 9, as: UInt8.self)
          }
        }
      }
      if count == 1, heap.pageRequests < first {
        return "there were only \(heap.pageRequests) requests for pages"
      }
      if refusals == 0, count == .max { return "request \(first) was refused and nobody heard" }
      if let violated = heap.verify() { return "request \(first) refused: \(violated)" }
      heap.grantPages()
      guard let again = cache.allocate(900_000) else {
        return "request \(first) refused: the heap does not go on"
      }
      held.append(again)
      for block in held { cache.free(block) }
      if let growing { cache.free(growing) }
      cache.flush()
      if let violated = heap.verify() { return "after request \(first) was refused: \(violated)" }
      if heap.census().blocks != 0 {
        return "after request \(first) was refused \(heap.census().blocks) blocks are left"
      }
    }
    return nil
  }
}
