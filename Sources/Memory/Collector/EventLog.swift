// EventLog: what a collector did, for figures, labs and tests. A heap that nobody observes has no log, and its plan asks
// for one with a comparison of a constant.
// Invariant: an event is one word, so that threads can write events without a lock.

import CCollector

/// What happened. The two references of an event are named in this order.
public enum CollectorEvent: UInt8, CaseIterable, Sendable {
  /// An object was made: where, words.
  case allocate
  /// A reference was stored: holder, value.
  case store
  /// A barrier remembered an object: which, by which holder.
  case barrier
  /// A card was marked dirty: its number, the holder.
  case card
  /// An object became grey: which, found in which (0 for a root).
  case shade
  /// An object became black: which.
  case scan
  /// An object was copied within the young: from, to.
  case copy
  /// An object was copied to the old: from, to.
  case promote
  /// A reference was updated: holder, new value.
  case forward
  /// An object was slid: from, to.
  case slide
  /// A block was found empty: its number.
  case free
  /// A weak reference was cleared: what it referred to.
  case clear
  /// A finalizer's object was found unreachable: which.
  case finalize
  /// A phase began: `CollectorPhase`'s number.
  case phase
}

/// Where a collection is.
public enum CollectorPhase: UInt32, CaseIterable, Sendable {
  case idle
  case roots
  case mark
  case copy
  case terminate
  case compact
  case sweep
}

extension HeapCore {
  /// A phase begins.
  func enter(_ phase: CollectorPhase) {
    log?.note(.phase, phase.rawValue)
    #if canImport(Glibc)
      shared.pointee.phaseObserver?(phase)
    #endif
  }
}

#if canImport(Glibc)
  extension Plan {
    /// Tells of each phase when it begins, on the thread that collects; `idle` or `sweep` is the end of a collection. For an event
    /// trace: the observer must not use the heap.
    public func observePhases(_ observer: (@Sendable (CollectorPhase) -> Void)?) {
      core.shared.pointee.phaseObserver = observer
    }
  }
#endif

/// One event.
public struct CollectorRecord: Hashable, Sendable {
  /// What happened.
  public let event: CollectorEvent
  /// The first of its numbers.
  public let first: UInt32
  /// The second.
  public let second: UInt32
}

/// The last events, in a ring.
@frozen @usableFromInline struct EventLog {
  /// `[0]` counts the events; the ring follows.
  private let words: UnsafeMutablePointer<Int64>
  private let capacity: Int64

  init(capacity: Int) {
    self.capacity = Int64(capacity)
    words = .allocate(capacity: capacity + 1)
    words.initialize(repeating: 0, count: capacity + 1)
  }

  func deallocate() { words.deallocate() }

  @usableFromInline @inline(never) func note(_ event: CollectorEvent, _ first: UInt32, _ second: UInt32 = 0) {
    let index = collector_add(words, 1)
    let bits = Int64(event.rawValue) << 56 | Int64(first & 0xFFF_FFFF) << 28 | Int64(second & 0xFFF_FFFF)
    collector_set_bits(ring(index), UInt64(bitPattern: bits))
  }

  private func ring(_ index: Int64) -> UnsafeMutablePointer<UInt64> {
    UnsafeMutableRawPointer(words + Int(index % capacity) + 1).assumingMemoryBound(to: UInt64.self)
  }

  /// What was noted since `start`, as far as it is still there, and how many events there were in all.
  func records(since start: Int = 0) -> ([CollectorRecord], Int) {
    let count = collector_count(words)
    let first = max(Int64(start), count - capacity)
    let records = (first..<max(first, count)).compactMap { index -> CollectorRecord? in
      let bits = collector_bits(ring(index))
      guard let event = CollectorEvent(rawValue: UInt8(bits >> 56)) else { return nil }
      return CollectorRecord(
        event: event, first: UInt32(bits >> 28 & 0xFFF_FFFF), second: UInt32(bits & 0xFFF_FFFF))
    }
    return (records, Int(count))
  }
}
