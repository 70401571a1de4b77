// optimized
actor Bank {
  private var accounts: [String: Int] = [:]
  func add(_ n: Int, to name: String) { accounts[name, default: 0] += n }
  func total() -> Int { accounts.values.reduce(0, +) }
}
let bank = Bank()
await withDiscardingTaskGroup { group in
  for i in 0..<200 { group.addTask { await bank.add(i, to: "a\(i % 7)") } }
}
print(await bank.total())
