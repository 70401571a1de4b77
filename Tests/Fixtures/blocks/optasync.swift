// optimized
let r = await withTaskGroup(of: Int.self) { g in for i in 0..<50 { g.addTask { i } }; return await g.reduce(0, +) }
print(r)
