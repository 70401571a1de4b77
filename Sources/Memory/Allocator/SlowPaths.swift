// SlowPaths: what the fast paths jump to: an empty or a full window, a large block, another thread's block. They stand under
// C names with the state as last parameter, so that the fast paths end in jumps and need no frame.
// Relies on: ThreadCache's invariants; `windows`, which says where the windows are while they look closed.

import CPlatform

/// An empty window, or the first request of a thread or of all.
@c(heap_refill) @inline(never)
public func refill(
  _ size: UInt, _ cache: UnsafeMutablePointer<platform_cache>, _ state: UnsafeMutableRawPointer
)
  -> UnsafeMutableRawPointer?
{
  let heap = HeapHandle(state)
  if !heap.start() { return heap.refuse().memory }
  let sizeClass = heap.sizeClass(of: heap.suffers(.roundsSizeDown) && size > 16 ? size &- 16 : size)
  let block = heap.refilled(sizeClass, cache)
  if block != 0 { heap.note(size: size, cache) }
  return block.memory
}

/// A size that the table does not know.
@c(heap_medium) @inline(never)
public func allocateMedium(
  _ size: UInt, _ cache: UnsafeMutablePointer<platform_cache>, _ state: UnsafeMutableRawPointer
) -> UnsafeMutableRawPointer? {
  let heap = HeapHandle(state)
  if size > UInt(SizeClass.largest) {
    if !heap.start() { return heap.refuse().memory }
    heap.note(.large, cache)
    return heap.allocateLarge(size).memory
  }
  let bin = HeapHandle.bin(cache, heap.sizeClass(of: size))
  let top = bin.pointee.top
  if top == bin.pointee.low { return refill(size, cache, state) }
  let block = (top &- wordBytes).word.pointee
  bin.pointee.top = top &- wordBytes
  return block.memory
}

/// A full window, a block that is not ours, or none.
@c(heap_free_full) @inline(never)
public func freeFull(
  _ block: UInt, _ sizeClass: UInt, _ cache: UnsafeMutablePointer<platform_cache>,
  _ state: UnsafeMutableRawPointer
) { HeapHandle(state).freedFull(block, Int(sizeClass), cache) }

/// A large block, or one of another thread's span.
@c(heap_free_foreign) @inline(never)
public func freeForeign(
  _ block: UInt, _ difference: UInt, _ cache: UnsafeMutablePointer<platform_cache>,
  _ state: UnsafeMutableRawPointer
) { HeapHandle(state).freedForeign(block, difference, cache) }

extension HeapHandle {
  /// An object of a class whose window is empty, or looks so.
  func refilled(_ sizeClass: Int, _ cache: Cache) -> UInt {
    if cache.pointee.life == Life.unborn { begin(cache) }
    if cache.pointee.life == Life.ended { return takeOne(sizeClass) }
    let bin = ownBin(cache, sizeClass)
    if bin.pointee.top != bin.pointee.low {
      // It only looked closed.
      note(.cache, cache)
      return take(bin)
    }
    let spare = bin.pointee.spare
    let mine = bin.pointee.low
    if spare & 1 != 0 {
      note(.spare, cache)
      bin.pointee.spare = suffers(.losesTheSpareMagazine) ? 0 : mine
      open(bin, spare &- 1, traits[sizeClass].batch, sizeClass)
      return take(bin)
    }
    let got = obtain(sizeClass, giving: mine, cache.pointee.tag)
    // The magazine is this bin's now, with or without objects in it.
    open(bin, got.magazine, got.count, sizeClass)
    if got.count == 0 { return refuse() }
    note(got.isCarved ? .span : .central, cache)
    if suffers(.countsOneObjectLess), got.count > 1 { bin.pointee.top = bin.pointee.top &- wordBytes }
    return take(bin)
  }

  /// A block for a thread that keeps nothing any more; the rest of its magazine goes back.
  @inline(never) private func takeOne(_ sizeClass: Int) -> UInt {
    let got = obtain(sizeClass, giving: 0, 0)
    if got.magazine == 0 { return refuse() }
    platform_lock(&central[sizeClass].lock)
    defer { platform_unlock(&central[sizeClass].lock) }
    let rest = got.magazine &+ UInt(max(got.count, 1) &- 1) &* wordBytes
    let block = got.count == 0 ? refuse() : rest.word.pointee
    restore(sizeClass, from: got.magazine, to: rest)
    shelve(got.magazine, sizeClass)
    return block
  }

  @inline(__always) func take(_ bin: Bin) -> UInt {
    bin.pointee.top = bin.pointee.top &- wordBytes
    return bin.pointee.top.word.pointee
  }

  fileprivate func freedFull(_ block: UInt, _ sizeClass: Int, _ cache: Cache) {
    if block == 0 { return }
    if sizeClass == 0 { return freeLarge(block) }
    if sizeClass == Self.tiny { return freeTiny(block, cache) }
    if cache.pointee.life != Life.alive { return freedOutOfLife(block, sizeClass, cache) }
    note(.freed, cache)
    keepOwn(block, sizeClass, cache)
  }

  /// A block of the thread's own spans waits in its window.
  func keepOwn(_ block: UInt, _ sizeClass: Int, _ cache: Cache) {
    let bin = ownBin(cache, sizeClass)
    if bin.pointee.top != bin.pointee.high { return append(block, to: bin) }
    let mine = bin.pointee.low
    let other = bin.pointee.spare
    // An empty one behind it, or none: the full one is passed on.
    let empty = other != 0 && other & 1 == 0 ? other : hand(other & ~1, sizeClass, wantsEmpty: true)
    bin.pointee.spare = mine == 0 ? 0 : mine | 1
    open(bin, empty, 0, sizeClass)
    if empty == 0 { return giveBack(block, sizeClass) }
    append(block, to: bin)
  }

  fileprivate func freedForeign(_ block: UInt, _ difference: UInt, _ cache: Cache) {
    let sizeClass = Int((difference &+ UInt(cache.pointee.tag)) & 255)
    if sizeClass == 0 { return freeLarge(block) }
    if sizeClass == Self.tiny { return freeTiny(block, cache) }
    if cache.pointee.life != Life.alive { return freedOutOfLife(block, sizeClass, cache) }
    note(.freedForeign, cache)
    keepForeign(block, sizeClass, cache)
  }

  /// Blocks of other threads' spans wait in bins of their own, and this thread does not hand them out: two threads that
  /// used one cache line by turns would slow each other down.
  func keepForeign(_ block: UInt, _ sizeClass: Int, _ cache: Cache) {
    let bin = suffers(.takesForeignForOwn) ? ownBin(cache, sizeClass) + 1 : foreignBin(cache, sizeClass)
    if bin.pointee.top == bin.pointee.high {
      let empty = hand(bin.pointee.low, sizeClass, wantsEmpty: true)
      open(bin, empty, 0, sizeClass)
      if empty == 0 { return giveBack(block, sizeClass) }
    }
    append(block, to: bin)
  }

  /// The first thing that a cache hears of, or one that comes after its end.
  @inline(never) private func freedOutOfLife(_ block: UInt, _ sizeClass: Int, _ cache: Cache) {
    if cache.pointee.life == Life.ended { return giveBack(block, sizeClass) }
    begin(cache)
    free(block, cache)
  }

  /// There is no memory for a magazine: one block goes home alone, by way of its own first word.
  @inline(never) func giveBack(_ block: UInt, _ sizeClass: Int) {
    block.word.pointee = block
    platform_lock(&central[sizeClass].lock)
    restore(sizeClass, from: block, to: block &+ wordBytes)
    platform_unlock(&central[sizeClass].lock)
  }
}
