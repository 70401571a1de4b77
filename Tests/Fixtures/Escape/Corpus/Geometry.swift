// Value types only: nothing of this is on the heap.

struct Vec {
  var x: Double
  var y: Double
  static func + (a: Vec, b: Vec) -> Vec { Vec(x: a.x + b.x, y: a.y + b.y) }
}

enum Shape {
  case dot(Vec)
  case segment(Vec, Vec)
  case disk(center: Vec, radius: Double)
}

protocol Measured {
  var size: Double { get }
}

extension Shape: Measured {
  var size: Double {
    switch self {
    case .dot: 0
    case .segment(let a, let b): abs(a.x - b.x) + abs(a.y - b.y)
    case .disk(_, let radius): 3 * radius * radius
    }
  }
}

@inline(never)
func disk(_ r: Double) -> some Measured {
  Shape.disk(center: Vec(x: 0, y: 0), radius: r)
}

@inline(never)
func size<M: Measured>(_ measured: M) -> Double {
  measured.size
}

@inline(never)
func path(_ n: Int) -> Double {
  var at = Vec(x: 0, y: 0)
  var length = 0.0
  for k in 0..<n {
    let next = at + Vec(x: Double(k), y: 1)
    length += size(Shape.segment(at, next))
    at = next
  }
  return length
}

@main
enum Geometry {
  static func main() {
    precondition(size(disk(2)) == 12)
    precondition(path(3) == 6)
  }
}
