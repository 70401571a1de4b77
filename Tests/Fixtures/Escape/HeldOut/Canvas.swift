// A value with its own copy-on-write: the storage is an object that is copied when it is shared.

final class Tiles {
  var colors: [UInt32]
  var revision = 0

  init(count: Int) {
    colors = [UInt32](repeating: 0, count: count)  // heap: [UInt32] library-call
  }

  init(copying other: Tiles) {
    colors = other.colors
    revision = other.revision
  }
}

struct Canvas {
  private var tiles: Tiles

  init(count: Int) { tiles = Tiles(count: count) }  // heap: Tiles returned

  var revision: Int { tiles.revision }

  @inline(never)
  mutating func paint(_ index: Int, _ color: UInt32) {
    if !isKnownUniquelyReferenced(&tiles) {
      tiles = Tiles(copying: tiles)  // heap: Tiles stored-argument|stored-field
    }
    tiles.colors[index] = color  // heap: [UInt32] copy-on-write
    tiles.revision += 1
  }

  @inline(never)
  func color(_ index: Int) -> UInt32 { tiles.colors[index] }
}

@inline(never)
func painted(_ count: Int) -> Canvas {
  var canvas = Canvas(count: count)
  for k in 0..<count { canvas.paint(k, UInt32(k)) }
  return canvas
}

@inline(never)
func peek(_ count: Int) -> Int {
  let scratch = Tiles(count: count)  // stack: Tiles
  scratch.colors[0] = 5
  scratch.revision += 2
  return Int(scratch.colors[0]) + scratch.revision
}

@main
enum CanvasProgram {
  static func main() {
    let first = painted(4)
    var second = first
    second.paint(0, 99)
    precondition(first.color(0) == 0 && second.color(0) == 99)
    precondition(first.revision == 4 && second.revision == 5 && peek(3) == 7)
  }
}
