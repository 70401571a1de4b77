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

  /// How many there are; `allCases` would allocate, which no allocator may.
  static let count = 7
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

  private static var observedBytes: UInt {
    UInt(MemoryLayout<platform_bin>.stride &* Int(platform_bin_count) &+ 8 &* Step.count)
  }

  /// Gives a newborn cache a table for its real windows. Without memory for it the cache is not observed.
  func observe(_ cache: Cache) {
    let bytes = Self.observedBytes.rounded(up: pageBytes)
    let memory = platform_reserve(Int(bytes), Int(pageBytes))
    guard let table = memory.memory else { return }
    cache.pointee.observed = table.assumingMemoryBound(to: platform_bin.self)
    cache.pointee.counts = (table + MemoryLayout<platform_bin>.stride &* Int(platform_bin_count))
      .assumingMemoryBound(to: UInt64.self)
  }

  /// Adds a cache's counts to those of the caches that are gone. The page heap's lock is held.
  func endObserving(_ cache: Cache) {
    guard let counts = cache.pointee.counts, let table = cache.pointee.observed else { return }
    var step = 0
    while step < Step.count {
      totals[step] &+= counts[step]
      step += 1
    }
    cache.pointee.counts = nil
    cache.pointee.observed = nil
    platform_unreserve(UInt(bitPattern: table), Int(Self.observedBytes.rounded(up: pageBytes)))
  }

  /// How often a step was taken, by all threads; 0 when the heap is not observed.
  func count(_ step: Step) -> UInt64 {
    var sum = totals[step.rawValue]
    var cache = state.pointee.caches
    while let current = cache {
      if let counts = current.pointee.counts { sum &+= counts[step.rawValue] }
      cache = current.pointee.next
    }
    return sum
  }
}
