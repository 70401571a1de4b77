// Children that all end.
@inline(never) func square(_ n: Int) async -> Int { await Task.yield(); return n * n }
let sum = await withTaskGroup(of: Int.self) { group in
  for n in 0..<50 { group.addTask { await square(n) } }
  return await group.reduce(0, +)
}
print(sum)
