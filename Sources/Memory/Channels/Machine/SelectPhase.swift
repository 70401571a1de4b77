// SelectPhase: the one word that decides who wakes a `select`: a channel, a cancellation or a deadline. Pure: the driver
// applies a step by compare-and-swap, a test by assignment.
// Relies on nothing. Invariant: of all that try to wake a `select`, exactly one succeeds.

/// How far a `select` has come.
///
/// It begins as `preparing` and not as `open`: a counterpart that claimed it while it still queues itself would resume a
/// task that does not sleep.
@frozen public enum SelectPhase: UInt32, Sendable {
  /// It is queuing itself; it cannot be won yet.
  case preparing = 0
  /// It sleeps in its channels.
  case open = 1
  /// Somebody has the right to wake it.
  case won = 2
  /// A cancellation came while it was preparing; it will not sleep.
  case cancelled = 3
  /// Its deadline passed while it was preparing; it will not sleep.
  case expired = 4

  /// Something that happens to it.
  @frozen public enum Event: Sendable {
    /// It is queued everywhere and about to sleep.
    case open
    /// A channel has something for it.
    case claim
    /// Its task is canceled.
    case cancel
    /// Its time is over.
    case expire
  }

  /// What follows; nil when the event comes too late and changes nothing.
  @inlinable public func after(_ event: Event) -> SelectPhase? {
    switch (self, event) {
    case (.preparing, .open): .open
    case (.open, .claim), (.open, .cancel), (.open, .expire): .won
    case (.preparing, .cancel): .cancelled
    case (.preparing, .expire): .expired
    default: nil
    }
  }
}
