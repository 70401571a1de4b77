// CurveFigure: curves over common axes, one a step, the others behind it. What is drawn is what a run recorded, between 0
// and the largest value of all.
// Relies on: Svg. Invariant: points stay in the frame.

/// What the curves show.
public struct CurvesState: Sendable {
  /// One curve.
  public struct Curve: Sendable {
    /// What it is, UTF-8: the step's sentence.
    public var name: [UInt8]
    /// In the order of x, none negative.
    public var points: [(x: Int, y: Int)]

    /// Describes a curve.
    public init(name: [UInt8], points: [(x: Int, y: Int)]) {
      self.name = name
      self.points = points
    }
  }

  /// What the axes count, UTF-8.
  public var across: [UInt8], up: [UInt8]
  /// One a step.
  public var curves: [Curve]

  /// Describes curves.
  public init(across: [UInt8], up: [UInt8], curves: [Curve]) {
    self.across = across
    self.up = up
    self.curves = curves
  }
}

/// Draws curves.
public enum CurveFigure: Figure {
  private static let top = 34
  private static let frame = 160

  /// One step a curve.
  public static func steps(of state: CurvesState) -> Int { max(state.curves.count, 1) }

  /// Draws one curve, with the others behind it.
  public static func draw(_ state: CurvesState, step: Int, size: FigureSize) -> Svg {
    var svg = Svg(width: size.width, height: top + frame + 26)
    sentence(state, step, isMarkup: true, &svg)
    svg.beginDrawing()
    let most = (
      x: max(state.curves.flatMap({ $0.points }).map({ $0.x }).max() ?? 0, 1),
      y: max(state.curves.flatMap({ $0.points }).map({ $0.y }).max() ?? 0, 1)
    )
    svg.beginLabel(x: 0, y: 14, "head")
    svg.escaped(state.up)
    svg.endLabel()
    svg.beginLabel(x: size.width, y: 14, "head end")
    svg.number(most.y)
    svg.endLabel()
    svg.rectangle(x: 0, y: top - 10, width: size.width, height: frame + 10, "rule")
    for index in state.curves.indices where index != step {
      line(state.curves[index], most, size.width, "ref", &svg)
    }
    if step < state.curves.count { line(state.curves[step], most, size.width, "ref fresh", &svg) }
    svg.beginLabel(x: 0, y: top + frame + 18, "head")
    svg.escaped(state.across)
    svg.endLabel()
    svg.beginLabel(x: size.width, y: top + frame + 18, "head end")
    svg.number(most.x)
    svg.endLabel()
    svg.end()
    return svg
  }

  /// The curve's name.
  public static func words(_ state: CurvesState, step: Int) -> [UInt8] {
    Svg.words { sentence(state, step, isMarkup: false, &$0) }
  }

  private static func line(
    _ curve: CurvesState.Curve, _ most: (x: Int, y: Int), _ width: Int, _ style: StaticString,
    _ svg: inout Svg
  ) {
    guard !curve.points.isEmpty else { return }
    svg.text("<path class=\"")
    svg.text(style)
    svg.text("\" d=\"")
    for (index, point) in curve.points.enumerated() {
      svg.text(index == 0 ? "M" : " L")
      svg.number(point.x * (width - 2) / most.x + 1)
      svg.text(" ")
      svg.number(top + frame - point.y * frame / most.y)
    }
    svg.text("\"/>\n")
  }

  private static func sentence(_ state: CurvesState, _ step: Int, isMarkup: Bool, _ svg: inout Svg) {
    guard step < state.curves.count else { return svg.text("Nothing was recorded.") }
    if isMarkup { svg.escaped(state.curves[step].name) } else { svg.plain(state.curves[step].name) }
    svg.text(".")
  }
}
