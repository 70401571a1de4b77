// Select: waits for whichever of several channels goes on first, receives and sends mixed, as Go's `select`.
//  1. Try each case, in random order, one lock at a time. A default, a zero timeout: ends here.
//  2. Lock all channels in the order of their addresses, try again, queue in all, open the phase, unlock.
//  3. Sleep. The first to move the phase to `won` hands over its outcome and the number of its case.
//  4. Leave the queues of the others.
// Relies on: SelectState, SelectOperation, Deadlines. Source: Go 1.27 `runtime/select.go`.
// Invariant: after `next` no channel knows of it. Whoever popped it claims it under that channel's lock, which step 4 takes.

import CHandover

/// One case of a `select`: an operation on a channel, and what to make of its outcome.
public struct SelectCase<Output> {
  @usableFromInline let operation: SelectOperation
  @usableFromInline let output: () throws(ChannelError) -> Output

  @inlinable init(_ operation: SelectOperation, _ output: @escaping () throws(ChannelError) -> Output) {
    self.operation = operation
    self.output = output
  }

  /// Receives; `then` is given the element, or nil once the channel is closed and empty.
  ///
  /// - Parameter channel: Nil is a channel that is never ready, as in Go: a way to switch a case off.
  @inlinable public static func receive<Element: Sendable, Fault: ChannelFault>(
    from channel: FaultableChannel<Element, Fault>?, then: @escaping (Element?) -> Output
  ) -> SelectCase {
    let operation = ReceiveOperation(channel)
    return SelectCase(operation) { () throws(ChannelError) -> Output in
      guard let outcome = operation.outcome.take() else {
        preconditionFailure("a case that won has an outcome")
      }
      if case .value(let element) = outcome { return then(element) }
      return then(nil)
    }
  }

  /// Sends; `then` is called when it was sent. On a closed channel the `select` throws `ChannelError.closed`.
  ///
  /// - Parameters:
  ///   - element: Evaluated once each time the `select` is entered.
  ///   - channel: Nil is a channel that is never ready.
  @inlinable public static func send<Element: Sendable, Fault: ChannelFault>(
    _ element: @escaping @autoclosure () -> Element, to channel: FaultableChannel<Element, Fault>?,
    then: @escaping () -> Output
  ) -> SelectCase {
    let operation = SendOperation(channel, element)
    return SelectCase(operation) { () throws(ChannelError) -> Output in
      operation.offered = nil
      guard let outcome = operation.outcome.take() else {
        preconditionFailure("a case that won has an outcome")
      }
      if case .closed = outcome { throw .closed }
      return then()
    }
  }
}

/// A `select` that can be entered again and again, by one task or thread at a time.
///
/// ```swift
/// let select = Select(
///   .receive(from: numbers) { number in "got \(number)" },
///   .send(1, to: ones) { "sent" })
/// let what = try await select.next(timeout: .seconds(1))
/// ```
public final class Select<Output> {
  @usableFromInline let cases: [SelectCase<Output>]
  /// The distinct locks in the order of their addresses: two selects never wait for each other.
  @usableFromInline let locks: [UnsafeMutablePointer<UInt32>]

  /// Puts cases together. Without any, `next` waits until it is canceled or its time is over.
  public convenience init(_ cases: SelectCase<Output>...) { self.init(cases) }

  /// Puts cases together.
  ///
  /// - Complexity: O(n log n).
  public init(_ cases: [SelectCase<Output>]) {
    self.cases = cases
    var locks: [UnsafeMutablePointer<UInt32>] = []
    for lock in cases.compactMap(\.operation.lock).sorted() where lock != locks.last { locks.append(lock) }
    self.locks = locks
    for (index, each) in cases.enumerated() { each.operation.index = Int32(index) }
  }

  /// Goes on if a case can at once: a `select` with a default.
  ///
  /// - Returns: What the case makes of it; nil when none is ready.
  /// - Throws: `ChannelError.closed` when a send met a closed channel.
  /// - Complexity: O(n), each of n locks for itself.
  @inlinable public func attempt() throws(ChannelError) -> Output? {
    begin()
    guard let ready = firstReady(locking: true) else { return nil }
    cases[ready].operation.finish()
    return try cases[ready].output()
  }

