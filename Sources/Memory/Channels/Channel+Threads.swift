// How a thread waits in a channel: it sleeps on a word until somebody stores an outcome. Tasks and threads may meet in one
// channel.
// Relies on: Channel, SleepingThread.

extension FaultableChannel {
  /// Sends, and blocks this thread until there is room or a receiver. Not for tasks: it would hold their thread.
  ///
  /// - Throws: `ChannelError.closed`.
  @inlinable public func sendBlocking(_ element: Element) throws(ChannelError) {
    if try trySend(element) { return }
    let thread = SleepingThread<SendOutcome>()
    let sent = locked { machine in
      machine.park(machine.reserveSend(), send: element, .thread(thread))
    }
    if finish(sent, element) ?? thread.wait() == .closed { throw .closed }
  }

  /// Receives, and blocks this thread until there is an element. Not for tasks: it would hold their thread.
  ///
  /// - Returns: The element; nil once the channel is closed and empty.
  @inlinable public func receiveBlocking() -> Element? {
    if case .value(let element) = tryReceive() { return element }
    let thread = SleepingThread<ReceiveOutcome<Element>>()
    let received = locked { machine in
      machine.park(machine.reserveReceive(), receive: .thread(thread))
    }
    if case .value(let element) = finish(received) ?? thread.wait() { return element }
    return nil
  }

  /// Sends, and blocks this thread at most `timeout`.
  ///
  /// - Throws: Also `ChannelError.timedOut`; then the element was not sent.
  public func sendBlocking(_ element: Element, timeout: Duration) throws(ChannelError) {
    try Select(.send(element, to: self) {}).nextBlocking(timeout: timeout)
  }

  /// Receives, and blocks this thread at most `timeout`.
  ///
  /// - Throws: `ChannelError.timedOut`; then no element was taken.
  public func receiveBlocking(timeout: Duration) throws(ChannelError) -> Element? {
    try Select(.receive(from: self) { $0 }).nextBlocking(timeout: timeout)
  }
}
