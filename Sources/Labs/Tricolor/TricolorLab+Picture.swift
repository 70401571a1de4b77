// The heap in three colors: the roots and the variable on the left, six objects with one reference each, and a lamp for the
// invariant. Each object says its color in a word, too.
// Relies on: Svg, arrows.

#if canImport(Collectors)
  import Collectors
  import Figures
#endif

extension TricolorLab {
  /// Draws the heap as it is now.
  public func draw(_ size: FigureSize) -> Svg {
    let isWide = size == .wide
    var svg = Svg(width: size.width, height: isWide ? 236 : 280)
    describe(&svg)
    svg.beginDrawing()
    for index in 0..<3 { drawRoot(index, size, &svg) }
    for place in objects.indices { drawReference(place, size, &svg) }
    for place in objects.indices { drawObject(place, size, &svg) }
    drawState(y: isWide ? 196 : 240, size, &svg)
    svg.end()
    return svg
  }

  private static func box(_ place: Int, _ size: FigureSize) -> GraphBox {
    let isWide = size == .wide
    // A and B stand beside their roots, the others two by two to the right; C and D leave room for an arrow from v.
    let column = place < 2 ? 0 : place / 2
    let (left, pitch) = isWide ? (212, 176) : (120, 100)
    let y = place % 2 == 0 ? (place == 2 ? 25 : 34) : (place == 3 ? 127 : 118)
    return GraphBox(
      x: left + column * pitch, y: y + (isWide ? 0 : 10), halfWidth: isWide ? 46 : 36, halfHeight: 24)
  }

  private static func root(_ index: Int, _ size: FigureSize) -> GraphBox {
    let isWide = size == .wide
    let y = [34, 118, 76][index] + (isWide ? 0 : 10)
    return GraphBox(x: isWide ? 56 : 30, y: y, halfWidth: isWide ? 48 : 28, halfHeight: 14)
  }

  private func drawRoot(_ index: Int, _ size: FigureSize, _ svg: inout Svg) {
    let box = Self.root(index, size)
    svg.box(box, "held")
    svg.beginLabel(x: box.x, y: box.y + 5, "lab mid")
    svg.text(index == Self.variable ? "v" : "root")
    svg.endLabel()
    guard let place = letter(of: frame[index]) else { return }
    svg.arrow(from: box, to: Self.box(place, size), "ref")
  }

  private func drawReference(_ place: Int, _ size: FigureSize, _ svg: inout Svg) {
    guard !objects[place].isNull, let other = letter(of: heap.load(objects[place], 0)) else { return }
    svg.arrow(from: Self.box(place, size), to: Self.box(other, size), "ref")
  }

  private func drawObject(_ place: Int, _ size: FigureSize, _ svg: inout Svg) {
    let box = Self.box(place, size)
    if objects[place].isNull { return svg.box(box, "cell") }
    let isGone = isLost && !heap.isTaken(objects[place])
    svg.box(box, isGone ? "gone" : style(of: place))
    svg.beginLabel(x: box.x, y: box.y - 3, text(of: place, "lab mid", "lab mid on", isGone))
    svg.letter(place)
    svg.endLabel()
    svg.beginLabel(x: box.x, y: box.y + 14, text(of: place, "head mid", "head mid on", isGone))
    svg.text(isGone ? "freed" : word(of: place))
    svg.endLabel()
  }

  private func color(of place: Int) -> ObjectColor? { heap.isMarking ? heap.color(of: objects[place]) : nil }

  private func style(of place: Int) -> StaticString {
    switch color(of: place) {
    case .gray?: "gray"
    case .black?: "black"
    case .white?, nil: "white"
    }
  }

  private func word(of place: Int) -> StaticString {
    switch color(of: place) {
    case .white?: "white"
    case .gray?: "grey"
    case .black?: "black"
    case nil: ""
    }
  }

  private func text(of place: Int, _ light: StaticString, _ dark: StaticString, _ isGone: Bool)
    -> StaticString
  {
    !isGone && color(of: place) == .black ? dark : light
  }

  private func drawState(y: Int, _ size: FigureSize, _ svg: inout Svg) {
    svg.rectangle(x: 0, y: y - 22, width: size.width, height: 1, "rule")
    let isBroken = isLost || !isRight
    svg.rectangle(x: 0, y: y - 2, width: 18, height: 18, isBroken ? "live" : "free")
    svg.label(x: 28, y: y + 12, "lab", isBroken ? "invariant broken" : "invariant holds")
    let (x, line) = size == .wide ? (212, y + 12) : (172, y + 12)
    svg.label(x: x, y: line, "lab", hasBarrier ? "barrier on" : "barrier off")
    let words: StaticString =
      isLost ? "an object is lost" : heap.isMarking ? "a cycle is marking" : "no cycle"
    svg.label(x: size == .wide ? 388 : 28, y: size == .wide ? line : y + 34, "head", words)
  }

  private func describe(_ svg: inout Svg) {
    for index in 0..<3 { name(index == Self.variable ? "v" : "Root", frame[index], &svg) }
    for place in objects.indices where !objects[place].isNull {
      svg.letter(place)
      let isGone = isLost && !heap.isTaken(objects[place])
      svg.text(isGone ? ", freed," : ", ")
      if !isGone, color(of: place) != nil {
        svg.text(word(of: place))
        svg.text(",")
      }
      name("", heap.load(objects[place], 0), &svg)
    }
    svg.text(hasBarrier ? "Barrier on. " : "Barrier off. ")
    svg.text(isLost || !isRight ? "Invariant broken." : "Invariant holds.")
  }

  private func name(_ who: StaticString, _ object: Ref, _ svg: inout Svg) {
    svg.text(who)
    if let place = letter(of: object) {
      svg.text(" refers to ")
      svg.letter(place)
      svg.text(". ")
    } else {
      svg.text(" refers to nothing. ")
    }
  }
}
