// A text that only gets longer.
nonisolated(unsafe) var transcript = ""

func leakRound() {
  for _ in 0..<40 {
    transcript += "one more sentence. "  // leak: growth
  }
}
