// A pool as rows of boxes: for each thread what it uses and its magazine, then the shelves and the victims that all share. Who
// comes next stands on the right.
// Relies on: Svg.

#if canImport(ObjectPool)
  import Figures
  import ObjectPool
#endif

extension PoolLab {
  private static var pitch: Int { 25 }

  /// Draws the pool as it is now.
  public func draw(_ size: FigureSize) -> Svg {
    let isWide = size == .wide
    var svg = Svg(width: size.width, height: isWide ? 164 : 272)
    describe(&svg)
    svg.beginDrawing()
    for (index, thread) in threads.enumerated() {
      let (x, y) = isWide ? (index * 330, 20) : (0, 20 + index * 56)
      svg.label(x: x, y: y - 6, "head", index == 0 ? "thread one uses" : "thread two uses")
      row(thread.used, of: Self.mostUsed, x: x, y: y, "held", &svg)
      svg.label(x: x + 164, y: y - 6, "head", thread.isReserved ? "its magazine" : "no magazine")
      row(thread.idle, of: thread.isReserved ? LabThread.size : 0, x: x + 164, y: y, "free", &svg)
    }
    let (x, y) = isWide ? (330, 86) : (0, 188)
    svg.label(x: 0, y: (isWide ? y : 132) - 6, "head", "shelves of all")
    row(Array(shelves.idle), of: shelves.limit - shelves.reserved, x: 0, y: isWide ? y : 132, "free", &svg)
    svg.label(x: x, y: y - 6, "head", "victims")
    row(Array(shelves.victims), of: 0, x: x, y: y, "fresh", &svg)
    svg.rectangle(x: 0, y: isWide ? 124 : 230, width: size.width, height: 1, "rule")
    svg.beginLabel(x: 0, y: isWide ? 150 : 258, "lab")
    svg.number(made)
    svg.text(" made, ")
    svg.number(gone)
    svg.text(" let go, bound ")
    svg.number(shelves.limit)
    svg.endLabel()
    svg.end()
    return svg
  }

  private func row(_ objects: [Int], of places: Int, x: Int, y: Int, _ style: StaticString, _ svg: inout Svg)
  {
    svg.cells(places, x: x, y: y, size: 22, pitch: Self.pitch, "cell")
    svg.cells(objects.count, x: x, y: y, size: 22, pitch: Self.pitch, style)
    for (place, object) in objects.enumerated() {
      svg.label(x: x + place * Self.pitch + 11, y: y + 16, "head mid", object)
    }
  }

  private func describe(_ svg: inout Svg) {
    for (index, thread) in threads.enumerated() {
      svg.text(index == 0 ? "Thread one uses " : " Thread two uses ")
      svg.number(thread.used.count)
      svg.text(" and has ")
      svg.number(thread.idle.count)
      svg.text(" in its magazine.")
    }
    svg.text(" On the shelves: ")
    svg.number(shelves.idle.count)
    svg.text(", victims: ")
    svg.number(shelves.victims.count)
    svg.text(".")
  }
}
