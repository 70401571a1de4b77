// How a task waits in a channel: reserve a place, tell how to cancel it, then sleep, after another try.
// Relies on: Channel. Invariant: a cancellation finds the place reserved (and marks it), queued (and wakes its owner) or
// given back (and does nothing), so it needs no block of its own for the race with the sleep.

extension FaultableChannel: AsyncSequence {
  /// Sends, and waits for room or a receiver.
  ///
  /// - Throws: `ChannelError.closed` when it is closed before the element is sent, `cancelled` when the task is.
  /// - Complexity: O(1).
  @inlinable public nonisolated(nonsending) func send(_ element: Element) async throws(ChannelError) {
    let outcome: SendOutcome
    if let now = finish(locked { $0.send(element) }, element) {
      outcome = now
    } else {
      outcome = await sleepToSend(element)
    }
    switch outcome {
    case .sent: return
    case .closed: throw .closed
    case .cancelled: throw .cancelled
    }
  }

  /// Receives, and waits for an element.
  ///
  /// - Returns: The element; nil once the channel is closed and empty.
  /// - Throws: `ChannelError.cancelled` when the task is canceled while it waits.
  /// - Complexity: O(1).
  @inlinable public nonisolated(nonsending) func receive() async throws(ChannelError) -> Element? {
    let outcome: ReceiveOutcome<Element>
    if let now = finish(locked { $0.receive() }) {
      outcome = now
    } else {
      outcome = await sleepToReceive()
    }
    switch outcome {
    case .value(let element): return element
    case .closed: return nil
    case .cancelled: throw .cancelled
    }
  }

  /// Sends, and waits at most `timeout`.
  ///
  /// - Throws: Also `ChannelError.timedOut`; then the element was not sent.
  @inlinable public nonisolated(nonsending) func send(
    _ element: Element, timeout: Duration
  ) async throws(ChannelError) {
    try await Select(.send(element, to: self) {}).next(timeout: timeout)
  }

  /// Receives, and waits at most `timeout`.
  ///
  /// - Throws: Also `ChannelError.timedOut`; then no element was taken.
  @inlinable public nonisolated(nonsending) func receive(
    timeout: Duration
  ) async throws(ChannelError) -> Element? {
    try await Select(.receive(from: self) { $0 }).next(timeout: timeout)
  }

  @inlinable nonisolated(nonsending) func sleepToSend(_ element: Element) async -> SendOutcome {
    let ticket = locked { $0.reserveSend() }
    return await withTaskCancellationHandler {
      await withUnsafeContinuation { (continuation: UnsafeContinuation<SendOutcome, Never>) in
        let sent = locked { $0.park(ticket, send: element, .task(continuation)) }
        if let now = finish(sent, element) { continuation.resume(returning: now) }
      }
    } onCancel: {
      if let sender = locked({ $0.cancelSend(ticket) }) { sender.resume(.cancelled) }
    }
  }

  @inlinable nonisolated(nonsending) func sleepToReceive() async -> ReceiveOutcome<Element> {
    let ticket = locked { $0.reserveReceive() }
    return await withTaskCancellationHandler {
      await withUnsafeContinuation { (continuation: UnsafeContinuation<ReceiveOutcome<Element>, Never>) in
        let received = locked { $0.park(ticket, receive: .task(continuation)) }
        if let now = finish(received) { continuation.resume(returning: now) }
      }
    } onCancel: {
      if let receiver = locked({ $0.cancelReceive(ticket) }) { receiver.resume(.cancelled) }
    }
  }

  /// Receives until the channel is closed and empty, or the task is canceled. Several may iterate one channel; each
  /// element goes to one of them.
  public struct Iterator: AsyncIteratorProtocol {
    @usableFromInline let channel: FaultableChannel
    @inlinable init(_ channel: FaultableChannel) { self.channel = channel }

    /// The next element; nil at the end, and when the task is canceled while it waits, as in AsyncStream.
    @inlinable public mutating func next() async -> Element? { await next(isolation: nil) }

    /// The next element; nil at the end, and when the task is canceled while it waits, as in AsyncStream.
    @inlinable public mutating func next(isolation actor: isolated (any Actor)?) async throws(Never)
      -> Element?
    {
      do { return try await channel.receive() } catch { return nil }
    }
  }

  /// Begins to receive.
  @inlinable public func makeAsyncIterator() -> Iterator { Iterator(self) }
}
