// Channel: hands elements from one task or thread to another, with a bounded buffer or with none. The rules are
// ChannelMachine's; this is its lock, and what needs no waiting. Waiting stands in Channel+Tasks, Channel+Threads, Select.
// Relies on: ChannelMachine, ChannelWaiting, CHandover's lock. Invariant: the machine is touched only under the lock, and
// nobody is resumed under it.

import CHandover
import CPlatform

/// A channel.
///
/// ```swift
/// let channel = Channel<Int>(capacity: 8)
/// async let sum = { var sum = 0; for await value in channel { sum += value }; return sum }()
/// for value in 1...100 { try await channel.send(value) }
/// try channel.close()
/// ```
///
/// **Closing** is for those who send: it ends sending; what is stored can still be received, then `receive` gives nil.
/// Give `ends.receiving` to those who should not be able to close.
/// **Fairness**: those who wait on one side are served in the order in which they came; nobody who comes later overtakes
/// them. A `select` takes each of its ready cases with equal chance.
/// **Cancellation** frees the place of a task that waits at once: it was served, or it throws and nothing was handed over.
/// An operation that need not wait succeeds in a canceled task, too.
public typealias Channel<Element: Sendable> = FaultableChannel<Element, NoChannelFault>

/// A channel that may have a fault planted; `Channel` has none.
public final class FaultableChannel<Element: Sendable, Fault: ChannelFault>: @unchecked Sendable {
  /// One who waits for an element.
  public typealias Receiver = ChannelWaiting<ReceiveOutcome<Element>>
  /// One who waits for room.
  public typealias Sender = ChannelWaiting<SendOutcome>
  /// The rules.
  public typealias Machine = ChannelMachine<Element, Receiver, Sender, Fault>

  // Two blocks: a stable lock word, no dynamic exclusivity checks, and no access to the machine overlaps the lock's.
  @usableFromInline let machine: UnsafeMutablePointer<Machine>
  @usableFromInline let lock: UnsafeMutablePointer<UInt32>

  /// Makes an open channel with a fault; for tests.
  @inlinable public init(capacity: Int, fault: Fault) {
    machine = .allocate(capacity: 1)
    machine.initialize(to: Machine(capacity: capacity, fault: fault))
    lock = .allocate(capacity: 1)
    lock.initialize(to: 0)
  }

  deinit {
    machine.deinitialize(count: 1)
    machine.deallocate()
    lock.deallocate()
  }

  @inlinable @inline(__always) func locked<Result>(_ body: (inout Machine) -> Result) -> Result {
    platform_lock(lock)
    defer { platform_unlock(lock) }
    return body(&machine.pointee)
  }

  /// Does what the machine asked for; nil when one has to wait.
  @inlinable @inline(__always) func finish(_ sent: Machine.Sent, _ element: Element) -> SendOutcome? {
    switch sent {
    case .stored: return .sent
    case .handed(let receiver):
      receiver.resume(.value(element))
      return .sent
    case .closed: return .closed
    case .cancelled: return .cancelled
    case .full, .parked: return nil
    }
  }

  /// Does what the machine asked for; nil when one has to wait.
  @inlinable @inline(__always) func finish(_ received: Machine.Received) -> ReceiveOutcome<Element>? {
    switch received {
    case .value(let element): return .value(element)
    case .valueAndWake(let element, let sender):
      sender.resume(.sent)
      return .value(element)
    case .closed: return .closed
    case .cancelled: return .cancelled
    case .empty, .parked: return nil
    }
  }

  /// Sends if that is possible at once.
  ///
  /// - Returns: Whether it was sent; false when nobody waits for it and there is no room.
  /// - Throws: `ChannelError.closed`.
  /// - Complexity: O(1).
  @inlinable public func trySend(_ element: Element) throws(ChannelError) -> Bool {
    switch finish(locked { $0.send(element) }, element) {
    case nil: return false
    case .closed?: throw .closed
    case .sent?, .cancelled?: return true
    }
  }

  /// Receives if that is possible at once.
  ///
  /// - Complexity: O(1).
  @inlinable public func tryReceive() -> Ready<Element> {
    switch finish(locked { $0.receive() }) {
    case .value(let element)?: .value(element)
    case .closed?: .closed
    case .cancelled?, nil: .empty
    }
  }

  /// Ends sending: wakes all who wait; receivers get nil, senders `ChannelError.closed`. What is stored stays.
  ///
  /// - Throws: `ChannelError.alreadyClosed`.
  /// - Complexity: O(those who wait).
  @inlinable public func close() throws(ChannelError) {
    guard let waiting = locked({ $0.close() }) else { throw .alreadyClosed }
    for receiver in waiting.receivers { receiver.resume(.closed) }
    for sender in waiting.senders { sender.resume(.closed) }
  }

  /// Elements that may be stored.
  @inlinable public var capacity: Int { locked { $0.capacity } }
  /// Elements that are stored now; another thread may change it before one looks.
  @inlinable public var count: Int { locked { $0.count } }
  /// Whether it was closed; false may be out of date when one looks.
  @inlinable public var isClosed: Bool { locked { $0.isClosed } }
  /// Those who wait now, or are about to.
  @inlinable public var waiting: (receivers: Int, senders: Int) {
    locked { ($0.receivers.used, $0.senders.used) }
  }
  /// Whether the machine's invariants hold; for tests.
  @inlinable public var isConsistent: Bool { locked { $0.isConsistent } }
}

extension FaultableChannel where Fault == NoChannelFault {
  /// Makes an open channel.
  ///
  /// - Parameter capacity: Elements that may be stored, at least 0; with 0 the sender waits for a receiver.
  @inlinable public convenience init(of element: Element.Type = Element.self, capacity: Int = 0) {
    self.init(capacity: capacity, fault: NoChannelFault())
  }

  /// The channel as two ends, for functions that should use one of them only: Go's `chan<- T` and `<-chan T`.
  @inlinable public var ends: (sending: SendingEnd<Element>, receiving: ReceivingEnd<Element>) {
    (SendingEnd(self), ReceivingEnd(self))
  }
}
