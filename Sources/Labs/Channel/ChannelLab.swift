// ChannelLab: the book's channel in a reader's hands: the machine that threads and tasks drive, driven by buttons. Who has to
// wait sleeps in its queue until the machine says whom to wake.
// Relies on: ChannelMachine, alone. Invariant: every number that was sent is in one place: received, in the ring, with a
// sleeping sender, or given back to a sender who failed.

#if canImport(Channels)
  import Channels
#endif

/// A task that waits.
struct LabTask: ChannelWaiter {
  let number: Int

  /// Yes: it waits in one channel only.
  func claim() -> Bool { true }
}

/// A channel and its tasks.
public final class ChannelLab: Lab {
  /// What an action can come to.
  public enum Event: Int, CaseIterable, Sendable {
    case start, noRoom, nobody, opened
    case stored, handed, sleepsSending, refused
    case received, receivedAndWoke, met, sleepsReceiving, ended
    case cancelledSender, cancelledReceiver
    case closed, closedAndWoke, closedTwice
  }

  /// Elements that a new channel may store.
  public static let capacities = [0, 1, 3]
  /// The picture has no room for more on one side.
  static let mostTasks = 5

  typealias Machine = ChannelMachine<Int, LabTask, LabTask, NoChannelFault>

  private(set) var machine = Machine(capacity: 3, fault: NoChannelFault())
  private(set) var last = Event.start
  /// The number that was received last; 0 for none.
  private(set) var lastReceived = 0
  /// Numbers from 1 on, by which elements and tasks are known.
  private var sent = 0
  private var tasks = 0
  private var received = 0
  private var failed = 0
  private var isOrdered = true

  /// An open channel with room for three.
  public init() {}

  /// 0 sends the next number, 1 receives, 2 cancels the wait that is the longest on side `a` (0 sending, 1 receiving), 3
  /// closes, 4 begins anew with capacity `b` of `capacities`.
  public func act(_ kind: Int, _ a: Int, _ b: Int, _ c: Int) -> Int {
    switch kind {
    case 0: last = send()
    case 1: last = receive()
    case 2: last = cancel(isReceiver: a == 1)
    case 3: last = close()
    case 4: last = open(Self.capacities[b >= 0 && b < Self.capacities.count ? b : 0])
    default: break
    }
    return last.rawValue
  }

  /// The machine's own invariants, order, and no number lost or doubled.
  public var holds: Bool {
    machine.isConsistent && isOrdered
      && received + machine.count + machine.senders.queued + failed == sent
  }

  private func open(_ capacity: Int) -> Event {
    machine = Machine(capacity: capacity, fault: NoChannelFault())
    (sent, tasks, received, failed, lastReceived, isOrdered) = (0, 0, 0, 0, 0, true)
    return .opened
  }

  private func next() -> LabTask {
    tasks += 1
    return LabTask(number: tasks)
  }

  private func send() -> Event {
    guard machine.senders.queued < Self.mostTasks else { return .noRoom }
    sent += 1
    switch machine.send(sent) {
    case .stored: return .stored
    case .handed:
      take(sent)
      return .handed
    case .closed:
      failed += 1
      return .refused
    default: break
    }
    _ = machine.park(machine.reserveSend(), send: sent, next())
    return .sleepsSending
  }

  private func receive() -> Event {
    guard machine.receivers.queued < Self.mostTasks else { return .noRoom }
    switch machine.receive() {
    case .value(let number):
      take(number)
      return .received
    case .valueAndWake(let number, _):
      take(number)
      return machine.capacity == 0 ? .met : .receivedAndWoke
    case .closed: return .ended
    default: break
    }
    _ = machine.park(machine.reserveReceive(), receive: next())
    return .sleepsReceiving
  }

  /// What comes out comes in the order in which it went in; a canceled sender's number does not come.
  private func take(_ number: Int) {
    if number <= lastReceived { isOrdered = false }
    lastReceived = number
    received += 1
  }

  private func cancel(isReceiver: Bool) -> Event {
    if isReceiver {
      guard let ticket = machine.receivers.longest else { return .nobody }
      return machine.cancelReceive(ticket) == nil ? .nobody : .cancelledReceiver
    }
    guard let ticket = machine.senders.longest, machine.cancelSend(ticket) != nil else { return .nobody }
    failed += 1
    return .cancelledSender
  }

  private func close() -> Event {
    guard let woken = machine.close() else { return .closedTwice }
    failed += woken.senders.count
    return woken.senders.isEmpty && woken.receivers.isEmpty ? .closed : .closedAndWoke
  }
}
