// Each session looks once an hour whether it is still needed. The task that looks is what keeps it.
final class Session: Sendable {
  let state = [UInt8](repeating: 0, count: 1000)
  func watch() {
    Task {
      while !Task.isCancelled {
        try? await Task.sleep(for: .seconds(3600))
        check()
      }
    }
  }
  func check() {}
}

func leakRound() async {
  for _ in 0..<10 { Session().watch() }
}
