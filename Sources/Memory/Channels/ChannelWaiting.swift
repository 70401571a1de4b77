// ChannelWaiting: how a task, a thread and a `select` sleep in a channel, and how each is woken.
// Relies on: CHandover for words that threads sleep on; Select for its entry. Invariant: `resume` is called once, by the
// one whose `claim` was granted, and after the channel's lock was given back.

import CHandover

/// One who sleeps in a channel until it learns an outcome.
@frozen public enum ChannelWaiting<Outcome: Sendable>: ChannelWaiter {
  /// A task.
  case task(UnsafeContinuation<Outcome, Never>)
  /// A thread.
  case thread(SleepingThread<Outcome>)
  /// A task or a thread that sleeps in several channels.
  case select(SelectEntry<Outcome>)

  /// Takes the right to wake it: always granted, but for a `select` that was won elsewhere.
  @inlinable public func claim() -> Bool {
    guard case .select(let entry) = self else { return true }
    return entry.state.unsafelyUnwrapped.advance(.claim) != nil
  }

  /// Wakes it.
  @inlinable public func resume(_ outcome: Outcome) {
    switch self {
    case .task(let continuation): continuation.resume(returning: outcome)
    case .thread(let thread): thread.resume(outcome)
    case .select(let entry):
      entry.outcome = outcome
      entry.state.unsafelyUnwrapped.resume(Int(entry.index))
    }
  }
}

/// A thread that sleeps on a word until an outcome is there.
public final class SleepingThread<Outcome: Sendable>: @unchecked Sendable {
  /// 0 until the outcome is there. A block of its own: it is read by the kernel and by two threads.
  @usableFromInline let word: UnsafeMutablePointer<UInt32>
  @usableFromInline var outcome: Outcome?

  @inlinable init() {
    word = .allocate(capacity: 1)
    word.initialize(to: 0)
  }

  deinit { word.deallocate() }

  @inlinable func resume(_ outcome: Outcome) {
    self.outcome = outcome
    // Pairs with the load in `wait`; forbids that the sleeper sees the word before the outcome.
    handover_store(word, 1)
    handover_wake(word, 1)
  }

  /// Sleeps until there is an outcome.
  ///
  /// - Returns: The outcome.
  @inlinable func wait() -> Outcome {
    while handover_load(word) == 0 { _ = handover_wait(word, 0, UInt64.max) }
    return outcome.unsafelyUnwrapped
  }
}
