// optimized
let r = await withTaskGroup(of: Int.self) { g in
  for i in 0..<50 { g.addTask { i } }
  var sum = 0
  for await v in g { sum += v }
  return sum
}
print(r)
