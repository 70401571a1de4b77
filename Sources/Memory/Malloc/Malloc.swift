// Malloc: the C library's names for the allocator. The Swift compiler reserves some of them, so each stands here as
// live_NAME, and the linker gives it the other (Scripts/build-malloc).
// Source: malloc(3), posix_memalign(3), POSIX.1-2017. Relies on: CMalloc for the heap's and the cache's places.

import CMalloc

@inline(__always) private var heap: HeapHandle { HeapHandle(malloc_state().unsafelyUnwrapped) }
@inline(__always) private var cache: Cache { malloc_cache().unsafelyUnwrapped }
@inline(__always) private func address(_ block: UnsafeMutableRawPointer?) -> UInt { UInt(bitPattern: block) }
@inline(__always) private func isPowerOfTwo(_ number: UInt) -> Bool {
  number != 0 && number & (number &- 1) == 0
}

@inline(never) private func refused() -> UnsafeMutableRawPointer? { heap.refuse().memory }

/// malloc(3).
@c(live_malloc) public func liveMalloc(_ bytes: UInt) -> UnsafeMutableRawPointer? {
  heap.allocate(bytes, cache)
}

/// free(3).
@c(live_free) public func liveFree(_ block: UnsafeMutableRawPointer?) { heap.free(address(block), cache) }

/// calloc(3); ENOMEM where the product overflows.
@c(live_calloc) public func liveCalloc(_ items: UInt, _ bytes: UInt) -> UnsafeMutableRawPointer? {
  let (total, overflows) = items.multipliedReportingOverflow(by: bytes)
  return overflows ? refused() : heap.allocateCleared(total, cache).memory
}

/// realloc(3).
@c(live_realloc) public func liveRealloc(_ block: UnsafeMutableRawPointer?, _ bytes: UInt)
  -> UnsafeMutableRawPointer?
{
  if block == nil { return heap.allocate(bytes, cache) }
  // As glibc: realloc(p, 0) frees.
  if bytes == 0 {
    heap.free(address(block), cache)
    return nil
  }
  return heap.reallocate(address(block), to: bytes, cache).memory
}

/// reallocarray(3).
@c(live_reallocarray)
public func liveReallocarray(_ block: UnsafeMutableRawPointer?, _ items: UInt, _ bytes: UInt)
  -> UnsafeMutableRawPointer?
{
  let (total, overflows) = items.multipliedReportingOverflow(by: bytes)
  return overflows ? refused() : liveRealloc(block, total)
}

/// memalign(3); EINVAL for an alignment that is no power of two.
@c(live_memalign) public func liveMemalign(_ alignment: UInt, _ bytes: UInt) -> UnsafeMutableRawPointer? {
  isPowerOfTwo(alignment) ? heap.allocate(bytes, alignment: alignment, cache).memory : invalid()
}

private func invalid() -> UnsafeMutableRawPointer? {
  platform_invalid_argument()
  return nil
}

/// aligned_alloc(3), as glibc has it: the size need not be a multiple.
@c(live_aligned_alloc) public func liveAlignedAlloc(_ alignment: UInt, _ bytes: UInt)
  -> UnsafeMutableRawPointer?
{
  liveMemalign(alignment, bytes)
}

/// posix_memalign(3): the error is returned, and errno left alone.
@c(live_posix_memalign)
public func livePosixMemalign(
  _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ alignment: UInt, _ bytes: UInt
) -> Int32 {
  if !isPowerOfTwo(alignment) || alignment % wordBytes != 0 { return platform_error_invalid() }
  // errno is the caller's here.
  let saved = platform_errno()
  let block = heap.allocate(bytes, alignment: alignment, cache)
  platform_set_errno(saved)
  if block == 0 { return platform_error_memory() }
  result.pointee = block.memory
  return 0
}

/// The system's page, not the heap's.
private let systemPage: UInt = 4096

/// valloc(3).
@c(live_valloc) public func liveValloc(_ bytes: UInt) -> UnsafeMutableRawPointer? {
  liveMemalign(systemPage, bytes)
}

