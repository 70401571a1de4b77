// PoolAudit: the debug mode of a pool. It knows which objects are out and how each idle one looked when it came back.
// Relies on nothing. What it cannot see: a read of an idle object that writes nothing.

/// A misuse of a pool.
public enum PoolViolation: Hashable, Sendable, CustomStringConvertible {
  /// An object came back that is idle already; two users would have got it.
  case returnedTwice
  /// An object came back that the pool did not give out.
  case foreign
  /// An object is not as new after `reset`; the next user would see the last one's data.
  case dirty
  /// An object was written to after it came back.
  case usedAfterReturn

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .returnedTwice:
      "an object was returned twice to a pool: return it where it was taken, with `withObject`"
    case .foreign: "an object was returned to a pool that did not give it out"
    case .dirty: "an object was returned to a pool and is dirty after its reset: reset every field"
    case .usedAfterReturn: "an object was written to after it was returned to a pool: keep no reference to it"
    }
  }
}

/// How a pool in debug mode judges its objects.
public struct PoolAudit<Object: AnyObject>: Sendable {
  let isClean: @Sendable (Object) -> Bool
  let fingerprint: @Sendable (Object) -> Int
  let report: @Sendable (PoolViolation) -> Void

  /// Describes an audit.
  ///
  /// - Parameters:
  ///   - isClean: Whether an object is as new.
  ///   - fingerprint: A number that changes when the object's content does: its hash, or its sum.
  ///   - report: What to do at a violation; nothing said, the program stops.
  public init(
    isClean: @escaping @Sendable (Object) -> Bool, fingerprint: @escaping @Sendable (Object) -> Int,
    report: @escaping @Sendable (PoolViolation) -> Void = { fatalError($0.description) }
  ) {
    self.isClean = isClean
    self.fingerprint = fingerprint
    self.report = report
  }
}

/// What an audit knows of a pool's objects.
struct PoolLedger {
  /// Those that users have. One that a user drops stays here until its address is given out again.
  var out: Set<ObjectIdentifier> = []
  /// Those that are idle, with their fingerprints.
  var idle: [ObjectIdentifier: Int] = [:]
}
