// A log in memory.
nonisolated(unsafe) var lines: [String] = []
nonisolated(unsafe) var turn = 0

func leakRound() {
  turn += 1
  for i in 0..<8 {
    lines.append("request number \(turn * 8 + i) was served in good time")  // leak: growth
  }
}
