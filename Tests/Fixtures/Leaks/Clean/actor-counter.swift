// An actor that many tasks use, and a continuation that is resumed.
actor Counter {
  var count = 0
  var waiter: CheckedContinuation<Int, Never>?
  func add() { count += 1; if count == 20 { waiter?.resume(returning: count); waiter = nil } }
  func all() async -> Int { count >= 20 ? count : await withCheckedContinuation { waiter = $0 } }
}
let counter = Counter()
for _ in 0..<20 { Task { await counter.add() } }
print(await counter.all())
