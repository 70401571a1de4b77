// A quilt of fixed size in an inline array, and one that is read through a span.

struct Quilt {
  var patches: InlineArray<8, Int> = .init(repeating: 1)
}

@inline(never)
func sum(_ quilt: Quilt) -> Int {
  var total = 0
  for index in quilt.patches.indices { total += quilt.patches[index] }
  return total
}

@inline(never)
func largest(_ values: Span<Int>) -> Int {
  var best = Int.min
  for index in values.indices { best = max(best, values[index]) }
  return best
}

@inline(never)
func stitched(_ n: Int) -> [Int] {
  [n, n + 1, n + 2]  // heap: [Int] returned
}

@main
enum QuiltProgram {
  static func main() {
    var quilt = Quilt()
    quilt.patches[3] = 4
    precondition(sum(quilt) == 11)
    let row = stitched(4)
    precondition(largest(row.span) == 6)
  }
}
