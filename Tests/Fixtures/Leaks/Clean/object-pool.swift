// A pool that gives out what it took back.
final class Buffer { var bytes = [UInt8](repeating: 0, count: 1024) }
final class Pool {
  private var idle: [Buffer] = []
  func with<Result>(_ body: (Buffer) -> Result) -> Result {
    let buffer = idle.popLast() ?? Buffer()
    defer { idle.append(buffer) }
    return body(buffer)
  }
}
nonisolated(unsafe) let pool = Pool()

func leakRound() {
  for n in 0..<10 {
    pool.with { outer in pool.with { inner in outer.bytes[n] = inner.bytes[n] &+ 1 } }
  }
}
