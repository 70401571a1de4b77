// SelectState: the one whom several channels may wake. Its phase is one atomic word; whoever moves it to `won` resumes it.
// Relies on: SelectPhase for the steps, CHandover for a thread's sleep.

import CHandover
import Synchronization

/// A sleep in several channels.
public final class SelectState: @unchecked Sendable {
  @usableFromInline let phase = Atomic<UInt32>(SelectPhase.preparing.rawValue)
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
    if let thread { thread.resume(winner) } else { continuation.unsafelyUnwrapped.resume(returning: winner) }
  }

  /// Ends the sleep, or keeps it from beginning.
  @inlinable func interrupt(_ event: SelectPhase.Event) {
    if advance(event) == .won { resume(event == .expire ? SelectState.expired : SelectState.cancelled) }
  }
}

/// One case of a `select` while it runs; what the channels know of it.
public class SelectOperation: @unchecked Sendable {
  /// The channel's; nil when the case has no channel and is never ready.
  @usableFromInline let lock: UnsafeMutablePointer<UInt32>?
  @usableFromInline var state: SelectState?
  @usableFromInline var ticket = Ticket.none
  @usableFromInline var index: Int32 = 0

  @usableFromInline init(lock: UnsafeMutablePointer<UInt32>?) { self.lock = lock }

  /// Before all: fixes what is sent. Go evaluates the operands of a select once, on entering it.
  @usableFromInline func begin() {}
  /// Under the channel's lock: whether it can go on now. What has to be done afterwards is kept for `finish`.
  @usableFromInline func attempt() -> Bool { false }
  /// After the lock: wakes the other side and keeps the outcome.
  @usableFromInline func finish() {}
  /// Under the channel's lock: queues it.
  @usableFromInline func park() {}
  /// Under the channel's lock: leaves the queue, if it still stands there.
  @usableFromInline func leave() {}
}

/// A case that learns an outcome from a channel.
public class SelectEntry<Outcome: Sendable>: SelectOperation, @unchecked Sendable {
  @usableFromInline var outcome: Outcome?
}

@usableFromInline
final class ReceiveOperation<Element: Sendable, Fault: ChannelFault>:
  SelectEntry<ReceiveOutcome<Element>>, @unchecked Sendable
{
  @usableFromInline let channel: FaultableChannel<Element, Fault>?
  @usableFromInline var pending: FaultableChannel<Element, Fault>.Machine.Received?

  @inlinable init(_ channel: FaultableChannel<Element, Fault>?) {
    self.channel = channel
    super.init(lock: channel?.lock)
  }

  @inlinable override func attempt() -> Bool {
    guard let channel else { return false }
    let received = channel.machine.pointee.receive()
    if case .empty = received { return false }
    pending = received
    return true
  }

  @inlinable override func finish() {
    guard let channel, let received = pending.take() else { return }
    outcome = channel.finish(received)
  }

  @inlinable override func park() {
    if let channel { ticket = channel.machine.pointee.enqueue(receive: .select(self)) }
  }

  @inlinable override func leave() {
    if let channel { _ = channel.machine.pointee.cancelReceive(ticket) }
    ticket = .none
  }
}

@usableFromInline
final class SendOperation<Element: Sendable, Fault: ChannelFault>:
  SelectEntry<SendOutcome>, @unchecked Sendable
{
  @usableFromInline let channel: FaultableChannel<Element, Fault>?
  @usableFromInline let element: () -> Element
  @usableFromInline var offered: Element?
  @usableFromInline var pending: FaultableChannel<Element, Fault>.Machine.Sent?

  @inlinable init(_ channel: FaultableChannel<Element, Fault>?, _ element: @escaping () -> Element) {
    self.channel = channel
    self.element = element
    super.init(lock: channel?.lock)
  }

  @inlinable override func begin() { offered = element() }

  @inlinable override func attempt() -> Bool {
    guard let channel, let offered else { return false }
    let sent = channel.machine.pointee.send(offered)
    if case .full = sent { return false }
    pending = sent
    return true
  }

  @inlinable override func finish() {
    guard let channel, let sent = pending.take(), let offered else { return }
    outcome = channel.finish(sent, offered)
  }

  @inlinable override func park() {
    if let channel, let offered {
      ticket = channel.machine.pointee.enqueue(send: offered, .select(self))
    }
  }

  @inlinable override func leave() {
    if let channel { _ = channel.machine.pointee.cancelSend(ticket) }
    ticket = .none
  }
}
