// SelectCore: the steps of a `select` (see Select), without what its cases make of their outcomes. Not generic, so that it is
// compiled here, once.
// Relies on: SelectState, SelectOperation, Deadlines. Invariant: after `sleep` no channel knows of it. Whoever popped a case
// claims it under that channel's lock, which step 4 takes.

import CHandover
import CPlatform

/// The cases of a `select`, and its steps.
@usableFromInline final class SelectCore: @unchecked Sendable {
  private let operations: ContiguousArray<SelectOperation>
  /// The distinct locks in the order of their addresses: two selects never wait for each other.
  private let locks: ContiguousArray<UnsafeMutablePointer<UInt32>>

  @usableFromInline init(_ operations: ContiguousArray<SelectOperation>) {
    self.operations = operations
    var locks: ContiguousArray<UnsafeMutablePointer<UInt32>> = []
    for lock in operations.compactMap(\.lock).sorted() where lock != locks.last { locks.append(lock) }
    self.locks = locks
    for (index, each) in operations.enumerated() { each.index = Int32(index) }
  }

  /// Step 1.
  ///
  /// - Returns: The case that went on.
  @usableFromInline func attempt() -> Int? {
    for each in operations { each.begin() }
    guard let ready = firstReady(locking: true) else { return nil }
    operations[ready].finish()
    return ready
  }

  /// Steps 2 to 4 for a task.
  ///
  /// - Returns: The case that went on, or why none did.
  @usableFromInline nonisolated(nonsending) func sleep(_ timeout: Duration?) async -> Int {
    let state = SelectState(blocking: false)
    let deadline = timeout.map { Deadlines.shared.add(state, after: $0) }
    let winner = await withTaskCancellationHandler {
      await withUnsafeContinuation { (continuation: UnsafeContinuation<Int, Never>) in
        state.continuation = continuation
        if let now = queue(state) { continuation.resume(returning: now) }
      }
    } onCancel: {
      state.interrupt(.cancel)
    }
    state.woken()
    if let deadline { Deadlines.shared.remove(deadline) }
    leave(winner)
    return winner
  }

  /// Steps 2 to 4 for a thread.
  ///
  /// - Returns: The case that went on, or why none did.
  @usableFromInline func sleepBlocking(_ timeout: Duration?) -> Int {
    let state = SelectState(blocking: true)
    let deadline = timeout.map { Deadlines.shared.add(state, after: $0) }
    let winner = queue(state) ?? state.thread.unsafelyUnwrapped.wait()
    state.woken()
    if let deadline { Deadlines.shared.remove(deadline) }
    leave(winner)
    return winner
  }

  /// Tries the cases in random order: a Fisher–Yates shuffle as far as it is needed.
  private func firstReady(locking: Bool) -> Int? {
    let count = operations.count
    return withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { order -> Int? in
      for index in 0..<count { order[index] = Int32(index) }
      var left = count
      while left > 0 {
        let pick = left == 1 ? 0 : Int(((handover_random() >> 32) &* UInt64(left)) >> 32)
        let index = Int(order[pick])
        left -= 1
        order[pick] = order[left]
        let operation = operations[index]
        guard let lock = operation.lock else { continue }
        if locking { platform_lock(lock) }
        let ready = operation.attempt()
        if locking { platform_unlock(lock) }
        if ready { return index }
      }
      return nil
    }
  }

  /// Step 2.
  ///
  /// - Returns: The winner, when there is no need to sleep.
  private func queue(_ state: SelectState) -> Int? {
    for lock in locks { platform_lock(lock) }
    let ready = firstReady(locking: false)
    var opened = false
    if ready == nil {
      for operation in operations {
        operation.state = state
        operation.park()
      }
      opened = state.advance(.open) != nil
    }
    // The last lock first: whoever waits for the first one then finds the others free.
    for lock in locks.reversed() { platform_unlock(lock) }
    if let ready {
      operations[ready].finish()
      return ready
    }
    if opened { return nil }
    return SelectPhase(rawValue: state.phase.load(ordering: .relaxed)) == .expired
      ? SelectState.expired : SelectState.cancelled
  }

  /// Step 4.
  private func leave(_ winner: Int) {
    for (index, operation) in operations.enumerated() where operation.state != nil {
      if index != winner, let lock = operation.lock {
        platform_lock(lock)
        operation.leave()
        platform_unlock(lock)
      }
      operation.ticket = .none
      operation.state = nil
    }
  }
}
