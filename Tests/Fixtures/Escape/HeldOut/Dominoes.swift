// A row of dominoes as an indirect enum.

indirect enum Row {
  case end
  case stone(Int, Int, Row)
}

@inline(never)
func row(_ n: Int) -> Row {
  n == 0 ? .end : .stone(n, n - 1, row(n - 1))  // heap: Row indirect-case
}

@inline(never)
func pips(_ row: Row) -> Int {
  var sum = 0
  var rest = row
  while case .stone(let a, let b, let next) = rest {
    sum += a + b
    rest = next
  }
  return sum
}

@inline(never)
func flipped(_ row: Row) -> Row {
  switch row {
  case .end: return .end
  case .stone(let a, let b, let next):
    let rest = flipped(next)
    return .stone(b, a, rest)  // heap: Row indirect-case
  }
}

@main
enum Dominoes {
  static func main() {
    precondition(pips(row(4)) == 16)
    precondition(pips(flipped(row(3))) == 9)
  }
}