/// pvalloc(3).
@c(live_pvalloc) public func livePvalloc(_ bytes: UInt) -> UnsafeMutableRawPointer? {
  let (_, overflows) = bytes.addingReportingOverflow(systemPage)
  return overflows ? refused() : liveMemalign(systemPage, bytes.rounded(up: systemPage))
}

/// malloc_usable_size(3).
@c(live_malloc_usable_size) public func liveUsableSize(_ block: UnsafeMutableRawPointer?) -> UInt {
  block == nil ? 0 : heap.usableBytes(address(block))
}

/// malloc_trim(3): gives idle memory back, all but `keep` bytes.
@c(live_malloc_trim) public func liveTrim(_ keep: UInt) -> Int32 {
  if platform_load(&heap.state.pointee.isReady) == 0 { return 0 }
  heap.eachClass(heap.drain)
  platform_lock(&heap.state.pointee.lock)
  let before = heap.state.pointee.released
  heap.release(until: keep >> pageShift, most: .max)
  let after = heap.state.pointee.released
  platform_unlock(&heap.state.pointee.lock)
  return after != before ? 1 : 0
}

// MARK: For malloc.c

/// The calling thread is about to end.
@c(malloc_swift_end_thread) public func swiftEndThread() { heap.end(cache) }
/// Before a fork.
@c(malloc_swift_lock_all) public func swiftLockAll() { heap.lockAll() }
/// After a fork.
@c(malloc_swift_unlock_all) public func swiftUnlockAll(_ inChild: Int32) {
  heap.unlockAll(inChild: inChild != 0)
}

/// The account: where requests were served, and the census.
@c(malloc_swift_figures)
public func swiftFigures(_ figures: UnsafeMutablePointer<malloc_figure>, _ capacity: Int32) -> Int32 {
  let census = heap.census()
  var count = 0
  func add(_ name: StaticString, _ value: UInt64) {
    if count == Int(capacity) { return }
    let words = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
    figures[count] = malloc_figure(name: words, value: value)
    count += 1
  }
  add("requests.cache", heap.count(.cache))
  add("requests.spare", heap.count(.spare))
  add("requests.central", heap.count(.central))
  add("requests.span", heap.count(.span))
  add("requests.large", heap.count(.large))
  add("frees.own", heap.count(.freed))
  add("frees.foreign", heap.count(.freedForeign))
  add("bytes.heap", UInt64(census.heap))
  add("bytes.inUse", UInt64(census.inUse))
  add("bytes.peakInUse", UInt64(census.peakInUse))
  add("bytes.idle", UInt64(census.idle))
  add("bytes.untouched", UInt64(census.untouched))
  add("bytes.magazines", UInt64(census.magazines))
  add("bytes.blocks", UInt64(census.blockBytes))
  add("bytes.cached", UInt64(census.cachedBytes))
  add("bytes.central", UInt64(census.centralBytes))
  add("bytes.spans", UInt64(census.spanBytes))
  add("bytes.tails", UInt64(census.tailBytes))
  add("bytes.largestFree", UInt64(census.largestFreeSpan))
  add("blocks", UInt64(census.blocks))
  add("blocks.large", UInt64(census.largeBlocks))
  add("threads", UInt64(census.caches))
  add("pages.grows", UInt64(census.grows))
  add("pages.splits", UInt64(census.splits))
  add("pages.merges", UInt64(census.merges))
  add("pages.released", UInt64(census.releasedPages))
  add("pages.moves", UInt64(census.moves))
  return Int32(count)
}

/// How many requests a class served, and what they asked for, in bytes; its size is the result, 0 for a class that there is
/// not.
@c(malloc_swift_requests)
public func swiftRequests(
  _ sizeClass: Int32, _ count: UnsafeMutablePointer<UInt64>, _ bytes: UnsafeMutablePointer<UInt64>
) -> UInt64 {
  guard sizeClass >= 1, sizeClass <= Int32(SizeClass.count) else { return 0 }
  let requests = heap.requests(Int(sizeClass))
  count.pointee = requests.count
  bytes.pointee = requests.bytes
  return UInt64(SizeClass.bytes(Int(sizeClass)))
}
