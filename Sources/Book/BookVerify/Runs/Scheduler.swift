// Scheduler: work on as many threads as there are jobs. Threads and not tasks, because a run blocks its worker, and
// because a runner ends with the thread that started it (PR_SET_PDEATHSIG), so that thread has to live as long.
// Relies on: Foundation's Thread. Invariant: every item is worked on once; results stand in the items' order.

import Foundation
import Synchronization

/// Runs work in parallel.
package enum Scheduler {
  /// Calls `work` for every item, the costliest first.
  ///
  /// - Parameters:
  ///   - jobs: Threads, at least 1.
  ///   - cost: What an item took last time, in any unit.
  /// - Returns: The results in the order of `items`.
  package static func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], jobs: Int, cost: (Item) -> Double, work: @escaping @Sendable (Item) -> Result
  ) -> [Result] {
    let order = items.indices.sorted { (cost(items[$1]), $0) < (cost(items[$0]), $1) }
    let shared = Shared<Result>(count: items.count)
    let finished = DispatchSemaphore(value: 0)
    let workers = min(max(jobs, 1), items.count)
    for _ in 0..<workers {
      let thread = Thread {
        while let turn = shared.next() {
          let index = order[turn]
          shared.finish(index, work(items[index]))
        }
        finished.signal()
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
    for _ in 0..<workers { finished.wait() }
    return shared.results()
  }

  /// The next turn and the results so far.
  private final class Shared<Result: Sendable>: Sendable {
    private struct State {
      var turn = 0
      var results: [Result?]
    }

    private let state: Mutex<State>

    init(count: Int) { state = Mutex(State(results: Array(repeating: nil, count: count))) }

    func next() -> Int? {
      state.withLock { state in
        guard state.turn < state.results.count else { return nil }
        defer { state.turn += 1 }
        return state.turn
      }
    }

    func finish(_ index: Int, _ result: Result) { state.withLock { $0.results[index] = result } }
    func results() -> [Result] { state.withLock { $0.results.compactMap(\.self) } }
  }
}
