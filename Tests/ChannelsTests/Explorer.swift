// Explorer: every interleaving of a small program over ChannelMachine. One step is one critical section of the driver; a
// cancellation may strike between any two. What is checked stands in `step` (at once) and `verdict` (when nobody can go on).
// Relies on: Channels' machine and SelectPhase, driven here without locks, threads or tasks.

import Channels

/// What a task of a program does.
enum Operation: Hashable, Sendable {
  case send(Int, to: Int), receive(Int), trySend(Int, to: Int), tryReceive(Int), close(Int), cancel(Int)
  case select([Case])

  enum Case: Hashable, Sendable { case send(Int, to: Int), receive(Int) }
}

/// A program: the channels' capacities, and the tasks.
struct Program: Sendable {
  var capacities: [Int]
  var tasks: [[Operation]]
}

/// What an operation came to.
enum Result: Hashable { case sent(Int), got(Int), closed, alreadyClosed, cancelled, wouldBlock }

/// The phases of all selects. Worlds are copied, waiters only point here, so a world brings its own phases along.
final class Phases {
  var of: [SelectPhase] = []

  func advance(_ task: Int, _ event: SelectPhase.Event) -> SelectPhase? {
    guard let next = of[task].after(event) else { return nil }
    of[task] = next
    return next
  }
}

struct ExplorerWaiter: ChannelWaiter {
  let task: Int
  /// The case of a select; -1 for a plain wait.
  let index: Int
  let phases: Phases
  func claim() -> Bool { index < 0 || phases.advance(task, .claim) != nil }
}

struct World {
  typealias Machine = ChannelMachine<Int, ExplorerWaiter, ExplorerWaiter, PlantedChannelFault>

  enum Stage: Equatable {
    case start, reserved(Ticket), parked(Ticket)
    /// A select: trying case n, about to queue, asleep, leaving case n.
    case trying(Int), queuing, asleep, leaving(Int, Result)
  }

  struct Task {
    var operations: [Operation]
    var at = 0
    var stage = Stage.start
    var results: [Result] = []
    var tickets: [Ticket] = []
    /// It was canceled before it slept; it must not sleep.
    var doomed = false
    /// When it fell asleep: who sleeps longest is served first.
    var asleepSince = 0
    var operation: Operation? { at < operations.count ? operations[at] : nil }
    var sleeps: Bool { if case .parked = stage { true } else { stage == .asleep } }
  }

  var machines: [Machine]
  var tasks: [Task]
  var closed: [Bool]
  var phases: [SelectPhase]
  var clock = 0
  /// Which task took each step.
  var trace: [Int] = []
  /// The first rule that was broken.
  var fault: String?
  let shared: Phases

  init(_ program: Program, mutant: ChannelMutant?) {
    machines = program.capacities.map { Machine(capacity: $0, fault: PlantedChannelFault(mutant)) }
    tasks = program.tasks.map { Task(operations: $0) }
    closed = program.capacities.map { _ in false }
    phases = program.tasks.map { _ in .preparing }
    shared = Phases()
  }

  func canStep(_ index: Int) -> Bool { tasks[index].operation != nil && !tasks[index].sleeps }

  private mutating func finish(_ index: Int, _ result: Result) {
    tasks[index].results.append(result)
    tasks[index].at += 1
    tasks[index].stage = .start
    tasks[index].tickets = []
    tasks[index].doomed = false
  }

  private mutating func blame(_ text: String) { if fault == nil { fault = text } }

  /// What somebody who is asleep does, for a side of a channel.
  private func sleepsOn(_ task: Task, _ channel: Int, sending: Bool) -> Bool {
    guard task.sleeps, let operation = task.operation else { return false }
    switch operation {
    case .send(_, let to): return sending && to == channel
    case .receive(let from): return !sending && from == channel
    case .select(let cases):
      return cases.contains { each in
        switch each {
        case .send(_, let to): sending && to == channel
        case .receive(let from): !sending && from == channel
        }
      }
    default: return false
    }
  }

  /// Resumes a sleeper: legal once, and only while it sleeps.
  private mutating func wake(_ waiter: ExplorerWaiter, _ result: Result) {
    guard tasks[waiter.task].sleeps else {
      return blame("task \(waiter.task) is resumed although it does not sleep")
    }
    if waiter.index < 0 {
      finish(waiter.task, result)
    } else {
      tasks[waiter.task].stage = .leaving(0, result)
    }
  }

  private mutating func serve(_ waiter: ExplorerWaiter, _ result: Result, _ channel: Int, sending: Bool) {
    let since = tasks[waiter.task].asleepSince
    for (index, task) in tasks.enumerated()
    where index != waiter.task && task.asleepSince < since && sleepsOn(task, channel, sending: sending)
      && (task.stage != .asleep || shared.of[index] == .open)
    {
      blame("task \(waiter.task) is served before task \(index), which slept longer")
    }
    wake(waiter, result)
  }

