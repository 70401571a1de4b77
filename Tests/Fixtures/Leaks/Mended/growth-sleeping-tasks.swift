// Each visit starts a timer that nobody stops.
@inline(never) func startTimer() -> Task<Void, Never> {
  Task {
    while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
  }
}

func leakRound() async {
  let timer = startTimer()
  try? await Task.sleep(for: .milliseconds(5))
  timer.cancel()
  _ = timer
}
