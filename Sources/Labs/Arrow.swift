// Arrows between the boxes of a graph, in whole numbers.
// Relies on: Svg. Invariant: an arrow and the one back do not lie on each other: each keeps to its own right.

#if canImport(Figures)
  import Figures
#endif

/// A box of a graph, by its center.
struct GraphBox {
  var x: Int
  var y: Int
  /// Half of its width and of its height.
  var halfWidth: Int
  var halfHeight: Int

  /// Where a line from the center in a direction leaves the box, from the center.
  fileprivate func edge(_ dx: Int, _ dy: Int) -> (x: Int, y: Int) {
    if abs(dx) * halfHeight >= abs(dy) * halfWidth {
      return (dx > 0 ? halfWidth : -halfWidth, dx == 0 ? 0 : dy * halfWidth / abs(dx))
    }
    return (dx * halfHeight / abs(dy), dy > 0 ? halfHeight : -halfHeight)
  }
}

extension Svg {
  /// A box with a class.
  @inline(never) mutating func box(_ box: GraphBox, _ style: StaticString) {
    rectangle(
      x: box.x - box.halfWidth, y: box.y - box.halfHeight, width: 2 * box.halfWidth,
      height: 2 * box.halfHeight,
      style)
  }

  /// An arrow from one box to another, or around the corner of one.
  ///
  /// - Returns: Where a label of it could stand.
  @discardableResult
  @inline(never) mutating func arrow(from: GraphBox, to: GraphBox, _ style: StaticString) -> (x: Int, y: Int)
  {
    beginPath(style)
    defer { endPath() }
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    if dx == 0, dy == 0 {
      let (x, y) = (from.x + from.halfWidth - 16, from.y - from.halfHeight)
      text("M")
      point(x, y)
      text("c0 -18 26 -18 26 12h-10")
      return (x + 16, y - 14)
    }
    let length = root(dx * dx + dy * dy)
    let (nx, ny) = (-dy * 7 / length, dx * 7 / length)
    let (out, into) = (from.edge(dx, dy), to.edge(dx, dy))
    let start = (x: from.x + out.x + nx, y: from.y + out.y + ny)
    let end = (x: to.x - into.x + nx, y: to.y - into.y + ny)
    let back = (x: end.x - dx * 9 / length, y: end.y - dy * 9 / length)
    text("M")
    point(start.x, start.y)
    text("L")
    point(end.x, end.y)
    text("M")
    point(back.x + dy * 4 / length, back.y - dx * 4 / length)
    text("L")
    point(end.x, end.y)
    text("L")
    point(back.x - dy * 4 / length, back.y + dx * 4 / length)
    return (start.x + (end.x - start.x) * 2 / 5, start.y + (end.y - start.y) * 2 / 5)
  }

  private mutating func point(_ x: Int, _ y: Int) {
    number(x)
    text(" ")
    number(y)
  }

  /// The whole part of a square root.
  private func root(_ square: Int) -> Int {
    var root = 1
    while (root + 1) * (root + 1) <= square { root += 1 }
    return root
  }
}
