// Promoted objects share the code generator's budget of 1,024 bytes a function.

final class Page {
  var cells: InlineArray<80, Int>
  init(_ seed: Int) { cells = .init(repeating: seed) }

  @inline(never)
  func sum() -> Int {
    var total = 0
    for k in cells.indices { total += cells[k] }
    return total
  }
}

final class Tile {
  var cells: InlineArray<200, Int>
  init(_ seed: Int) { cells = .init(repeating: seed) }

  @inline(never)
  func last() -> Int { cells[199] }
}

@inline(never)
func one(_ n: Int) -> Int {
  let page = Page(n)  // stack: Page
  return page.sum()
}

@inline(never)
func tile(_ n: Int) -> Int {
  let tile = Tile(n)  // heap: Tile stack-limit
  return tile.last()
}

@inline(never)
func kept(_ n: Int) -> Tile {
  let tile = Tile(n)  // heap: Tile returned
  tile.cells[0] = 1
  return tile
}

@main
enum FrameBudget {
  static func main() {
    precondition(one(1) == 80)
    precondition(tile(5) == 5)
    precondition(kept(2).last() == 2)
  }
}
