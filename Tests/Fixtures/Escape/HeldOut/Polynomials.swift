// Polynomials over any ring, specialized for two rings.

protocol Ring {
  static var zero: Self { get }
  static func + (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
}

extension Int: Ring {}

struct Modulo7: Ring, Equatable {
  let value: Int
  init(_ value: Int) { self.value = value % 7 }
  static var zero: Modulo7 { Modulo7(0) }
  static func + (a: Modulo7, b: Modulo7) -> Modulo7 { Modulo7(a.value + b.value) }
  static func * (a: Modulo7, b: Modulo7) -> Modulo7 { Modulo7(a.value * b.value) }
}

struct Polynomial<R: Ring> {
  var terms: [R]

  func times(_ other: Polynomial) -> Polynomial {
    let count = terms.count + other.terms.count - 1
    var product = Array(  // heap: [Modulo7] library-call; heap: [R] library-call|unspecialized !
      repeating: R.zero, count: count)
    for (i, a) in terms.enumerated() {
      for (j, b) in other.terms.enumerated() {
        product[i + j] = product[i + j] + a * b  // heap: [R] copy-on-write|unspecialized !
      }
    }
    return Polynomial(terms: product)
  }

  func callAsFunction(_ x: R) -> R {
    terms.reversed().reduce(.zero) { $0 * x + $1 }
  }
}

@inline(never)
func cube(_ p: Polynomial<Modulo7>) -> Polynomial<Modulo7> { p.times(p).times(p) }

@inline(never)
func square(_ root: Int) -> [Modulo7] {
  let p = Polynomial(terms: [Modulo7(root), Modulo7(1)])  // stack: [Modulo7]
  return p.times(p).terms
}

@inline(never)
func valueAtTwo() -> Int {
  let p = Polynomial(terms: [1, 0, 3])
  return p(2)
}

@main
enum Polynomials {
  static func main() {
    let p = cube(Polynomial(terms: [Modulo7(1), Modulo7(1)]))
    precondition(p(Modulo7(1)) == Modulo7(1) && valueAtTwo() == 13)
    precondition(square(5) == [Modulo7(4), Modulo7(3), Modulo7(1)])
  }
}
