// Select: waits for whichever of several channels goes on first, receives and sends mixed, as Go's `select`.
//  1. Try each case, in random order, one lock at a time. A default, a zero timeout: ends here.
//  2. Lock all channels in the order of their addresses, try again, queue in all, open the phase, unlock.
//  3. Sleep. The first to move the phase to `won` hands over its outcome and the number of its case.
//  4. Leave the queues of the others.
// Relies on: SelectCore for the steps. Source: Go 1.27 `runtime/select.go`.

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
    guard let channel else { return never }
    let entry = channel.receiving()
    return SelectCase(entry) { () throws(ChannelError) -> Output in
      if case .value(let element) = entry.taken() { return then(element) }
      return then(nil)
    }
  }

  /// A case without a channel.
  @inlinable static var never: SelectCase {
    SelectCase(SelectOperation(lock: nil)) { () throws(ChannelError) -> Output in
      preconditionFailure("a case without a channel has won")
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
    guard let channel else { return never }
    let entry = channel.sending(element)
    return SelectCase(entry) { () throws(ChannelError) -> Output in
      if case .closed = entry.taken() { throw .closed }
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
  @usableFromInline let cases: ContiguousArray<SelectCase<Output>>
  @usableFromInline let core: SelectCore

  /// Puts cases together. Without any, `next` waits until it is canceled or its time is over.
  @inlinable public convenience init(_ cases: SelectCase<Output>...) { self.init(cases) }

  /// Puts cases together.
  ///
  /// - Complexity: O(n log n).
  @inlinable public init(_ cases: [SelectCase<Output>]) {
    self.cases = ContiguousArray(cases)
    core = SelectCore(ContiguousArray(cases.map(\.operation)))
  }

  /// Goes on if a case can at once: a `select` with a default.
  ///
  /// - Returns: What the case makes of it; nil when none is ready.
  /// - Throws: `ChannelError.closed` when a send met a closed channel.
  /// - Complexity: O(n), each of n locks for itself.
  @inlinable public func attempt() throws(ChannelError) -> Output? {
    guard let ready = core.attempt() else { return nil }
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
    let winner: Int
    if let ready = core.attempt() { winner = ready } else { winner = await core.sleep(timeout) }
    return try outcome(winner)
  }

  /// Blocks this thread until a case goes on. Not for tasks.
  ///
  /// - Throws: As `next`, but never `cancelled`.
  @inlinable public func nextBlocking(timeout: Duration? = nil) throws(ChannelError) -> Output {
    try outcome(core.attempt() ?? core.sleepBlocking(timeout))
  }

  @inlinable func outcome(_ winner: Int) throws(ChannelError) -> Output {
    if winner == SelectState.expired { throw .timedOut }
    if winner == SelectState.cancelled { throw .cancelled }
    return try cases[winner].output()
  }
}
