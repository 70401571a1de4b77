// ChannelMachine: the rules of a channel as a pure state machine. An operation goes in, an action comes out; who waits,
// how a waiter sleeps and which lock is held are the driver's affair. Threads, tasks, tests and labs drive the same one.
// Relies on: WaitList. Invariants: receivers sleep only when nothing is stored; senders only when the ring is full; nobody
// sleeps once it is closed (see `isConsistent`). From the first two follows the order of service: an operation that comes
// later cannot overtake one that sleeps, because whatever it could use would have gone to the sleeper.
// Source of the rules: Go 1.27 `runtime/chan.go`; differences are in Documentation/Decisions/0040-channels.md.

/// One who waits in a channel.
public protocol ChannelWaiter {
  /// Takes the right to wake it.
  ///
  /// - Returns: False when a `select` that waits in several channels has been won in another, or given up.
  func claim() -> Bool
}

/// A channel's state: a ring of stored elements and two lists of waiters.
public struct ChannelMachine<Element, Receiver: ChannelWaiter, Sender: ChannelWaiter, Fault: ChannelFault> {
  /// What a driver must do after `send`.
  public enum Sent {
    /// Nothing: the element is in the ring.
    case stored
    /// Wake this receiver with the element.
    case handed(Receiver)
    /// Wait, or give up: there is no room.
    case full
    /// Fail: it is closed.
    case closed
    /// Fail: the wait was canceled before it began.
    case cancelled
    /// Sleep.
    case parked
  }

  /// What a driver must do after `receive`.
  public enum Received {
    /// Take the element.
    case value(Element)
    /// Take the element, and wake this sender: its own has been taken over.
    case valueAndWake(Element, Sender)
    /// Wait, or give up: there is nothing.
    case empty
    /// End: it is closed and everything stored has been taken.
    case closed
    /// Fail: the wait was canceled before it began.
    case cancelled
    /// Sleep.
    case parked
  }

  /// Whom a driver must wake after `close`, in the order in which they came.
  public struct Closed {
    /// Each ends.
    public var receivers: [Receiver] = []
    /// Each fails; its element was not sent.
    public var senders: [Sender] = []
    @inlinable init() {}
  }

  /// Elements that may be stored; 0 makes every hand-over a meeting.
  public let capacity: Int
  /// Elements that are stored.
  @inlinable public var count: Int { stored }
  /// Whether `close` was called.
  @inlinable public var isClosed: Bool { closed }
  /// Those who wait for an element.
  @inlinable public var receivers: WaitList<Receiver> { _read { yield waitingReceivers } }
  /// Those who wait for room, each with its element.
  @inlinable public var senders: WaitList<(Sender, Element)> { _read { yield waitingSenders } }

  @usableFromInline var stored = 0
  @usableFromInline var closed = false
  @usableFromInline var waitingReceivers = WaitList<Receiver>()
  @usableFromInline var waitingSenders = WaitList<(Sender, Element)>()
  @usableFromInline var ring: ContiguousArray<Element?>
  @usableFromInline var first = 0
  @usableFromInline let fault: Fault

  /// Makes an open, empty channel.
  ///
  /// - Parameter capacity: In elements, at least 0.
  @inlinable public init(capacity: Int, fault: Fault) {
    precondition(capacity >= 0, "a channel's capacity is at least 0")
    self.capacity = capacity
    self.fault = fault
    ring = ContiguousArray(repeating: nil, count: capacity)
  }

  @inlinable mutating func push(_ element: consuming Element) {
    var index = first &+ count
    if index >= capacity { index &-= capacity }
    ring[index] = consume element
    stored &+= 1
  }

  @inlinable mutating func pop() -> Element {
    if fault.plants(.newestFirst) && count > 1 {
      let last = (first + count - 1) % capacity
      guard let element = ring[last].take() else { preconditionFailure("a stored slot is empty") }
      stored &-= 1
      return element
    }
    guard let element = ring[first].take() else { preconditionFailure("a stored slot is empty") }
    first &+= 1
    if first == capacity { first = 0 }
    stored &-= 1
    return element
  }

  @inlinable mutating func nextReceiver() -> Receiver? {
    while let receiver = fault.plants(.lastReceiverFirst)
      ? waitingReceivers.popLast() : waitingReceivers.popFirst()
    {
      if receiver.claim() || fault.plants(.ignoresLostClaim) { return receiver }
      if fault.plants(.stopsAtLostClaim) { return nil }
    }
    return nil
  }

  @inlinable mutating func nextSender() -> (Sender, Element)? {
    while let waiting = fault.plants(.lastSenderFirst) ? waitingSenders.popLast() : waitingSenders.popFirst()
    {
      if waiting.0.claim() || fault.plants(.ignoresLostClaim) { return waiting }
      if fault.plants(.stopsAtLostClaim) { return nil }
    }
    return nil
  }

  /// Sends without waiting.
  ///
  /// - Returns: `stored`, `handed`, `full` or `closed`.
  /// - Complexity: O(1), and O(1) for each lost `select` that it finds on the way.
  @inlinable public mutating func send(_ element: Element) -> Sent {
    if isClosed && !fault.plants(.sendsAfterClose) { return .closed }
    if let receiver = nextReceiver() {
      if fault.plants(.deliversTwice) && count < capacity { push(element) }
      return .handed(receiver)
    }
    let room = fault.plants(.oneTooMany) ? capacity - 1 : capacity
    if count < room {
      push(element)
      return .stored
    }
    return .full
  }

