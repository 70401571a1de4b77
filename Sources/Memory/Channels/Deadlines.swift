// Deadlines: one thread that ends sleeps whose time is over. A binary heap by time; an entry knows its place, so that a
// sleep that ended otherwise leaves in O(log n) and nothing of it stays.
// Relies on: CHandover for the clock and the sleep. Invariant: an entry that was removed does not fire afterwards; both
// happen under the lock.

import CHandover
import CPlatform

/// A point in time at which a `select` gives up.
public final class Deadline: @unchecked Sendable {
  /// In nanoseconds of the monotonic clock.
  let time: UInt64
  /// Its place in the heap; -1 when it fired or was removed.
  var place = -1
  let state: SelectState

  init(_ state: SelectState, time: UInt64) {
    self.state = state
    self.time = time
  }
}

/// All deadlines of the process.
public final class Deadlines: @unchecked Sendable {
  /// The one; its thread starts with the first deadline.
  public static let shared = Deadlines()

  /// [0] the lock; [1] counts changes of the first deadline, and is what the thread sleeps on.
  private let words: UnsafeMutablePointer<UInt32>
  private var heap: [Deadline] = []
  private var started = false

  private init() {
    words = .allocate(capacity: 2)
    words.initialize(repeating: 0, count: 2)
  }

  /// Deadlines that have not passed.
  public var count: Int {
    platform_lock(words)
    defer { platform_unlock(words) }
    return heap.count
  }

  /// Ends `state`'s sleep after `duration`, unless it is removed before.
  ///
  /// - Complexity: O(log n).
  public func add(_ state: SelectState, after duration: Duration) -> Deadline {
    let (seconds, attoseconds) = duration.components
    let nanoseconds = max(0, seconds.multipliedReportingOverflow(by: 1_000_000_000).partialValue)
    let ahead = seconds > 1_000_000_000 ? UInt64.max / 2 : UInt64(nanoseconds + attoseconds / 1_000_000_000)
    let deadline = Deadline(state, time: handover_now() &+ ahead)
    platform_lock(words)
    deadline.place = heap.count
    heap.append(deadline)
    rise(deadline.place)
    let first = deadline.place == 0
    let starts = !started
    started = true
    if first { _ = handover_add(words + 1, 1) }
    platform_unlock(words)
    if starts {
      let error = handover_start(
        { Unmanaged<Deadlines>.fromOpaque($0!).takeUnretainedValue().run() },
        Unmanaged.passUnretained(self).toOpaque())
      precondition(error == 0, "the system gives no thread for deadlines: error \(error)")
    } else if first {
      handover_wake(words + 1, 1)
    }
    return deadline
  }

  /// Forgets a deadline; nothing when it has fired.
  ///
  /// - Complexity: O(log n).
  public func remove(_ deadline: Deadline) {
    platform_lock(words)
    defer { platform_unlock(words) }
    if deadline.place >= 0 { take(deadline.place) }
  }

  private func run() {
    while true {
      platform_lock(words)
      let now = handover_now()
      while let first = heap.first, first.time <= now {
        take(0)
        // Under the lock, so that `remove` returns only when it is done: it is a compare-and-swap and an enqueue.
        first.state.interrupt(.expire)
      }
      let next = heap.first?.time ?? UInt64.max
      let seen = handover_load(words + 1)
      platform_unlock(words)
      _ = handover_wait(words + 1, seen, next)
    }
  }

  private func take(_ place: Int) {
    heap[place].place = -1
    let last = heap.removeLast()
    guard place < heap.count else { return }
    heap[place] = last
    last.place = place
    rise(place)
    sink(last.place)
  }

  private func rise(_ start: Int) {
    var place = start
    while place > 0, heap[place].time < heap[(place - 1) / 2].time {
      exchange(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  private func sink(_ start: Int) {
    var place = start
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2]
      where child < heap.count && heap[child].time < heap[least].time {
        least = child
      }
      if least == place { return }
      exchange(place, least)
      place = least
    }
  }

  private func exchange(_ one: Int, _ other: Int) {
    heap.swapAt(one, other)
    heap[one].place = one
    heap[other].place = other
  }
}
