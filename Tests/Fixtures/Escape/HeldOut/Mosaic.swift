// swift-format-ignore-file
// A mosaic whose tiles are drawn by classes that override.

class Tile {
  let side: Int
  init(_ side: Int) { self.side = side }
  func area() -> Int { side * side }
}

final class Half: Tile {
  override func area() -> Int { side * side / 2 }
}

@inline(never)
func tiles(_ n: Int) -> [Tile] {
  var all: [Tile] = []
  for k in 0..<n {
    all.append(k % 2 == 0 ? Tile(k) : Half(k))  // heap: Tile returned; heap: Half returned; heap: [Tile] growth
  }
  return all
}

@inline(never)
func single(_ n: Int) -> Int {
  let tile = Half(n)
  return tile.area()
}

nonisolated(unsafe) var spare: Tile?

@inline(never)
func keep(_ n: Int) {
  spare = Half(n)  // heap: Half stored-global
}

@main
enum Mosaic {
  static func main() {
    precondition(tiles(4).reduce(0) { $0 + $1.area() } == 0 + 0 + 4 + 4)
    precondition(single(4) == 8)
    keep(2)
    precondition(spare?.area() == 2)
  }
}
