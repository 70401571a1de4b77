// RunQueue: jobs in the order in which they came, in a ring that grows, and a slot for the one that runs next.
// Relies on: CHandover's lock. Invariant: at most one job is in the slot; the one that it displaces goes to the end.

import CHandover
import CPlatform

/// Jobs of one thread, or of all.
final class RunQueue: @unchecked Sendable {
  private struct State {
    var next: UnownedJob?
    /// Counts what was put into the slot; a job is stuck when the watcher sees its number twice.
    var nextNumber: UInt64 = 0
    var watched: UInt64 = 0
    var ring = ContiguousArray<UnownedJob?>(repeating: nil, count: 64)
    var first = 0
    var count = 0

    mutating func append(_ job: UnownedJob) {
      if count == ring.count {
        var larger = ContiguousArray<UnownedJob?>(repeating: nil, count: count * 2)
        for index in 0..<count { larger[index] = ring[(first + index) & (count - 1)] }
        ring = larger
        first = 0
      }
      ring[(first &+ count) & (ring.count &- 1)] = job
      count &+= 1
    }

    mutating func removeFirst() -> UnownedJob? {
      if count == 0 { return nil }
      let job = ring[first].take()
      first = (first &+ 1) & (ring.count &- 1)
      count &-= 1
      return job
    }
  }

  // Two blocks, as in Channel.
  private let lock: UnsafeMutablePointer<UInt32>
  private let state: UnsafeMutablePointer<State>

  init() {
    lock = .allocate(capacity: 1)
    lock.initialize(to: 0)
    state = .allocate(capacity: 1)
    state.initialize(to: State())
  }

  deinit {
    state.deinitialize(count: 1)
    state.deallocate()
    lock.deallocate()
  }

  private func locked<Result>(_ body: (inout State) -> Result) -> Result {
    platform_lock(lock)
    defer { platform_unlock(lock) }
    return body(&state.pointee)
  }

  /// Puts a job at the end.
  func put(_ job: UnownedJob) { locked { $0.append(job) } }

  /// Takes the first job; never the slot's.
  func take() -> UnownedJob? { locked { $0.removeFirst() } }

  /// Puts a job into the slot.
  ///
  /// - Returns: Whether another was there; it is at the end now.
  func putNext(_ job: UnownedJob) -> Bool {
    locked { state in
      let old = state.next
      state.next = job
      state.nextNumber &+= 1
      if let old { state.append(old) }
      return old != nil
    }
  }

  /// Takes the slot's job, or else the first.
  func takeNext() -> UnownedJob? { locked { $0.next.take() ?? $0.removeFirst() } }

  /// Takes the slot's job if it was there the last time, too.
  func takeStuck() -> UnownedJob? {
    locked { state in
      guard state.next != nil else { return nil }
      if state.watched == state.nextNumber { return state.next.take() }
      state.watched = state.nextNumber
      return nil
    }
  }
}
