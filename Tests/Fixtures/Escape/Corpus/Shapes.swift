// Existentials: up to three words fit inline, a fourth needs a box.

protocol Shape {
  func area() -> Double
}

struct Circle: Shape {
  var radius: Double
  func area() -> Double { 3 * radius * radius }
}

struct Quad: Shape {
  var a: Double
  var b: Double
  var c: Double
  var d: Double
  func area() -> Double { a * b + c * d }
}

final class Blob: Shape {
  var size: Double
  init(_ size: Double) { self.size = size }
  func area() -> Double { size }
}

@inline(never)
func circle(_ r: Double) -> any Shape {
  Circle(radius: r)
}

@inline(never)
func quad(_ r: Double) -> any Shape {
  Quad(a: r, b: r, c: r, d: r)  // heap: Quad too-big-for-inline
}

@inline(never)
func blob(_ r: Double) -> any Shape {
  Blob(r)  // heap: Blob returned
}

@inline(never)
func sum(_ shapes: [any Shape]) -> Double {
  var total = 0.0
  for shape in shapes { total += shape.area() }
  return total
}

@main
enum Shapes {
  static func main() {
    let shapes = [circle(2), quad(2), blob(5)]  // stack: [any Shape]
    precondition(sum(shapes) == 12 + 8 + 5)
  }
}
