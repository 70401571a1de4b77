// PoolRegistry: all pools of the process: their ids, their thread slots, and what concerns all of them at once.
// Relies on: CHandover for slots and the end of a thread. Lock order: the registry's before a pool's.

import CHandover
import CPlatform

/// A pool, whatever its objects are.
public class AnyPool: @unchecked Sendable {
  /// Never used twice; 0 is nobody's.
  @usableFromInline let id: UInt64
  /// Which slot of each thread is this pool's; -1 when the pools before it have taken all.
  @usableFromInline let slot: Int32

  init() { (id, slot) = PoolRegistry.shared.admit() }

  /// A collection; what has to go is released by the caller, outside all locks.
  func age() -> [Unmanaged<AnyObject>] { [] }
  /// Memory is short.
  func relieve() -> [Unmanaged<AnyObject>] { [] }
  /// A thread ends; its magazine comes back.
  func abandon(_ magazine: UnsafeMutablePointer<handover_magazine>) -> [Unmanaged<AnyObject>] { [] }
}

/// What concerns all pools.
public enum Pools {
  /// A collection: what has been idle since the last one goes in the next. Call it where a garbage collector would run, or
  /// from time to time.
  ///
  /// - Complexity: O(idle objects + threads).
  public static func age() { PoolRegistry.shared.forAll { $0.age() } }

  /// Memory is short: everything that is idle goes, in the magazines of other threads, too.
  ///
  /// - Complexity: O(idle objects + threads).
  public static func relieve() { PoolRegistry.shared.forAll { $0.relieve() } }
}

final class PoolRegistry: @unchecked Sendable {
  static let shared = PoolRegistry()

  private let lock: UnsafeMutablePointer<UInt32>
  private var pools: [UInt64: Unmanaged<AnyPool>] = [:]
  private var lastID: UInt64 = 0
  private var freeSlots = Array((0..<Int32(HANDOVER_SLOTS)).reversed())

  private init() {
    lock = .allocate(capacity: 1)
    lock.initialize(to: 0)
    handover_set_exit { id, magazine in
      guard let magazine else { return }
      PoolRegistry.shared.threadEnds(id, magazine.assumingMemoryBound(to: handover_magazine.self))
    }
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    platform_lock(lock)
    defer { platform_unlock(lock) }
    return body()
  }

  func admit() -> (id: UInt64, slot: Int32) {
    locked {
      lastID += 1
      return (lastID, freeSlots.popLast() ?? -1)
    }
  }

  /// From now on `forAll` and ends of threads find it.
  func enter(_ pool: AnyPool) { locked { pools[pool.id] = Unmanaged.passUnretained(pool) } }

  /// First in a pool's `deinit`: whoever has found it is done with it when this returns.
  func leave(_ pool: AnyPool) {
    locked {
      pools[pool.id] = nil
      if pool.slot >= 0 { freeSlots.append(pool.slot) }
    }
  }

  func forAll(_ body: (AnyPool) -> [Unmanaged<AnyObject>]) {
    // Released outside the lock: a `deinit` may use pools.
    let dropped = locked { pools.values.flatMap { $0._withUnsafeGuaranteedRef { body($0) } } }
    for object in dropped { object.release() }
  }

  private func threadEnds(_ id: UInt64, _ magazine: UnsafeMutablePointer<handover_magazine>) {
    // A pool that went before has freed its magazines.
    let dropped = locked { pools[id]?._withUnsafeGuaranteedRef { $0.abandon(magazine) } ?? [] }
    for object in dropped { object.release() }
  }
}
