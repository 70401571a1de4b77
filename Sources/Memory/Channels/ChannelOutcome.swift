// What can come of an operation on a channel, as values for those who wait and as errors for those who call.
// Relies on nothing.

/// Why an operation on a channel did not do its work.
@frozen public enum ChannelError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One sent to a closed channel, or it was closed while one waited to send. Go panics here.
  case closed
  /// One closed a channel that was closed. Go panics here.
  case alreadyClosed
  /// The task was canceled while it waited. The element was not sent, or none was taken.
  case cancelled
  /// The time was over before the other side came. The element was not sent, or none was taken.
  case timedOut

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .closed: "send on a closed channel: let only those who send close it, once all of them are done"
    case .alreadyClosed: "close of a closed channel: let one owner close it"
    case .cancelled: "the wait in a channel was canceled"
    case .timedOut: "the wait in a channel took longer than allowed"
    }
  }
}

/// What came of receiving.
@frozen public enum ReceiveOutcome<Element> {
  /// An element.
  case value(Element)
  /// The channel is closed and holds nothing more.
  case closed
  /// The task was canceled first.
  case cancelled
}
extension ReceiveOutcome: Sendable where Element: Sendable {}

/// What came of sending.
@frozen public enum SendOutcome: Sendable {
  /// It was stored or handed over.
  case sent
  /// The channel is closed; the element was not sent.
  case closed
  /// The task was canceled first; the element was not sent.
  case cancelled
}

/// What a channel holds for one who does not wait.
@frozen public enum Ready<Element> {
  /// An element.
  case value(Element)
  /// Nothing now.
  case empty
  /// Nothing ever again.
  case closed
}
extension Ready: Sendable where Element: Sendable {}
extension Ready: Equatable where Element: Equatable {}
