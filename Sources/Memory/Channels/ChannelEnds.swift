// The two ends of a channel as types: who may send and close, and who may only receive.
// Relies on: Channel, and its waiting in Channel+Tasks.

/// The end into which one sends, and that can be closed.
public struct SendingEnd<Element: Sendable>: Sendable {
  @usableFromInline let channel: Channel<Element>
  @inlinable init(_ channel: Channel<Element>) { self.channel = channel }

  /// Sends, and waits for room or a receiver. See `Channel`.
  @inlinable public nonisolated(nonsending) func send(_ element: Element) async throws(ChannelError) {
    try await channel.send(element)
  }
  /// Sends if that is possible at once. See `Channel`.
  @inlinable public func trySend(_ element: Element) throws(ChannelError) -> Bool {
    try channel.trySend(element)
  }
  /// Ends sending. See `Channel`.
  @inlinable public func close() throws(ChannelError) { try channel.close() }
}

/// The end from which one receives. It cannot be closed.
public struct ReceivingEnd<Element: Sendable>: Sendable, AsyncSequence {
  @usableFromInline let channel: Channel<Element>
  @inlinable init(_ channel: Channel<Element>) { self.channel = channel }

  /// Receives, and waits for an element; nil once it is closed and empty. See `Channel`.
  @inlinable public nonisolated(nonsending) func receive() async throws(ChannelError) -> Element? {
    try await channel.receive()
  }
  /// Receives if that is possible at once. See `Channel`.
  @inlinable public func tryReceive() -> Ready<Element> { channel.tryReceive() }
  /// Iterates. See `Channel`.
  @inlinable public func makeAsyncIterator() -> Channel<Element>.Iterator { channel.makeAsyncIterator() }
}
