// The pool rows: a buffer of 1 KiB is taken, filled and given back, one or two held at a time; beside malloc and memset.
// Relies on: ObjectPool.

import CBench
import Foundation
import ObjectPool

private let size = 1024

final class Block {
  let bytes = malloc(1024)!
  var count = 0
  deinit { free(bytes) }
}

/// Runs `body` on `threads` threads and prints the middle of three times, a use.
private func measure(_ count: Int, _ threads: Int, _ body: @escaping @Sendable () -> Void) {
  var times: [Double] = []
  let clock = ContinuousClock()
  for _ in 0..<3 {
    let time = clock.measure {
      DispatchQueue.concurrentPerform(iterations: threads) { _ in body() }
    }
    times.append(
      (Double(time.components.seconds) * 1e9 + Double(time.components.attoseconds) / 1e9) / Double(count))
  }
  print("nanoseconds \(times.sorted()[1])")
}

func poolRow(_ count: Int, _ threads: Int, held: Int) {
  let pool = Pool(objectBytes: size, limitBytes: 256 * size, reset: { $0.count = 0 }) { Block() }
  measure(count, threads) {
    for _ in 0..<(count / held) {
      let first = pool.get()
      memset(first.bytes, 0, size)
      bench_touch(first.bytes)
      if held == 2 {
        let second = pool.get()
        memset(second.bytes, 0, size)
        bench_touch(second.bytes)
        pool.put(second)
      }
      pool.put(first)
    }
  }
}

func mallocRow(_ count: Int, _ threads: Int, held: Int) {
  measure(count, threads) {
    for _ in 0..<(count / held) {
      let first = malloc(size)!
      bench_touch(first)  // or the compiler makes one calloc of both
      memset(first, 0, size)
      bench_touch(first)
      if held == 2 {
        let second = malloc(size)!
        bench_touch(second)  // or the compiler makes one calloc of both
        memset(second, 0, size)
        bench_touch(second)
        free(second)
      }
      free(first)
    }
  }
}
