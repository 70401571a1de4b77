// Waiters at a gate that opens for one of them only.
actor Gate {
  private var waiters: [CheckedContinuation<Void, Never>] = []
  func pass() async { await withCheckedContinuation { waiters.append($0) } }
  func open() {
    for waiter in waiters { waiter.resume() }
    waiters = []
  }
}
let gate = Gate()

@inline(never) func arrive() {
  for _ in 0..<2 { Task { await gate.pass() } }
}
arrive()
try? await Task.sleep(for: .milliseconds(20))
await gate.open()
try? await Task.sleep(for: .milliseconds(20))
