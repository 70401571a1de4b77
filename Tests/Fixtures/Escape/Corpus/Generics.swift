// Generic functions that stay generic: what they make has no known type.

class Base {
  let seed: Int
  required init(_ seed: Int) { self.seed = seed }
  func value() -> Int { seed }
}

final class Derived: Base {
  override func value() -> Int { seed * 3 }
}

final class Node<T> {
  let value: T
  var next: Node<T>?
  init(_ value: T) { self.value = value }
}

@inline(never)
@_semantics("optimize.sil.specialize.generic.never")
func prepend<T>(_ value: T, _ list: inout Node<T>?) {
  let node = Node(value)  // heap: Node<T> stored-argument|unspecialized !
  node.next = list
  list = node
}

@inline(never)
@_semantics("optimize.sil.specialize.generic.never")
func later<T>(_ value: T) -> () -> T {
  { value }  // heap: closure returned
}

@inline(never)
@_semantics("optimize.sil.specialize.generic.never")
func counted<T>(_ value: T, _ n: Int) -> [T] {
  Array(repeating: value, count: n)  // heap: [T] library-call|unspecialized !
}

@inline(never)
func clone(_ base: Base) -> Base {
  type(of: base).init(base.seed + 1)  // heap: Base dynamic-type
}

@main
enum Generics {
  static func main() {
    var list: Node<Int>?
    prepend(1, &list)
    prepend(2, &list)
    precondition(list?.value == 2 && list?.next?.value == 1)
    precondition(later(6)() == 6)
    precondition(counted(1, 3).count == 3)
    precondition(clone(Derived(2)).value() == 9)  // stack: Derived
  }
}
