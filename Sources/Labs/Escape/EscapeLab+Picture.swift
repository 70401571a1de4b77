// The graph of flows: a box for each location with what is known of it, an arrow for each edge from where a value comes to
// where it goes, with `&` for its address and `*` for what it points to. The location that the solver walks from is framed,
// and the one that it has just visited is solid.
// Relies on: Svg, arrows.

#if canImport(EscapeGraph)
  import EscapeGraph
  import Figures
#endif

extension EscapeLab {
  /// Draws the graph as it is now.
  public func draw(_ size: FigureSize) -> Svg {
    var svg = Svg(width: size.width, height: 296)
    describe(&svg)
    svg.beginDrawing()
    for to in Place.allCases {
      for from in Place.allCases.prefix(Self.sources) where to != from { drawEdge(to, from, size, &svg) }
    }
    for place in Place.allCases { drawPlace(place, size, &svg) }
    svg.beginLabel(x: 0, y: 288, "lab")
    svg.text(isFinished ? "solved in " : "visits: ")
    svg.number(visits)
    if isFinished { svg.text(" visits") }
    svg.endLabel()
    svg.end()
    return svg
  }

  private static func box(_ place: Place, _ size: FigureSize) -> GraphBox {
    let isWide = size == .wide
    let x: Int
    let y: Int
    switch place {
    case .parameter: (x, y) = (isWide ? 72 : 48, 88)
    case .allocation: (x, y) = (isWide ? 72 : 48, 188)
    case .x: (x, y) = (isWide ? 300 : 180, 26)
    case .y: (x, y) = (isWide ? 300 : 180, 244)
    case .result: (x, y) = (isWide ? 566 : 314, 204)
    case .heap: (x, y) = (isWide ? 566 : 314, 64)
    }
    return GraphBox(x: x, y: y, halfWidth: isWide ? 70 : 45, halfHeight: 22)
  }

  private func drawEdge(_ to: Place, _ from: Place, _ size: FigureSize, _ svg: inout Svg) {
    guard let derefs = edge(to, from: from) else { return }
    let isWalked = step.map { place($0.to) == from && place($0.from) == to } ?? false
    let at = svg.arrow(from: Self.box(from, size), to: Self.box(to, size), isWalked ? "ref fresh" : "ref")
    if derefs == 0 { return }
    svg.label(x: at.x + 6, y: at.y - 4, "count", derefs < 0 ? "&amp;" : "*")
  }

  private func drawPlace(_ place: Place, _ size: FigureSize, _ svg: inout Svg) {
    let box = Self.box(place, size)
    let isRoot = step.map { self.place($0.root) == place } ?? false
    let isHere = step.map { self.place($0.to) == place } ?? false
    svg.box(box, isHere ? "free" : isRoot ? "fresh" : "held")
    svg.beginLabel(x: box.x, y: box.y - 3, "lab mid")
    svg.text(name(place))
    svg.endLabel()
    svg.beginLabel(x: box.x, y: box.y + 14, "head mid")
    svg.text(verdict(place))
    svg.endLabel()
  }

  private func name(_ place: Place) -> StaticString {
    switch place {
    case .parameter: "p"
    case .x: "x"
    case .y: "y"
    case .allocation: "new"
    case .result: "result"
    case .heap: "heap"
    }
  }

  private func verdict(_ place: Place) -> StaticString {
    switch place {
    case .heap: return "lives on"
    case .result: return "goes out"
    case .parameter:
      let tag = tag
      // Its own place is a variable like any other; what a caller has to know is where its value goes.
      if escapes(place) { return "on the heap" }
      if tag.heap != nil { return "leaks: heap" }
      return tag.results.isEmpty ? "stays" : "leaks: result"
    case .x, .y, .allocation: return escapes(place) ? "on the heap" : "on the stack"
    }
  }

  private func describe(_ svg: inout Svg) {
    for to in Place.allCases {
      for from in Place.allCases.prefix(Self.sources) {
        guard to != from, let derefs = edge(to, from: from) else { continue }
        svg.text(name(to))
        svg.text(derefs < 0 ? " = address of " : derefs == 0 ? " = " : " = what is pointed to by ")
        svg.text(name(from))
        svg.text(". ")
      }
    }
    for place in Place.allCases.prefix(Self.sources) {
      svg.text(name(place))
      svg.text(": ")
      svg.text(verdict(place))
      svg.text(". ")
    }
    if let step, let root = place(step.root), let here = place(step.to) {
      svg.text("Walking from ")
      svg.text(name(root))
      svg.text(", at ")
      svg.text(name(here))
      svg.text(".")
    }
  }
}
