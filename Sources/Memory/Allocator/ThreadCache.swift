// ThreadCache: the tier of one thread, and the fast paths. A bin is a window on a magazine of addresses: to allocate is to
// take the last one, to free is to append one. A cache that nobody has used and a closed window look alike to the fast paths:
// top, low and high are equal. So the first call of a thread, and observing every call, need no test of their own.
// Source of the idea: Bonwick & Adams, Magazines and Vmem (USENIX 2001). Relies on: one thread at a time uses a cache.

import CPlatform

extension HeapHandle {
  @inline(__always) static func bin(_ cache: Cache, _ index: Int) -> Bin {
    UnsafeMutableRawPointer(cache).assumingMemoryBound(to: platform_bin.self) + index
  }

  /// The class of a size up to `SizeClass.largest`.
  @inline(__always) func sizeClass(of size: UInt) -> Int {
    if size <= SizeClass.tabled { return Int(classTable[Int((size &+ 15) >> 4)]) }
    return Int(SizeClass.index(of: size))
  }

  // MARK: Fast paths

  /// A block of at least `size` bytes at a multiple of 16; nil, with errno ENOMEM, when there is no memory.
  @inline(__always) func allocate(_ size: UInt, _ cache: Cache) -> UnsafeMutableRawPointer? {
    if size > SizeClass.tabled { return allocateMedium(size, cache, UnsafeMutableRawPointer(state)) }
    let bin = Self.bin(cache, Int(classTable[Int((size &+ 15) >> 4)]))
    let top = bin.pointee.top
    if top == bin.pointee.low { return refill(size, cache, UnsafeMutableRawPointer(state)) }
    let block = (top &- wordBytes).word.pointee
    bin.pointee.top = top &- wordBytes
    return block.memory
  }

  /// Takes a block back; 0 is nobody's.
  @inline(__always) func free(_ block: UInt, _ cache: Cache) {
    let offset = block &- state.pointee.base
    if offset >= state.pointee.size { return freeFull(block, 0, cache, UnsafeMutableRawPointer(state)) }
    let word = platform_load_class(state.pointee.classMap &+ (offset >> pageShift) &* 2)
    let sizeClass = word &- UInt(cache.pointee.tag)
    // Another thread's, or large.
    if sizeClass >= 256 { return freeForeign(block, sizeClass, cache, UnsafeMutableRawPointer(state)) }
    let bin = Self.bin(cache, Int(sizeClass))
    let top = bin.pointee.top
    if top == bin.pointee.high { return freeFull(block, sizeClass, cache, UnsafeMutableRawPointer(state)) }
    top.word.pointee = block
    bin.pointee.top = top &+ wordBytes
  }

  // MARK: Windows

  /// Opens a window on `magazine` with `count` objects in it; closes it when `magazine` is 0.
  @inline(__always) func open(_ bin: Bin, _ magazine: UInt, _ count: UInt32, _ sizeClass: Int) {
    let slots = UInt(traits[sizeClass].batch) &+ (suffers(.opensWindowOneTooWide) ? 1 : 0)
    bin.pointee.low = magazine
    bin.pointee.top = magazine &+ UInt(count) &* wordBytes
    bin.pointee.high = magazine == 0 ? 0 : magazine &+ slots &* wordBytes
  }

  @inline(__always) func append(_ block: UInt, to bin: Bin) {
    bin.pointee.top.word.pointee = block
    bin.pointee.top = bin.pointee.top &+ wordBytes
  }

  // MARK: Birth and end

  /// Gives a cache a number and enters it. Number 255 is shared by all that come when the others are taken.
  @inline(never) func begin(_ cache: Cache) {
    cache.pointee.life = Life.alive
    platform_lock(&state.pointee.lock)
    var number = 1
    while number < 255, owners[number] != 0 { number += 1 }
    owners[number] = 1
    cache.pointee.next = state.pointee.caches
    cache.pointee.previous = nil
    state.pointee.caches?.pointee.previous = cache
    state.pointee.caches = cache
    state.pointee.cacheCount &+= 1
    tell(.begin, count: 0)
    platform_unlock(&state.pointee.lock)
    cache.pointee.tag = UInt32(number) << 8
    if state.pointee.isObserved != 0 { observe(cache) }
    platform_cache_began(cache)
  }

  /// The stages of a cache's life.
  enum Life {
    static let unborn: UInt32 = 0
    static let alive: UInt32 = 1
    static let ended: UInt32 = 2
  }

  /// Empties a cache for good: what its thread still does goes to the shared tiers.
  func end(_ cache: Cache) {
    flush(cache)
    cache.pointee.life = Life.ended
  }

  /// The thread ends: all of its blocks go to the central lists and the spans.
  func flush(_ cache: Cache) {
    if !suffers(.keepsTinyBlockAtFlush) { dropTiny(cache) }
    eachClass { sizeClass in
      empty(ownBin(cache, sizeClass), sizeClass)
      if !suffers(.forgetsForeignBlocksAtFlush) { empty(foreignBin(cache, sizeClass), sizeClass) }
    }
    if cache.pointee.life != Life.alive { return }
    platform_lock(&state.pointee.lock)
    if !suffers(.keepsNumberOfEndedThread) { owners[Int(cache.pointee.tag >> 8)] = 0 }
    if let next = cache.pointee.next { next.pointee.previous = cache.pointee.previous }
    if let previous = cache.pointee.previous {
      previous.pointee.next = cache.pointee.next
    } else {
      state.pointee.caches = cache.pointee.next
    }
    state.pointee.cacheCount &-= 1
    tell(.end, count: 0)
    endObserving(cache)
    platform_unlock(&state.pointee.lock)
    cache.pointee.next = nil
    cache.pointee.previous = nil
    cache.pointee.life = Life.unborn
    cache.pointee.tag = 0
  }

  private func empty(_ bin: Bin, _ sizeClass: Int) {
    let old = bin.pointee
    bin.pointee = platform_bin(top: 0, low: 0, high: 0, spare: 0)
    if old.spare & 1 != 0 { _ = hand(old.spare &- 1, sizeClass, wantsEmpty: false) }
    if old.low == 0, old.spare == 0 { return }
    platform_lock(&central[sizeClass].lock)
    if old.low != 0 {
      restore(sizeClass, from: old.low, to: old.top)
      shelve(old.low, sizeClass)
    }
    if old.spare != 0, old.spare & 1 == 0 { shelve(old.spare, sizeClass) }
    platform_unlock(&central[sizeClass].lock)
  }

  // MARK: Fork

  /// Takes all locks before a fork, classes in ascending order and then the page heap, so that no thread is in the middle.
  func lockAll() {
    eachClass { platform_lock(&central[$0].lock) }
    platform_lock(&state.pointee.lock)
  }

  /// Gives all locks back; in a fork's child nobody waits for them.
  func unlockAll(inChild: Bool) {
    if inChild { platform_store(&state.pointee.lock, 0) } else { platform_unlock(&state.pointee.lock) }
    eachClass { sizeClass in
      if inChild {
        platform_store(&central[sizeClass].lock, 0)
      } else {
        platform_unlock(&central[sizeClass].lock)
      }
    }
  }
}
