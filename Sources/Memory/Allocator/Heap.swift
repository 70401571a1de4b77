// Heap: the allocator as a library. A heap is a value that one creates, fills, inspects and destroys; a thread works on it
// through a cache of its own. In malloc the same tiers stand behind the C library's names.
// Relies on: the tiers of this folder. Invariant: a cache does not outlive its heap; the heap's end sees to it.

import CPlatform

/// A heap of three tiers: thread caches, central lists, pages.
public struct Heap: ~Copyable, @unchecked Sendable {
  // Sendable, because what threads share stands behind locks; a cache is one thread's.
  let handle: HeapHandle

  /// Reserves address space for a heap; memory comes page by page as it is needed.
  ///
  /// - Parameters:
  ///   - bytes: How much address space; a quarter as much is tried after each refusal. 1 MiB at least.
  ///   - isObserved: Counts the tier that serves each request, which makes every request slower.
  /// - Returns: nil when the system refuses.
  public init?(reserving bytes: Int = 1 << 30, isObserved: Bool = false) {
    guard let made = Self.handle(reserving: bytes, isObserved: isObserved) else { return nil }
    handle = made
  }

  private static func handle(reserving bytes: Int, isObserved: Bool) -> HeapHandle? {
    guard let memory = platform_reserve(HeapHandle.stateBytes, Int(pageBytes)).memory else { return nil }
    let handle = HeapHandle(memory)
    handle.state.initialize(to: HeapState())
    handle.state.pointee.isObserved = isObserved ? 1 : 0
    handle.state.pointee.isTyped = 1
    guard handle.reserve(max(UInt(max(bytes, 0)), 1 << 20).rounded(up: pageBytes)) else {
      platform_unreserve(handle.address, HeapHandle.stateBytes)
      return nil
    }
    platform_store(&handle.state.pointee.isReady, 1)
    return handle
  }

  deinit {
    precondition(handle.state.pointee.cacheCount == 0, "a thread cache outlives its heap")
    handle.unreserve()
    platform_unreserve(handle.address, HeapHandle.stateBytes)
  }

  /// A cache for one thread. Two caches on one thread behave as two threads.
  ///
  /// - Returns: nil when the system refuses the memory for it.
  public func makeCache() -> ThreadCache? {
    guard let memory = platform_reserve(ThreadCache.bytes, Int(pageBytes)).memory else { return nil }
    return ThreadCache(handle, memory.assumingMemoryBound(to: platform_cache.self))
  }

  /// What the heap holds. Exact while no other thread works on it.
  ///
  /// - Complexity: O(spans + threads).
  public func census() -> Census { handle.census() }

  /// The heap's spans, first page first.
  public func map() -> [SpanRecord] {
    handle.lockAll()
    defer { handle.unlockAll(inChild: false) }
    var records: [SpanRecord] = []
    handle.eachSpan { span in
      records.append(
        SpanRecord(
          page: Int(span.pointee.page), pages: Int(span.pointee.pages),
          use: SpanRecord.Use(rawValue: span.pointee.state) ?? .free,
          sizeClass: HeapHandle.plainless(Int(span.pointee.sizeClass)),
          isPlain: Int(span.pointee.sizeClass) > HeapHandle.plain || span.pointee.isPlain == 1,
          used: Int(span.pointee.used), requested: Int(span.pointee.requested),
          holdsMemory: span.pointee.state != Span.State.free || span.pointee.isZero == 0))
    }
    return records
  }

  /// How often a step was taken, by all threads; 0 when the heap is not observed.
  public func count(_ step: Step) -> Int {
    platform_lock(&handle.state.pointee.lock)
    defer { platform_unlock(&handle.state.pointee.lock) }
    return Int(handle.count(step))
  }

  /// The first invariant that does not hold, or nil. No other thread may work on the heap meanwhile.
  ///
  /// - Complexity: O(pages + objects).
  public func verify() -> Invariant? { handle.verify() }

  /// True when the block was asked for as one without pointers. Ends the process for what is no block.
  ///
  /// - Complexity: O(1): the block's page says it.
  public func isPlain(_ block: UnsafeMutableRawPointer) -> Bool { handle.isPlain(UInt(bitPattern: block)) }

  /// Gives the free blocks of the central lists to their spans, and spans without blocks to the page heap. What waits in
  /// threads' caches stays there; `ThreadCache.flush` brings it to the central lists.
  ///
  /// - Complexity: O(free blocks of central lists).
  public func drain() { handle.eachClass(handle.drain) }

