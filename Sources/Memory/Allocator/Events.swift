// Events: what moves between the tiers, told one at a time to whoever listens. All of it happens in slow paths, while a
// lock is held, so the fast paths do not know of it; where nobody listens an event is one look at a word.
// Relies on: platform_event, which must not call the heap.

import CPlatform

/// What moved between two tiers, or between the heap and the system.
enum HeapEvent: UInt32 {
  /// A full magazine went from a central list to a thread.
  case refill
  /// Objects of a span went to a thread.
  case carve
  /// A full magazine went from a thread to a central list.
  case flush
  /// Objects went from a magazine to their spans.
  case restore
  /// Pages of the page heap became a span: of a class, or class 0 for a large block and for magazines.
  case spanOut
  /// A span became free pages.
  case spanIn
  /// The heap took more pages of its reservation.
  case map
  /// The memory of free pages went back to the system.
  case unmap
  /// A thread's first slow path.
  case begin
  /// A thread's cache was emptied.
  case end
}

extension HeapHandle {
  /// Tells an event.
  ///
  /// - Parameters:
  ///   - sizeClass: 0 where it has none.
  ///   - count: Objects, or pages.
  ///   - page: The first one; 0 where objects moved.
  @inline(__always) func tell(_ event: HeapEvent, sizeClass: Int = 0, count: UInt, page: UInt32 = 0) {
    if state.pointee.isTraced == 0 { return }
    platform_event(event.rawValue, UInt32(truncatingIfNeeded: sizeClass), UInt64(count), page)
  }
}