  /// Waits until a case goes on.
  ///
  /// - Parameter timeout: The longest wait; nil for none.
  /// - Throws: `ChannelError.closed` when a send met a closed channel, `cancelled` when the task was canceled first,
  ///   `timedOut` when the time was over first. In the last two no case has done anything.
  /// - Complexity: O(n).
  @inlinable public nonisolated(nonsending) func next(
    timeout: Duration? = nil
  ) async throws(ChannelError) -> Output {
    if let output = try attempt() { return output }
    let state = SelectState(blocking: false)
    let deadline = timeout.map { Deadlines.shared.add(state, after: $0) }
    let winner = await withTaskCancellationHandler {
      await withUnsafeContinuation { (continuation: UnsafeContinuation<Int, Never>) in
        state.continuation = continuation
        if let now = queue(state) { continuation.resume(returning: now) }
      }
    } onCancel: {
      state.interrupt(.cancel)
    }
    if let deadline { Deadlines.shared.remove(deadline) }
    return try end(winner)
  }

  /// Blocks this thread until a case goes on. Not for tasks.
  ///
  /// - Throws: As `next`, but never `cancelled`.
  public func nextBlocking(timeout: Duration? = nil) throws(ChannelError) -> Output {
    if let output = try attempt() { return output }
    let state = SelectState(blocking: true)
    let deadline = timeout.map { Deadlines.shared.add(state, after: $0) }
    let winner = queue(state) ?? state.thread.unsafelyUnwrapped.wait()
    if let deadline { Deadlines.shared.remove(deadline) }
    return try end(winner)
  }

  @inlinable func begin() { for each in cases { each.operation.begin() } }

  /// Tries the cases in random order: a Fisher–Yates shuffle as far as it is needed.
  @inlinable func firstReady(locking: Bool) -> Int? {
    let count = cases.count
    return withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { order -> Int? in
      for index in 0..<count { order[index] = Int32(index) }
      var left = count
      while left > 0 {
        let pick = left == 1 ? 0 : Int(((handover_random() >> 32) &* UInt64(left)) >> 32)
        let index = Int(order[pick])
        left -= 1
        order[pick] = order[left]
        let operation = cases[index].operation
        guard let lock = operation.lock else { continue }
        if locking { handover_lock(lock) }
        let ready = operation.attempt()
        if locking { handover_unlock(lock) }
        if ready { return index }
      }
      return nil
    }
  }

  /// Step 2.
  ///
  /// - Returns: The winner, when there is no need to sleep.
  @usableFromInline func queue(_ state: SelectState) -> Int? {
    for lock in locks { handover_lock(lock) }
    let ready = firstReady(locking: false)
    var opened = false
    if ready == nil {
      for each in cases {
        each.operation.state = state
        each.operation.park()
      }
      opened = state.advance(.open) != nil
    }
    // The last lock first: whoever waits for the first one then finds the others free.
    for lock in locks.reversed() { handover_unlock(lock) }
    if let ready {
      cases[ready].operation.finish()
      return ready
    }
    if opened { return nil }
    return SelectPhase(rawValue: state.phase.load(ordering: .relaxed)) == .expired
      ? SelectState.expired : SelectState.cancelled
  }

  /// Step 4, and the outcome.
  @usableFromInline func end(_ winner: Int) throws(ChannelError) -> Output {
    for (index, each) in cases.enumerated() where each.operation.state != nil {
      let operation = each.operation
      if index != winner, let lock = operation.lock {
        handover_lock(lock)
        operation.leave()
        handover_unlock(lock)
      }
      operation.ticket = .none
      operation.state = nil
    }
    if winner == SelectState.expired { throw .timedOut }
    if winner == SelectState.cancelled { throw .cancelled }
    return try cases[winner].output()
  }
}
