// Waiters at a gate that opens for one of them only.
actor Gate {
  private var waiters: [CheckedContinuation<Void, Never>] = []
  func pass() async { await withCheckedContinuation { waiters.append($0) } }
  func open() {
    waiters.popLast()?.resume()
  }
}
let gate = Gate()

@inline(never) func arrive() {
  for _ in 0..<2 { Task { await gate.pass() } }  // leak: suspended-task
}
arrive()
try? await Task.sleep(for: .milliseconds(20))
await gate.open()
try? await Task.sleep(for: .milliseconds(20))
