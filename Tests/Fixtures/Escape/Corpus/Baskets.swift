// Wide values behind protocols, in arrays, optionals, dictionaries and closures.

protocol Priced {
  var price: Int { get }
}

struct Fruit: Priced {
  let price: Int
}

struct Crate: Priced {
  let fruits: (Fruit, Fruit, Fruit, Fruit)
  var price: Int { fruits.0.price + fruits.1.price + fruits.2.price + fruits.3.price }
}

struct Tagged: Priced {
  let price: Int
  let name: String
  let origin: String
}

struct Shelf {
  var items: [any Priced] = []
  var special: (any Priced)?

  @inline(never)
  mutating func stock(_ n: Int) {
    items.append(Fruit(price: n))  // heap: [any Priced] growth
    special = Tagged(price: n, name: "tag", origin: "here")  // heap: Tagged too-big-for-inline
  }
}

@inline(never)
func crate(_ n: Int) -> any Priced {
  let fruit = Fruit(price: n)
  return Crate(fruits: (fruit, fruit, fruit, fruit))  // heap: Crate too-big-for-inline
}

@inline(never)
func pricer(_ n: Int) -> () -> any Priced {
  { Tagged(price: n, name: "t", origin: "o") }  // heap: closure returned; heap: Tagged too-big-for-inline
}

@inline(never)
func sum(_ shelf: Shelf) -> Int {
  shelf.items.reduce(shelf.special?.price ?? 0) { $0 + $1.price }
}

@main
enum Baskets {
  static func main() {
    var shelf = Shelf()
    shelf.stock(3)
    precondition(sum(shelf) == 6)
    precondition(crate(2).price == 8)
    precondition(pricer(5)().price == 5)
  }
}
