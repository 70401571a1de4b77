// Visitors: classes behind class-constrained protocols, wrapped as existentials.

protocol Visitor: AnyObject {
  func visit(_ leaf: Leaf)
}

protocol Leaf: AnyObject {
  var weight: Int { get }
  func accept(_ visitor: any Visitor)
}

final class Fruit: Leaf {
  let weight: Int
  init(_ weight: Int) { self.weight = weight }
  func accept(_ visitor: any Visitor) { visitor.visit(self) }
}

final class Stone: Leaf {
  let weight = 100
  let color = 3
  func accept(_ visitor: any Visitor) {}
}

final class Scale: Visitor {
  var total = 0
  func visit(_ leaf: Leaf) { total += leaf.weight }
}

final class Basket {
  var heaviest: (any Leaf)?

  @inline(never)
  func put(_ weight: Int) {
    heaviest = Fruit(weight)  // heap: Fruit stored-field
  }
}

nonisolated(unsafe) var spare: (any Leaf)?

@inline(never)
func keep(_ weight: Int) {
  spare = Fruit(weight)  // heap: Fruit stored-global
}

@inline(never)
func pick(_ n: Int) -> any Leaf {
  if n > 5 { return Stone() }  // heap: Stone returned
  return Fruit(n)  // heap: Fruit returned
}

@inline(never)
func weigh(_ leaves: [any Leaf]) -> Int {
  let scale = Scale()  // heap: Scale dynamic-dispatch
  for leaf in leaves { leaf.accept(scale) }
  return scale.total
}

@main
enum VisitorProgram {
  static func main() {
    let basket = Basket()  // stack: Basket
    basket.put(3)
    keep(4)
    precondition(weigh([pick(2), pick(9), basket.heaviest!, spare!]) == 9)  // stack: [any Leaf]
  }
}
