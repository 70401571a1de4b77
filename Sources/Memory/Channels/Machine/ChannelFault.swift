// ChannelFault: deliberate faults for tests, as a generic parameter, so that a channel without one has no trace of it.
// Relies on nothing.

/// A fault that tests plant in a channel.
public enum ChannelMutant: UInt8, CaseIterable, Sendable {
  /// A canceled waiter stays in the list.
  case keepsCancelled
  /// A cancellation before the sleep is not seen.
  case ignoresEarlyCancel
  /// A sender that waits is not woken when room appears.
  case losesWakeup
  /// The element of a sender that waits is dropped when it is woken.
  case losesSendersElement
  /// `close` throws away what is stored.
  case closeDropsStored
  /// `close` does not wake receivers.
  case closeForgetsReceivers
  /// `close` does not wake senders.
  case closeForgetsSenders
  /// A second `close` is not noticed.
  case closesTwice
  /// A closed channel takes elements.
  case sendsAfterClose
  /// A closed channel hides what is stored.
  case closedBeforeStored
  /// A closed, empty channel looks open.
  case forgetsClose
  /// An element goes to a receiver and into the ring.
  case deliversTwice
  /// One sleeps without another try.
  case parksBlindly
  /// A place is not given back when the second try succeeds.
  case keepsReservation
  /// The ring gives the newest element first.
  case newestFirst
  /// The receiver that came last is served first.
  case lastReceiverFirst
  /// The sender that came last is served first.
  case lastSenderFirst
  /// The last place of the ring is not used.
  case oneTooMany
  /// A `select` that was won elsewhere is served again.
  case ignoresLostClaim
  /// The search for a waiter ends at a `select` that was won elsewhere.
  case stopsAtLostClaim
}

/// Which fault a channel has.
public protocol ChannelFault: Sendable {
  /// Whether it has this one.
  func plants(_ mutant: ChannelMutant) -> Bool
}

/// No fault: what every user has. The compiler removes the question.
public struct NoChannelFault: ChannelFault {
  /// None.
  @inlinable public init() {}
  /// Never.
  @inlinable @inline(__always) public func plants(_ mutant: ChannelMutant) -> Bool { false }
}

/// One fault, for tests.
public struct PlantedChannelFault: ChannelFault {
  /// The one.
  public let mutant: ChannelMutant?
  /// Plants it; nil plants none, in the same code.
  public init(_ mutant: ChannelMutant?) { self.mutant = mutant }
  /// Whether it is the one.
  public func plants(_ mutant: ChannelMutant) -> Bool { mutant == self.mutant }
}
