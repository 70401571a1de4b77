// SelectState: the one whom several channels may wake. Its phase is one atomic word; whoever moves it to `won` resumes it.
// Relies on: SelectPhase for the steps, CHandover for a thread's sleep.

import CHandover
import Synchronization

/// A sleep in several channels.
public final class SelectState: @unchecked Sendable {
  @usableFromInline let phase = Atomic<UInt32>(SelectPhase.preparing.rawValue)
  /// Set by whoever wakes it. Its release pairs with the acquire of `woken`: what the waker read and wrote of the cases is
  /// done when the sleeper goes on. The runtime's own word orders that too, but unseen by ThreadSanitizer when the waker
  /// comes before the task has suspended.
  @usableFromInline let served = Atomic<Bool>(false)
  /// A task's; set before the phase is `open`.
  @usableFromInline var continuation: UnsafeContinuation<Int, Never>?
  /// A thread's.
  @usableFromInline let thread: SleepingThread<Int>?

  /// What `resume` is given instead of a case's number.
  @usableFromInline static let cancelled = -1
  @usableFromInline static let expired = -2

  @inlinable init(blocking: Bool) { thread = blocking ? SleepingThread() : nil }

  /// Moves on.
  ///
  /// - Returns: The new phase; nil when the event came too late.
  @inlinable func advance(_ event: SelectPhase.Event) -> SelectPhase? {
    var seen = phase.load(ordering: .relaxed)
    while true {
      guard let next = SelectPhase(rawValue: seen)?.after(event) else { return nil }
      // Acquire pairs with the release of `open`: whoever wins sees the continuation. Release pairs with the acquire of
      // the same exchange: whoever loses sees nothing of the winner but the word.
      let (done, now) = phase.weakCompareExchange(
        expected: seen, desired: next.rawValue, ordering: .acquiringAndReleasing)
      if done { return next }
      seen = now
    }
  }

  /// Wakes it, with a case's number or one of the two words above.
  @inlinable func resume(_ winner: Int) {
    served.store(true, ordering: .releasing)
    if let thread { thread.resume(winner) } else { continuation.unsafelyUnwrapped.resume(returning: winner) }
  }

  /// First after the sleep: the other side of `served`.
  func woken() { _ = served.load(ordering: .acquiring) }

  /// Ends the sleep, or keeps it from beginning.
  @inlinable func interrupt(_ event: SelectPhase.Event) {
    if advance(event) == .won { resume(event == .expire ? SelectState.expired : SelectState.cancelled) }
  }
}

/// One case of a `select` while it runs; what `Select` knows of it without knowing its element.
///
/// What depends on the element are closures and not methods: they are made where the element is known, and specialized. A
/// generic class's overridden methods would be called unspecialized, ten times as slow.
public class SelectOperation: @unchecked Sendable {
  /// The channel's; nil when the case has no channel and is never ready.
  @usableFromInline let lock: UnsafeMutablePointer<UInt32>?
  @usableFromInline var state: SelectState?
  @usableFromInline var ticket = Ticket.none
  @usableFromInline var index: Int32 = 0

  /// Before all: fixes what is sent. Go evaluates the operands of a select once, on entering it.
  @usableFromInline var begin: () -> Void = {}
  /// Under the channel's lock: whether it can go on now. What has to be done afterwards is kept for `finish`.
  @usableFromInline var attempt: () -> Bool = { false }
  /// After the lock: wakes the other side and keeps the outcome.
  @usableFromInline var finish: () -> Void = {}
  /// Under the channel's lock: queues it.
  @usableFromInline var park: () -> Void = {}
  /// Under the channel's lock: leaves the queue, if it still stands there.
  @usableFromInline var leave: () -> Void = {}

  @inlinable init(lock: UnsafeMutablePointer<UInt32>?) { self.lock = lock }
}

/// A case that learns an outcome from a channel.
public final class SelectEntry<Outcome: Sendable>: SelectOperation, @unchecked Sendable {
  @usableFromInline var outcome: Outcome?

  @inlinable override init(lock: UnsafeMutablePointer<UInt32>?) { super.init(lock: lock) }

  /// What the winner learned; once.
  @inlinable func taken() -> Outcome {
    guard let outcome = outcome.take() else { preconditionFailure("a case that won has an outcome") }
    return outcome
  }
}

extension FaultableChannel {
  /// Receiving as a case. The entry owns the closures, so to them it is unowned.
  @inlinable func receiving() -> SelectEntry<ReceiveOutcome<Element>> {
    let entry = SelectEntry<ReceiveOutcome<Element>>(lock: lock)
    let pending = Pending<Machine.Received>()
    entry.attempt = { [machine] in
      let received = machine.pointee.receive()
      if case .empty = received { return false }
      pending.action = received
      return true
    }
    entry.finish = { [unowned(unsafe) entry, self] in
      if let received = pending.action.take() { entry.outcome = finish(received) }
    }
    entry.park = { [unowned(unsafe) entry, machine] in
      entry.ticket = machine.pointee.enqueue(receive: .select(entry))
    }
    entry.leave = { [unowned(unsafe) entry, machine] in _ = machine.pointee.cancelReceive(entry.ticket) }
    return entry
  }

  /// Sending as a case.
  @inlinable func sending(_ element: @escaping () -> Element) -> SelectEntry<SendOutcome> {
    let entry = SelectEntry<SendOutcome>(lock: lock)
    let pending = Pending<Machine.Sent>()
    let offered = Pending<Element>()
    entry.begin = { offered.action = element() }
    entry.attempt = { [machine] in
      let sent = machine.pointee.send(offered.action.unsafelyUnwrapped)
      if case .full = sent { return false }
      pending.action = sent
      return true
    }
    entry.finish = { [unowned(unsafe) entry, self] in
      if let sent = pending.action.take() {
        entry.outcome = finish(sent, offered.action.unsafelyUnwrapped)
      }
    }
    entry.park = { [unowned(unsafe) entry, machine] in
      entry.ticket = machine.pointee.enqueue(send: offered.action.unsafelyUnwrapped, .select(entry))
    }
    entry.leave = { [unowned(unsafe) entry, machine] in _ = machine.pointee.cancelSend(entry.ticket) }
    return entry
  }
}

/// What one closure of a case leaves for another.
@usableFromInline final class Pending<Action> {
  @usableFromInline var action: Action?
  @inlinable init() {}
}
