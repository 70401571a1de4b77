// swift-format-ignore-file
// Elimination on a matrix stored by rows.
struct Grid {
  let rows: Int, columns: Int
  var cells: [Double]

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    cells = Array(repeating: 0, count: rows * columns)  // heap: [Double] library-call
  }

  subscript(r: Int, c: Int) -> Double {
    get { cells[r * columns + c] }
    set { cells[r * columns + c] = newValue }  // heap: [Double] copy-on-write !
  }

  mutating func swapRows(_ a: Int, _ b: Int) {
    guard a != b else { return }
    for c in 0..<columns { cells.swapAt(a * columns + c, b * columns + c) }  // heap: [Double] copy-on-write
  }
}

struct Singular: Error {
  let column: Int
}

@inline(never)
func solve(_ given: Grid, _ right: [Double]) throws -> [Double] {
  var m = given
  var b = right
  for column in 0..<m.columns {
    var best = column
    for r in column..<m.rows where abs(m[r, column]) > abs(m[best, column]) { best = r }
    if m[best, column] == 0 { throw Singular(column: column) }  // heap: Singular thrown
    m.swapRows(best, column)
    b.swapAt(best, column)  // heap: [Double] copy-on-write
    for r in (column + 1)..<max(m.rows, column + 1) {
      let f = m[r, column] / m[column, column]
      for c in column..<m.columns { m[r, c] -= f * m[column, c] }
      b[r] -= f * b[column]  // heap: [Double] copy-on-write !
    }
  }
  var x = [Double](repeating: 0, count: m.columns)  // heap: [Double] library-call
  for r in stride(from: m.rows - 1, through: 0, by: -1) {
    var sum = b[r]
    for c in (r + 1)..<max(m.columns, r + 1) { sum -= m[r, c] * x[c] }
    x[r] = sum / m[r, r]
  }
  return x
}

@inline(never)
func sample(_ k: Double) -> Grid {
  var g = Grid(rows: 2, columns: 2)
  g[0, 0] = k
  g[0, 1] = 2
  g[1, 0] = 3
  g[1, 1] = 4
  return g
}

func run() {
  let x = try! solve(sample(0), [4, 11])
  precondition(x[1] == 2)
  do {
    _ = try solve(Grid(rows: 2, columns: 2), [1, 1])
  } catch {
    precondition(error is Singular)
  }
}

run()