  private func value(_ waiter: ExplorerWaiter) -> Int {
    switch tasks[waiter.task].operation {
    case .send(let value, _)?: return value
    case .select(let cases)?: if case .send(let value, _) = cases[waiter.index] { return value }
    default: break
    }
    return -1
  }

  /// Whether somebody else sleeps here who can still be served.
  private func isAwaited(_ channel: Int, sending: Bool) -> Bool {
    tasks.indices.contains { index in
      sleepsOn(tasks[index], channel, sending: sending)
        && (tasks[index].stage != .asleep || shared.of[index] == .open)
    }
  }

  /// What a `send` came to; nil when it has to wait.
  private mutating func outcome(_ sent: Machine.Sent, _ value: Int, _ channel: Int) -> Result? {
    switch sent {
    case .stored, .handed:
      if closed[channel] { blame("\(value) is sent although the channel is closed") }
      if case .handed(let receiver) = sent { serve(receiver, .got(value), channel, sending: false) }
      return .sent(value)
    case .closed: return .closed
    case .cancelled: return .cancelled
    case .parked: return nil
    case .full:
      if machines[channel].count < machines[channel].capacity { blame("full, although there is room") }
      if isAwaited(channel, sending: false) { blame("full, although a receiver sleeps") }
      return nil
    }
  }

  /// What a `receive` came to; nil when it has to wait.
  private mutating func outcome(_ received: Machine.Received, _ channel: Int) -> Result? {
    switch received {
    case .value(let value): return .got(value)
    case .valueAndWake(let value, let sender):
      serve(sender, .sent(self.value(sender)), channel, sending: true)
      return .got(value)
    case .closed:
      if machines[channel].count > 0 { blame("closed, although something is stored") }
      return .closed
    case .cancelled: return .cancelled
    case .parked: return nil
    case .empty:
      if closed[channel] { blame("empty, although the channel is closed") }
      if isAwaited(channel, sending: true) { blame("empty, although a sender sleeps") }
      return nil
    }
  }

  private mutating func sleep(_ index: Int, _ stage: Stage) {
    if tasks[index].doomed { blame("task \(index) sleeps although it was canceled") }
    clock += 1
    tasks[index].asleepSince = clock
    tasks[index].stage = stage
  }

  mutating func step(_ index: Int) {
    guard let operation = tasks[index].operation else { return }
    shared.of = phases
    defer { phases = shared.of }
    trace.append(index)
    switch (operation, tasks[index].stage) {
    case (.send(let value, let channel), .start):
      if let result = outcome(machines[channel].send(value), value, channel) {
        finish(index, result)
      } else {
        tasks[index].stage = .reserved(machines[channel].reserveSend())
      }
    case (.send(let value, let channel), .reserved(let ticket)):
      let waiter = ExplorerWaiter(task: index, index: -1, phases: shared)
      let sent = machines[channel].park(ticket, send: value, waiter)
      if let result = outcome(sent, value, channel) {
        finish(index, result)
      } else {
        sleep(index, .parked(ticket))
      }
    case (.receive(let channel), .start):
      if let result = outcome(machines[channel].receive(), channel) {
        finish(index, result)
      } else {
        tasks[index].stage = .reserved(machines[channel].reserveReceive())
      }
    case (.receive(let channel), .reserved(let ticket)):
      let waiter = ExplorerWaiter(task: index, index: -1, phases: shared)
      let received = machines[channel].park(ticket, receive: waiter)
      if let result = outcome(received, channel) {
        finish(index, result)
      } else {
        sleep(index, .parked(ticket))
      }
    case (.trySend(let value, let channel), _):
      finish(index, outcome(machines[channel].send(value), value, channel) ?? .wouldBlock)
    case (.tryReceive(let channel), _):
      finish(index, outcome(machines[channel].receive(), channel) ?? .wouldBlock)
    case (.close(let channel), _): close(channel, index)
    case (.cancel(let other), _):
      finish(index, .cancelled)
      cancel(other)
    case (.select(let cases), let stage): stepSelect(index, cases, stage)
    default: blame("a stage that does not belong to its operation")
    }
    for machine in machines where !machine.isConsistent && !selectsBothWays {
      blame("the machine's invariants do not hold")
    }
  }

  /// A select that sends to and receives from one channel may sleep on both sides of it.
  private var selectsBothWays: Bool {
    tasks.contains { task in
      machines.indices.contains {
        sleepsOn(task, $0, sending: true) && sleepsOn(task, $0, sending: false)
      }
    }
  }

  private mutating func close(_ channel: Int, _ index: Int) {
    guard let waiting = machines[channel].close() else { return finish(index, .alreadyClosed) }
    if closed[channel] { blame("a second close is not noticed") }
    closed[channel] = true
    finish(index, .closed)
    for receiver in waiting.receivers { wake(receiver, .closed) }
    for sender in waiting.senders { wake(sender, .closed) }
  }

