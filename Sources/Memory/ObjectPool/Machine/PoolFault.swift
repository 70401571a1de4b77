// PoolFault: deliberate faults for tests, as a generic parameter, so that a pool without one has no trace of it.
// Relies on nothing.

/// A fault that tests plant in a pool.
public enum PoolMutant: UInt8, CaseIterable, Sendable {
  /// An object comes back as its last user left it.
  case skipsReset
  /// What `reset` does not want is kept.
  case keepsUnwanted
  /// More is kept than the bound allows.
  case ignoresBound
  /// A thread's magazine is not counted against the bound.
  case magazineBeyondBound
  /// An object is given out and kept.
  case handsOutTwice
  /// What was not used for two collections stays.
  case keepsVictims
  /// What was not used for one collection goes.
  case agesAtOnce
  /// Victims are not given out again.
  case ignoresVictims
  /// A collection does not reach the threads' magazines.
  case forgetsMagazines
  /// Memory pressure leaves the victims.
  case relievesHalf
  /// A thread that ends takes its magazine along.
  case losesMagazineAtExit
  /// A pool that goes leaves its objects behind.
  case leaksAtEnd
  /// The audit lets a second return pass.
  case missesSecondReturn
  /// The audit lets a dirty object pass.
  case missesDirty
  /// The audit does not look whether an idle object was written to.
  case missesUseAfterReturn
}

/// Which fault a pool has.
public protocol PoolFault: Sendable {
  /// Whether it has this one.
  func plants(_ mutant: PoolMutant) -> Bool
}

/// No fault: what every user has. The compiler removes the question.
public struct NoPoolFault: PoolFault {
  /// None.
  @inlinable public init() {}
  /// Never.
  @inlinable @inline(__always) public func plants(_ mutant: PoolMutant) -> Bool { false }
}

/// One fault, for tests.
public struct PlantedPoolFault: PoolFault {
  /// The one.
  public let mutant: PoolMutant?
  /// Plants it; nil plants none, in the same code.
  public init(_ mutant: PoolMutant?) { self.mutant = mutant }
  /// Whether it is the one.
  public func plants(_ mutant: PoolMutant) -> Bool { mutant == self.mutant }
}
