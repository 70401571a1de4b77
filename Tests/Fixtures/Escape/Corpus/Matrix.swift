// A matrix over an array: buffers of constant and computed size, copies on write.

struct Matrix {
  let rows: Int
  let columns: Int
  private(set) var cells: [Double]

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    cells = Array(repeating: 0, count: rows * columns)  // heap: [Double] library-call
  }

  subscript(row: Int, column: Int) -> Double {
    get { cells[row * columns + column] }
    set {
      cells[row * columns + column] = newValue  // heap: [Double] copy-on-write !
    }
  }
}

@inline(never)
func identity(_ n: Int) -> Matrix {
  var m = Matrix(rows: n, columns: n)
  for k in 0..<n {
    m[k, k] = 1
  }
  return m
}

@inline(never)
func multiply(_ a: Matrix, _ b: Matrix) -> Matrix {
  var out = Matrix(rows: a.rows, columns: b.columns)
  for i in 0..<a.rows {
    for j in 0..<b.columns {
      var sum = 0.0
      for k in 0..<a.columns { sum += a[i, k] * b[k, j] }
      out[i, j] = sum
    }
  }
  return out
}

@inline(never)
func trace(_ m: Matrix) -> Double {
  var sum = 0.0
  for k in 0..<m.rows { sum += m[k, k] }
  return sum
}

@inline(never)
func stencil(_ values: [Double]) -> Double {
  let weights = [values[0], 0.5, values[1]]  // stack: [Double]
  var sum = 0.0
  for (weight, value) in zip(weights, values) { sum += weight * value }
  return sum
}

@main
enum MatrixProgram {
  static func main() {
    var m = identity(3)
    m[0, 2] = 4
    precondition(trace(multiply(m, m)) == 3)
    precondition(stencil([1, 2, 3]) == 1 + 1 + 6)
  }
}
