// Four orders, each a task: it computes, asks the store for a price, and computes again. One reply gets lost.

func compute(_ order: Int) -> Int {
  (0..<200_000).reduce(order) { ($0 ^ $1) &* 31 }
}

nonisolated(unsafe) var lost: [CheckedContinuation<Int, Never>] = []

func price(_ order: Int) async -> Int {
  if order == 3 { return await withCheckedContinuation { lost.append($0) } }
  try? await Task.sleep(for: .milliseconds(20))
  return order * 10
}

func serve(_ order: Int) async -> Int {
  let parsed = compute(order)
  let cost = await price(order)
  return compute(parsed) &+ cost
}

let orders = (1...4).map { order in Task { await serve(order) } }
for order in [1, 2, 4] { _ = await orders[order - 1].value }
print("three orders are served")
