let sum = await withTaskGroup(of: Int.self) { g in
  for i in 1...10 { g.addTask { i * i } }
  var s = 0
  for await v in g { s += v }
  return s
}
print(sum)
