// BarsFigure: counts as bars, one below the other, as wide as they are large.
// Relies on: Svg. Invariant: the widest bar leaves room for its name and its number.

/// How often something happened, by what it was.
public struct BarsState: Sendable {
  /// What is counted, UTF-8.
  public var name: [UInt8]
  /// UTF-8, and a count.
  public var bars: [(name: [UInt8], count: Int)]

  /// Describes bars.
  public init(name: [UInt8], bars: [(name: [UInt8], count: Int)]) {
    self.name = name
    self.bars = bars
  }
}

/// Draws bars, one below the other.
public enum BarsFigure: Figure {
  private static let row = 22

  /// One.
  public static func steps(of state: BarsState) -> Int { 1 }

  /// Draws them.
  public static func draw(_ state: BarsState, step: Int, size: FigureSize) -> Svg {
    var svg = Svg(width: size.width, height: 34 + state.bars.count * row)
    sentence(state, isMarkup: true, &svg)
    svg.beginDrawing()
    svg.beginLabel(x: 0, y: 16, "head")
    svg.escaped(state.name)
    svg.endLabel()
    let most = max(state.bars.map({ $0.count }).max() ?? 0, 1)
    for (index, bar) in state.bars.enumerated() {
      let y = 28 + index * row
      svg.beginLabel(x: 84, y: y + 13, "head end")
      svg.escaped(bar.name)
      svg.endLabel()
      let width = bar.count * (size.width - 160) / most
      if bar.count > 0 { svg.rectangle(x: 92, y: y, width: max(width, 1), height: row - 6, "live") }
      svg.beginLabel(x: 98 + width, y: y + 13, "head")
      svg.number(bar.count)
      svg.endLabel()
    }
    svg.end()
    return svg
  }

  /// `pauses by microseconds: < 64: 12, < 128: 3.`
  public static func words(_ state: BarsState, step: Int) -> [UInt8] {
    Svg.words { sentence(state, isMarkup: false, &$0) }
  }

  private static func sentence(_ state: BarsState, isMarkup: Bool, _ svg: inout Svg) {
    if isMarkup { svg.escaped(state.name) } else { svg.plain(state.name) }
    for (index, bar) in state.bars.enumerated() {
      svg.text(index == 0 ? ": " : ", ")
      if isMarkup { svg.escaped(bar.name) } else { svg.plain(bar.name) }
      svg.text(": ")
      svg.number(bar.count)
    }
    svg.text(".")
  }
}