  private mutating func cancel(_ other: Int) {
    guard let operation = tasks[other].operation else { return }
    switch tasks[other].stage {
    case .reserved, .queuing: tasks[other].doomed = true
    default: break
    }
    switch (operation, tasks[other].stage) {
    case (.receive(let channel), .reserved(let ticket)), (.receive(let channel), .parked(let ticket)):
      if let waiter = machines[channel].cancelReceive(ticket) { wake(waiter, .cancelled) }
    case (.send(_, let channel), .reserved(let ticket)), (.send(_, let channel), .parked(let ticket)):
      if let waiter = machines[channel].cancelSend(ticket) { wake(waiter, .cancelled) }
    case (.select, .queuing), (.select, .asleep):
      if shared.advance(other, .cancel) == .won { tasks[other].stage = .leaving(0, .cancelled) }
    default: break
    }
  }

  private mutating func attempt(_ each: Operation.Case) -> Result? {
    switch each {
    case .send(let value, let channel): outcome(machines[channel].send(value), value, channel)
    case .receive(let channel): outcome(machines[channel].receive(), channel)
    }
  }

  private mutating func stepSelect(_ index: Int, _ cases: [Operation.Case], _ stage: Stage) {
    switch stage {
    case .start, .trying:
      var number = 0
      if case .trying(let at) = stage { number = at }
      if let result = attempt(cases[number]) { return finish(index, result) }
      tasks[index].stage = number + 1 < cases.count ? .trying(number + 1) : .queuing
      if tasks[index].stage == .queuing { shared.of[index] = .preparing }
    case .queuing:
      for each in cases { if let result = attempt(each) { return finish(index, result) } }
      for (number, each) in cases.enumerated() {
        let waiter = ExplorerWaiter(task: index, index: number, phases: shared)
        switch each {
        case .send(let value, let channel):
          tasks[index].tickets.append(machines[channel].enqueue(send: value, waiter))
        case .receive(let channel): tasks[index].tickets.append(machines[channel].enqueue(receive: waiter))
        }
      }
      if shared.advance(index, .open) != nil {
        sleep(index, .asleep)
      } else {
        tasks[index].stage = .leaving(0, .cancelled)
      }
    case .leaving(let number, let result):
      switch cases[number] {
      case .send(_, let channel): _ = machines[channel].cancelSend(tasks[index].tickets[number])
      case .receive(let channel): _ = machines[channel].cancelReceive(tasks[index].tickets[number])
      }
      if number + 1 < cases.count {
        tasks[index].stage = .leaving(number + 1, result)
      } else {
        finish(index, result)
      }
    default: blame("a stage that does not belong to a select")
    }
  }

  /// The rule that is broken when nobody can go on; nil when all hold.
  func verdict() -> String? {
    var sent: [Int] = []
    var got: [Int] = []
    for task in tasks {
      var last: [Int: Int] = [:]
      for result in task.results {
        if case .sent(let value) = result { sent.append(value) }
        guard case .got(let value) = result else { continue }
        got.append(value)
        // The n-th value of sender s is 10 s + n.
        if let before = last[value / 10], before >= value { return "\(value) after \(before): out of order" }
        last[value / 10] = value
      }
    }
    let stored = machines.reduce(0) { $0 + $1.count }
    if Set(got).count != got.count { return "delivered twice: \(got)" }
    if !Set(got).isSubset(of: sent) { return "received what nobody sent: \(got) of \(sent)" }
    if sent.count - got.count != stored { return "lost: sent \(sent), got \(got), \(stored) stored" }
    for (channel, machine) in machines.enumerated() {
      let receivers = tasks.count { sleepsOn($0, channel, sending: false) }
      let senders = tasks.count { sleepsOn($0, channel, sending: true) }
      if receivers > 0 && (machine.count > 0 || closed[channel]) {
        return "a receiver sleeps beside a value or a close"
      }
      if senders > 0 && (machine.count < machine.capacity || closed[channel]) {
        return "a sender sleeps beside room or a close"
      }
      if receivers > 0 && senders > 0 && !selectsBothWays { return "a sender sleeps beside a receiver" }
      if machine.receivers.used < receivers || machine.senders.used < senders {
        return "a sleeper is in no list"
      }
      if !selectsBothWays && (machine.receivers.used != receivers || machine.senders.used != senders) {
        return "a waiter is left behind"
      }
    }
    return nil
  }
}

/// What exploring a program found.
struct Exploration {
  var endings = 0
  var steps = 0
  var fault: String?
  /// The steps that led there.
  var trace: [Int] = []

  /// Goes depth first through all interleavings, until a rule is broken.
  mutating func explore(_ world: World) {
    var stuck = true
    for index in world.tasks.indices where world.canStep(index) {
      stuck = false
      steps += 1
      var next = world
      next.step(index)
      if let broken = next.fault {
        fault = broken
        trace = next.trace
        return
      }
      explore(next)
      if fault != nil { return }
    }
    if stuck {
      endings += 1
      if let broken = world.verdict() {
        fault = broken
        trace = world.trace
      }
    }
  }
}
