// Memory by hand, without its deallocate.
@inline(never) func fibonacci(_ count: Int) -> Int {
  let table = UnsafeMutablePointer<Int>.allocate(capacity: count)
  defer { table.deallocate() }
  table.initialize(repeating: 1, count: count)
  for i in 2..<count { table[i] = table[i - 1] + table[i - 2] }
  return table[count - 1]
}
print(fibonacci(30))
