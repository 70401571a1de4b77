// The tiers as a drawing: a row for each thread's blocks and magazines, one for the central list, one for the pages. In use is
// solid, free is outlined; the tier whose lock the last step took says so.
// Relies on: Svg.

#if canImport(HeapAllocator)
  import Figures
  import HeapAllocator
#endif

extension TiersLab {
  private static let cell = 14
  private static let pitch = 16

  /// Draws the heap as it is now.
  public func draw(_ size: FigureSize) -> Svg {
    let isWide = size == .wide
    let left = isWide ? 104 : 84
    var svg = Svg(width: size.width, height: isWide ? 212 : 294)
    describe(&svg)
    svg.beginDrawing()
    if isWide {
      svg.label(x: left, y: 14, "head", "in use")
      heads(x: 288, y: 14, &svg)
    }
    var y = isWide ? 24 : 4
    for number in 0..<2 {
      svg.label(
        x: 0, y: y + 12, number == thread ? "lab now" : "lab", number == 0 ? "thread one" : "thread two")
      drawBlocks(blocks[number], x: left, y: y, &svg)
      if isWide {
        drawShelves(shelves(of: number), x: 288, y: y, &svg)
        y += 28
      } else {
        heads(x: left, y: y + 32, &svg)
        drawShelves(shelves(of: number), x: left, y: y + 40, &svg)
        y += 74
      }
    }
    svg.rectangle(x: 0, y: y + 2, width: size.width, height: 1, "rule")
    drawCentral(x: left, y: y + 16, size, &svg)
    drawPages(x: left, y: y + 60, size, &svg)
    svg.end()
    return svg
  }

  private func heads(x: Int, y: Int, _ svg: inout Svg) {
    svg.label(x: x, y: y, "head", "window")
    svg.label(x: x + 88, y: y, "head", "spare")
    svg.label(x: x + 176, y: y, "head", "going home")
  }

  private func drawBlocks(_ blocks: [Block], x: Int, y: Int, _ svg: inout Svg) {
    svg.cells(Self.mostBlocks, x: x, y: y, size: Self.cell, pitch: Self.pitch, "cell")
    for (place, block) in blocks.enumerated() {
      let at = x + place * Self.pitch
      // A block of pages of its own is drawn higher than the others.
      svg.rectangle(
        x: at, y: block.isLarge ? y - 3 : y, width: Self.cell,
        height: block.isLarge ? Self.cell + 6 : Self.cell,
        "live")
    }
  }

  private func drawShelves(_ shelves: Shelves, x: Int, y: Int, _ svg: inout Svg) {
    drawMagazine(shelves.window, x: x, y: y, &svg)
    drawMagazine(shelves.spare, x: x + 88, y: y, &svg)
    drawMagazine(shelves.foreign, x: x + 176, y: y, &svg)
  }

  private func drawMagazine(_ count: Int, x: Int, y: Int, _ svg: inout Svg) {
    let slots = SizeClass.magazine(Self.sizeClass)
    svg.cells(count, x: x, y: y, size: Self.cell, pitch: Self.pitch, "free")
    svg.cells(
      slots - count, x: x + count * Self.pitch, y: y, size: Self.cell, pitch: Self.pitch, "cell")
  }

  private func drawCentral(x: Int, y: Int, _ size: FigureSize, _ svg: inout Svg) {
    svg.label(x: 0, y: y + 12, "lab", "central list")
    let count = heap.fullMagazines(Self.sizeClass)
    let shown = min(count, size == .wide ? 6 : 3)
    for place in 0..<shown { drawMagazine(SizeClass.magazine(Self.sizeClass), x: x + place * 78, y: y, &svg) }
    if shown < count {
      svg.beginLabel(x: x + shown * 78, y: y + 12, "count")
      svg.text("+")
      svg.number(count - shown)
      svg.endLabel()
    }
    if last.takesCentralLock { svg.label(x: size.width, y: y + 12, "head end now", "lock") }
    svg.label(x: x, y: y + 30, "head", count == 0 ? "no full magazine" : "full magazines")
  }

  private func drawPages(x: Int, y: Int, _ size: FigureSize, _ svg: inout Svg) {
    svg.label(x: 0, y: y + 18, "lab", "pages")
    let scale = size == .wide ? 4 : 2
    for span in heap.map() {
      let (at, width) = (x + span.page * scale, span.pages * scale - 1)
      switch span.use {
      case .free: svg.rectangle(x: at, y: y, width: width, height: 26, span.holdsMemory ? "free" : "cell")
      case .magazines: svg.rectangle(x: at, y: y, width: width, height: 26, "span")
      case .large: svg.rectangle(x: at, y: y, width: width, height: 26, "live")
      case .objects:
        let height = span.used * 26 / SizeClass.objects(Self.sizeClass)
        svg.rectangle(x: at, y: y, width: width, height: 26, "held")
        if height > 0 { svg.rectangle(x: at, y: y + 26 - height, width: width, height: height, "live") }
      }
    }
    svg.beginLabel(x: x, y: y + 44, "head")
    svg.number(heap.census().inUse >> 13)
    svg.text(" of 128 pages in spans")
    svg.endLabel()
    if last.takesPageLock { svg.label(x: size.width, y: y + 44, "head end now", "lock") }
  }

  private func describe(_ svg: inout Svg) {
    for number in 0..<2 {
      let shelves = shelves(of: number)
      svg.text(number == 0 ? "Thread one: " : " Thread two: ")
      svg.number(blocks[number].count)
      svg.text(" blocks in use, ")
      svg.number(shelves.window)
      svg.text(" in the window, ")
      svg.number(shelves.spare)
      svg.text(" in the spare magazine, ")
      svg.number(shelves.foreign)
      svg.text(" going home.")
    }
    svg.text(" Central list: ")
    svg.number(heap.fullMagazines(Self.sizeClass))
    svg.text(" full magazines. Pages: ")
    svg.number(heap.census().inUse >> 13)
    svg.text(" of 128 in spans.")
  }
}

extension TiersLab.Event {
  var takesCentralLock: Bool {
    switch self {
    case .central, .span, .newSpan, .freedToNewSpare, .freedToCentral, .foreignToCentral, .ended,
      .endedWithPages:
      true
    default: false
    }
  }

  var takesPageLock: Bool {
    switch self {
    case .newSpan, .large, .freedLarge, .ended, .endedWithPages: true
    default: false
    }
  }
}
