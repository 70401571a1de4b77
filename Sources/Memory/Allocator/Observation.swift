// Observation: to see every request costs nothing until somebody wants to. Then all windows are kept closed, so that every
// operation falls into its slow path, which finds the real windows in a table of the cache's own and counts the tier that
// served it. A heap is observed from its first request on, or never.
// Relies on: a closed window looking to the fast paths like an empty and like a full one.

import CPlatform

/// What became of a request.
public enum Step: Int, CaseIterable, Sendable {
  /// The thread's own window had a block.
  case cache
  /// The window was empty, and the full magazine behind it took its place.
  case spare
  /// A full magazine came from the central list.
  case central
  /// The central list had none: blocks of a span.
  case span
  /// Whole pages, from the page heap.
  case large
  /// A block of the thread's own span came back.
  case freed
  /// A block of another thread's span came back.
  case freedForeign
  /// A tiny value without pointers found room in the thread's block of tiny values.
  case tiny

  /// How many there are; `allCases` would allocate, which no allocator may.
  static let count = 8
}

extension HeapHandle {
  /// Where the windows are.
  @inline(__always) func windows(_ cache: Cache) -> Bin {
    cache.pointee.observed ?? Self.bin(cache, 0)
  }

  /// Counts a step of an observed cache.
  @inline(__always) func note(_ step: Step, _ cache: Cache) {
    if let counts = cache.pointee.counts { counts[step.rawValue] &+= 1 }
  }

  private var windowBytes: Int {
    MemoryLayout<platform_bin>.stride
      &* (Int(platform_bin_count) &+ (state.pointee.isTyped == 0 ? 0 : Self.plain))
  }

  /// Counts of a cache: steps, then requests by class, then the bytes that these asked for.
  private static var countWords: Int { Step.count &+ 2 &* Int(platform_class_slots) }

  private var observedBytes: UInt { UInt(windowBytes &+ 8 &* Self.countWords).rounded(up: pageBytes) }

  /// Gives a newborn cache a table for its real windows. Without memory for it the cache is not observed.
  func observe(_ cache: Cache) {
    let memory = platform_reserve(Int(observedBytes), Int(pageBytes))
    guard let table = memory.memory else { return }
    cache.pointee.observed = table.assumingMemoryBound(to: platform_bin.self)
    cache.pointee.counts = (table + windowBytes).assumingMemoryBound(to: UInt64.self)
  }

  /// Adds a cache's counts to those of the caches that are gone. The page heap's lock is held.
  func endObserving(_ cache: Cache) {
    guard let counts = cache.pointee.counts, let table = cache.pointee.observed else { return }
    var word = 0
    while word < Self.countWords {
      totals[word] &+= counts[word]
      word += 1
    }
    cache.pointee.counts = nil
    cache.pointee.observed = nil
    platform_unreserve(UInt(bitPattern: table), Int(observedBytes))
  }

  /// How often a step was taken, by all threads; 0 when the heap is not observed.
  func count(_ step: Step) -> UInt64 { sum(word: step.rawValue) }

  /// Counts a request of an observed cache that its class serves.
  @inline(__always) func note(size: UInt, _ cache: Cache) {
    guard let counts = cache.pointee.counts else { return }
    let sizeClass = sizeClass(of: size)
    counts[Step.count &+ sizeClass] &+= 1
    counts[Step.count &+ Int(platform_class_slots) &+ sizeClass] &+= UInt64(size)
  }

  /// The requests that a class served, and the bytes that they asked for; zeros when the heap is not observed.
  func requests(_ sizeClass: Int) -> (count: UInt64, bytes: UInt64) {
    (
      sum(word: Step.count &+ sizeClass),
      sum(word: Step.count &+ Int(platform_class_slots) &+ sizeClass)
    )
  }

  private func sum(word: Int) -> UInt64 {
    var sum = totals[word]
    var cache = state.pointee.caches
    while let current = cache {
      if let counts = current.pointee.counts { sum &+= counts[word] }
      cache = current.pointee.next
    }
    return sum
  }
}