  /// Receives without waiting.
  ///
  /// - Returns: `value`, `valueAndWake`, `empty` or `closed`.
  /// - Complexity: O(1), and O(1) for each lost `select` that it finds on the way.
  @inlinable public mutating func receive() -> Received {
    if isClosed && fault.plants(.closedBeforeStored) { return .closed }
    if count > 0 {
      let element = pop()
      if fault.plants(.losesWakeup) { return .value(element) }
      if let (sender, next) = nextSender() {
        if !fault.plants(.losesSendersElement) { push(next) }
        return .valueAndWake(element, sender)
      }
      return .value(element)
    }
    if let (sender, element) = nextSender() { return .valueAndWake(element, sender) }
    return isClosed && !fault.plants(.forgetsClose) ? .closed : .empty
  }

  /// Takes a place among the senders, before the task tells how it is to be canceled.
  @inlinable public mutating func reserveSend() -> Ticket { waitingSenders.reserve() }

  /// Takes a place among the receivers, before the task tells how it is to be canceled.
  @inlinable public mutating func reserveReceive() -> Ticket { waitingReceivers.reserve() }

  /// Sends, or sleeps in the reserved place. It tries again first: the channel may have changed since `send` said `full`.
  ///
  /// - Returns: `parked`, or anything but `full`; unless parked, the place is given back.
  @inlinable public mutating func park(_ ticket: Ticket, send element: Element, _ sender: Sender) -> Sent {
    if waitingSenders.isCancelled(ticket) && !fault.plants(.ignoresEarlyCancel) {
      waitingSenders.release(ticket)
      return .cancelled
    }
    let sent = fault.plants(.parksBlindly) ? .full : send(element)
    if case .full = sent {
      waitingSenders.enqueue(ticket, (sender, element))
      return .parked
    }
    if !fault.plants(.keepsReservation) { waitingSenders.release(ticket) }
    return sent
  }

  /// Receives, or sleeps in the reserved place, after another try.
  ///
  /// - Returns: `parked`, or anything but `empty`; unless parked, the place is given back.
  @inlinable public mutating func park(_ ticket: Ticket, receive receiver: Receiver) -> Received {
    if waitingReceivers.isCancelled(ticket) && !fault.plants(.ignoresEarlyCancel) {
      waitingReceivers.release(ticket)
      return .cancelled
    }
    let received = fault.plants(.parksBlindly) ? .empty : receive()
    if case .empty = received {
      waitingReceivers.enqueue(ticket, receiver)
      return .parked
    }
    if !fault.plants(.keepsReservation) { waitingReceivers.release(ticket) }
    return received
  }

  /// Puts a `select` among the senders. The driver holds every channel of the `select` and has tried each.
  @inlinable public mutating func enqueue(send element: Element, _ sender: Sender) -> Ticket {
    let ticket = waitingSenders.reserve()
    waitingSenders.enqueue(ticket, (sender, element))
    return ticket
  }

  /// Puts a `select` among the receivers. The driver holds every channel of the `select` and has tried each.
  @inlinable public mutating func enqueue(receive receiver: Receiver) -> Ticket {
    let ticket = waitingReceivers.reserve()
    waitingReceivers.enqueue(ticket, receiver)
    return ticket
  }

  /// Ends a sender's wait.
  ///
  /// - Returns: Whom to wake; nil when it was served, or does not sleep yet and will see it.
  /// - Complexity: O(1).
  @inlinable public mutating func cancelSend(_ ticket: Ticket) -> Sender? {
    fault.plants(.keepsCancelled) ? waitingSenders.peek(ticket)?.0 : waitingSenders.cancel(ticket)?.0
  }

  /// Ends a receiver's wait.
  ///
  /// - Returns: Whom to wake; nil when it was served, or does not sleep yet and will see it.
  /// - Complexity: O(1).
  @inlinable public mutating func cancelReceive(_ ticket: Ticket) -> Receiver? {
    fault.plants(.keepsCancelled) ? waitingReceivers.peek(ticket) : waitingReceivers.cancel(ticket)
  }

  /// Ends sending. What is stored can still be received.
  ///
  /// - Returns: Whom to wake; nil when it was closed before.
  /// - Complexity: O(waiters).
  @inlinable public mutating func close() -> Closed? {
    if isClosed && !fault.plants(.closesTwice) { return nil }
    closed = true
    if fault.plants(.closeDropsStored) { while count > 0 { _ = pop() } }
    var waiting = Closed()
    if !fault.plants(.closeForgetsReceivers) {
      while let receiver = waitingReceivers.popFirst() {
        if receiver.claim() { waiting.receivers.append(receiver) }
      }
    }
    if !fault.plants(.closeForgetsSenders) {
      while let (sender, _) = waitingSenders.popFirst() {
        if sender.claim() { waiting.senders.append(sender) }
      }
    }
    return waiting
  }

  /// Whether the invariants of the file's head hold. A `select` that sends to and receives from one channel may sleep on
  /// both sides of it; no one else may.
  ///
  /// - Complexity: O(slots); for tests.
  @inlinable public var isConsistent: Bool {
    if !waitingReceivers.isConsistent || !waitingSenders.isConsistent || count < 0 || count > capacity {
      return false
    }
    if !waitingReceivers.isEmpty && (count > 0 || isClosed) { return false }
    if !waitingSenders.isEmpty && (count < capacity || isClosed) { return false }
    for index in 0..<capacity {
      let stored = (index - first + capacity) % capacity < count
      if (ring[index] != nil) != stored { return false }
    }
    return true
  }
}
