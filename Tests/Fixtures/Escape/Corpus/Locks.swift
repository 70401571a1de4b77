// Shared state behind a mutex, and closures that run under it.
import Synchronization

final class Metrics: Sendable {
  private let counts = Mutex<[Int: Int]>([:])
  private let total = Atomic<Int>(0)

  @inline(never)
  func record(_ key: Int) {
    total.wrappingAdd(1, ordering: .relaxed)
    counts.withLock { table in
      table[key, default: 0] += 1  // heap: [Int: Int] growth
    }
  }

  @inline(never)
  func count(_ key: Int) -> Int {
    counts.withLock { $0[key] ?? 0 }
  }

  var all: Int { total.load(ordering: .relaxed) }
}

@inline(never)
func metrics() -> Metrics {
  Metrics()  // heap: Metrics returned
}

@main
enum Locks {
  static func main() {
    let metrics = metrics()
    for k in 0..<10 { metrics.record(k % 3) }
    precondition(metrics.count(0) == 4 && metrics.all == 10)
  }
}