  /// Drains the central lists and gives the memory of all free pages back to the system.
  ///
  /// - Returns: How many bytes went back.
  @discardableResult
  public func releaseIdle() -> Int {
    drain()
    platform_lock(&handle.state.pointee.lock)
    defer { platform_unlock(&handle.state.pointee.lock) }
    let before = handle.state.pointee.released
    handle.release(until: 0, most: .max)
    return Int((handle.state.pointee.released &- before) << pageShift)
  }

  // MARK: Faults, for tests

  /// Refuses requests for pages.
  ///
  /// - Parameters:
  ///   - first: The request from which on, counted from now, from 1.
  ///   - count: How many; then pages are granted again.
  public func refusePages(from first: Int, count: Int = .max) {
    handle.state.pointee.requests = 0
    handle.state.pointee.refusesFrom = UInt(first)
    handle.state.pointee.refusals = UInt(count)
  }

  /// Grants pages again.
  public func grantPages() { handle.state.pointee.refusesFrom = 0 }

  /// Requests for pages since `refusePages`.
  public var pageRequests: Int { Int(handle.state.pointee.requests) }

  /// Switches a deliberate fault on. Without MUTATIONS it has no effect.
  public func suffer(_ mutation: Mutation) { handle.state.pointee.mutation = mutation.rawValue }
}

/// One thread's blocks of a heap. Its end gives them to the central lists.
public struct ThreadCache: ~Copyable {
  static let bytes = MemoryLayout<platform_typed_cache>.stride
  let heap: HeapHandle
  let cache: Cache

  init(_ heap: HeapHandle, _ cache: Cache) {
    self.heap = heap
    self.cache = cache
    heap.begin(cache)
  }

  deinit {
    heap.flush(cache)
    platform_unreserve(UInt(bitPattern: cache), Self.bytes)
  }

  /// A block of at least `bytes` at a multiple of 16.
  ///
  /// - Returns: nil when there is no memory.
  /// - Complexity: O(1), but for large blocks, which look for free pages.
  public mutating func allocate(_ bytes: Int) -> UnsafeMutableRawPointer? {
    bytes < 0 ? nil : heap.allocate(UInt(bytes), cache)
  }

  /// A block for a known content. One without pointers has another's neighborhood: `.plain` blocks of up to 16 bytes share
  /// blocks of 16, as long as one of the values in it lives, and lie at a multiple of the largest power of two that divides
  /// their size; larger ones lie at a multiple of 16.
  ///
  /// - Returns: nil when there is no memory.
  public mutating func allocate(_ bytes: Int, holding content: Content) -> UnsafeMutableRawPointer? {
    if bytes < 0 { return nil }
    return content == .pointers
      ? heap.allocate(UInt(bytes), cache) : heap.allocatePlain(UInt(bytes), cache).memory
  }

  /// A block that reads as zero; else as `allocate`.
  public mutating func allocateCleared(_ bytes: Int) -> UnsafeMutableRawPointer? {
    bytes < 0 ? nil : heap.allocateCleared(UInt(bytes), cache).memory
  }

  /// A block at a multiple of `alignment`, a power of two; nil for another alignment.
  public mutating func allocate(_ bytes: Int, alignment: Int) -> UnsafeMutableRawPointer? {
    guard bytes >= 0, alignment > 0, alignment & (alignment - 1) == 0 else { return nil }
    return heap.allocate(UInt(bytes), alignment: UInt(alignment), cache).memory
  }

  /// The block with another size, with its content up to the smaller of both; where it was, or elsewhere.
  ///
  /// - Returns: nil when there is no memory; then the block is as it was.
  public mutating func reallocate(_ block: UnsafeMutableRawPointer, to bytes: Int) -> UnsafeMutableRawPointer?
  {
    bytes < 0 ? nil : heap.reallocate(UInt(bitPattern: block), to: UInt(bytes), cache).memory
  }

  /// Takes a block back, this thread's or another's. Ends the process for a pointer that is none of this heap.
  public mutating func free(_ block: UnsafeMutableRawPointer) { heap.free(UInt(bitPattern: block), cache) }

  /// The bytes that a block really has; of a tiny value those to the next living one.
  public func usableBytes(_ block: UnsafeMutableRawPointer) -> Int {
    Int(heap.usableBytes(UInt(bitPattern: block)))
  }

  /// Gives all blocks to the central lists, as the end of the thread does, and goes on.
  public mutating func flush() {
    heap.flush(cache)
    heap.begin(cache)
  }
}
