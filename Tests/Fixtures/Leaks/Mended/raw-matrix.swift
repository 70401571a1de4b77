// The rows go, with the table that knew them.
@inline(never) func trace(_ n: Int) -> Double {
  let rows = UnsafeMutablePointer<UnsafeMutablePointer<Double>>.allocate(capacity: n)
  for i in 0..<n {
    rows[i] = .allocate(capacity: n)
    rows[i].initialize(repeating: Double(i), count: n)
  }
  var sum = 0.0
  for i in 0..<n { sum += rows[i][i] }
  for i in 0..<n { rows[i].deallocate() }
  rows.deallocate()
  return sum
}
print(trace(8))
