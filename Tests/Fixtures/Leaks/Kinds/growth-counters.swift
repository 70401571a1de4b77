// A table of numbers by key, with a new key each time.
nonisolated(unsafe) var hits: [Int: Int] = [:]
nonisolated(unsafe) var now = 0

func leakRound() {
  for _ in 0..<50 {
    now += 1
    hits[now, default: 0] += 1  // leak: growth
  }
}
