// Span and InlineArray: views and fixed arrays that need no heap.

@inline(never)
func total(_ values: Span<Int>) -> Int {
  var sum = 0
  for k in values.indices { sum += values[k] }
  return sum
}

@inline(never)
func window(_ values: [Int]) -> Int {
  total(values.span.extracting(1..<3))
}

@inline(never)
func powers() -> InlineArray<8, Int> {
  var out = InlineArray<8, Int>(repeating: 1)
  for k in 1..<8 { out[k] = out[k - 1] * 2 }
  return out
}

@inline(never)
func spread(_ n: Int) -> [Int] {
  var out: [Int] = []
  out.reserveCapacity(n)  // heap: [Int] growth
  for k in 0..<n {
    out.append(k)  // heap: [Int] growth !
  }
  return out
}

@main
enum Spans {
  static func main() {
    let values = spread(5)
    precondition(window(values) == 3)
    let table = powers()
    precondition(total(table.span) == 255)
  }
}
