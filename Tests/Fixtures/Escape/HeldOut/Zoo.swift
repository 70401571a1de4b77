// A zoo whose keepers are functions passed along, and whose animals are boxed as Any.

final class Keeper {
  let feed: (Int) -> Int
  init(_ feed: @escaping (Int) -> Int) { self.feed = feed }
}

struct Elephant {
  var weight: Int
  var tusks: (Int, Int)
  var age: Int
}

@inline(never)
func keeper(_ portion: Int, _ extra: Int) -> Keeper {
  Keeper { $0 * portion + extra }  // heap: closure stored-field; heap: Keeper returned
}

@inline(never)
func boxed(_ n: Int) -> Any {
  Elephant(weight: n, tusks: (1, 2), age: n)  // heap: Elephant too-big-for-inline
}

@inline(never)
func small(_ n: Int) -> Any { n }

@inline(never)
func applied(_ n: Int, _ f: @escaping (Int) -> Int) -> () -> Int {
  { f(n) }  // heap: closure returned
}

@main
enum Zoo {
  static func main() {
    precondition(keeper(2, 1).feed(3) == 7)
    precondition((boxed(4) as? Elephant)?.age == 4)
    precondition(small(5) as? Int == 5)
    precondition(applied(6) { $0 + 1 }() == 7)
  }
}
