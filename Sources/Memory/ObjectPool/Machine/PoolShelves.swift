// PoolShelves: what of a pool all threads share, as a pure state machine: a stack of idle objects, the victims (idle objects
// that the last collection found), and how much room the threads' magazines have taken of the bound.
// Relies on: PoolFault. Invariant: idle.count + victims.count + reserved ≤ limit.
// Source: Go 1.13 `sync/pool.go`, which moved from one generation to a victim generation so that a collection does not
// empty all pools at once (golang/go#22950). Go has no bound.

/// The shared part of a pool.
public struct PoolShelves<Item, Fault: PoolFault> {
  /// What became of an object that came back.
  public enum Kept {
    /// It is idle.
    case kept
    /// It is idle, and this victim has to go for it: it was idle longer.
    case keptInsteadOf(Item)
    /// There is no room; it has to go.
    case dropped
  }

  /// Objects that may be idle, in magazines and here together.
  public let limit: Int
  /// Room that magazines have taken, used or not.
  public private(set) var reserved = 0
  /// Those that came back since the last collection; the last is given out first, because it is most likely in the cache.
  public private(set) var idle: ContiguousArray<Item> = []
  /// Those that the last collection found idle.
  public private(set) var victims: ContiguousArray<Item> = []
  let fault: Fault

  /// Makes empty shelves.
  ///
  /// - Parameter limit: In objects, at least 0; with 0 nothing is ever kept.
  public init(limit: Int, fault: Fault) {
    precondition(limit >= 0, "a pool's bound is at least 0")
    self.limit = limit
    self.fault = fault
  }

  /// Idle objects and room for magazines.
  public var occupied: Int { idle.count + victims.count + reserved }

  /// Takes one: what came back last, then a victim.
  ///
  /// - Complexity: O(1).
  public mutating func take() -> Item? {
    if fault.plants(.handsOutTwice), let last = idle.last { return last }
    if let item = idle.popLast() { return item }
    return fault.plants(.ignoresVictims) ? nil : victims.popLast()
  }

  /// Takes one back.
  ///
  /// - Complexity: O(1).
  public mutating func put(_ item: Item) -> Kept {
    if occupied < limit || fault.plants(.ignoresBound) {
      idle.append(item)
      return .kept
    }
    guard let victim = victims.popLast() else { return .dropped }
    idle.append(item)
    return .keptInsteadOf(victim)
  }

  /// Takes room for a magazine, and gives what may lie in it at once.
  ///
  /// - Returns: Up to `size` idle objects to fill it with; nil when the bound has no room for it.
  /// - Complexity: O(size).
  public mutating func reserve(_ size: Int) -> ContiguousArray<Item>? {
    let moved = min(idle.count, size / 2)
    guard occupied - moved + size <= limit || fault.plants(.magazineBeyondBound) else { return nil }
    if !fault.plants(.magazineBeyondBound) { reserved += size }
    return takeSome(moved)
  }

  /// Gives the room of a magazine back; its objects come by `put`.
  public mutating func release(_ size: Int) { if !fault.plants(.magazineBeyondBound) { reserved -= size } }

  /// Takes up to `count` idle objects, for a magazine that has run empty.
  public mutating func takeSome(_ count: Int) -> ContiguousArray<Item> {
    if fault.plants(.handsOutTwice) { return [] }
    var taken: ContiguousArray<Item> = []
    while taken.count < count, let item = idle.popLast() { taken.append(item) }
    return taken
  }

  /// A collection: what is idle becomes a victim, and the victims of the last one go.
  ///
  /// - Returns: What has to go.
  /// - Complexity: O(idle + victims).
  public mutating func age() -> ContiguousArray<Item> {
    if fault.plants(.agesAtOnce) {
      defer { idle = [] }
      return idle
    }
    if fault.plants(.keepsVictims) {
      victims += idle
      idle = []
      return []
    }
    let dropped = victims
    victims = idle
    idle = []
    return dropped
  }

  /// Memory is short: all goes.
  ///
  /// - Complexity: O(idle + victims).
  public mutating func relieve() -> ContiguousArray<Item> {
    let dropped = fault.plants(.relievesHalf) ? idle : idle + victims
    idle = []
    if !fault.plants(.relievesHalf) { victims = [] }
    return dropped
  }
}
