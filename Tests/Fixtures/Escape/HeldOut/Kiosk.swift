// A kiosk with generic shelves that the compiler specializes, and one that it does not.

final class Shelf<Item> {
  var items: [Item] = []
  init() {}
  func put(_ item: Item) { items.append(item) }  // heap: [Int] growth; heap: [Item] growth
}

@inline(never)
func stocked(_ n: Int) -> Shelf<Int> {
  let shelf = Shelf<Int>()  // heap: Shelf<Int> returned
  for k in 0..<n { shelf.put(k) }
  return shelf
}

@inline(never)
func local(_ n: Int) -> Int {
  let shelf = Shelf<Int>()
  return shelf.items.count + n
}

@inline(never)
@_semantics("optimize.sil.specialize.generic.never")
func wrapped<Item>(_ item: Item) -> Shelf<Item> {
  let shelf = Shelf<Item>()  // heap: Shelf<Item> returned|unspecialized
  shelf.put(item)
  return shelf
}

@main
enum Kiosk {
  static func main() {
    precondition(stocked(5).items.count == 5)
    precondition(local(2) == 2)
    precondition(wrapped("tea").items == ["tea"])
  }
}
