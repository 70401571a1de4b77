actor Counter { var n = 0; func add() { n += 1 } }
let c = Counter()
await withTaskGroup(of: Void.self) { g in for _ in 0..<100 { g.addTask { await c.add() } } }
print(await c.n)
