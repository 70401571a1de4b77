// Top-level code: its variables are globals of the module.

final class Item {
  let name: String
  var price: Int
  init(_ name: String, _ price: Int) {
    self.name = name
    self.price = price
  }
}

@inline(never)
func cheapest(_ items: [Item]) -> Item? {
  items.min { $0.price < $1.price }
}

var basket: [Item] = []
basket.append(Item("tea", 4))  // heap: [Item] growth; heap: Item stored-global
basket.append(Item("jam", 3))  // heap: [Item] growth; heap: Item stored-global
let found = cheapest(basket)
var prices = basket.map(\.price)  // heap: [Int] library-call
prices.sort()  // heap: [Int] copy-on-write|library-call !; heap: [Range<Int>] copy-on-write|library-call !
let special = Item("cake", prices[0] + prices[1])  // heap: Item stored-global
precondition(found === basket[1])
precondition(special.price == 7)
