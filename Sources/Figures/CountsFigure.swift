// CountsFigure: a few counters as rows of boxes, one box a unit, and their story step by step. What has changed in a step is
// framed.
// Relies on: Svg. Invariant: rows stay in the view box up to `most` units; above that the number alone says how many.

/// What the counters show.
public struct CountsState: Sendable {
  /// The counters at one moment.
  public struct Moment: Sendable {
    /// What has just happened, UTF-8.
    public var name: [UInt8]
    /// As many as there are columns.
    public var counts: [Int]

    /// Describes a moment.
    public init(name: [UInt8], counts: [Int]) {
      self.name = name
      self.counts = counts
    }
  }

  /// The counters' names, UTF-8.
  public var columns: [[UInt8]]
  /// In the order in which they happened.
  public var moments: [Moment]

  /// Describes a story.
  public init(columns: [[UInt8]], moments: [Moment]) {
    self.columns = columns
    self.moments = moments
  }
}

/// Draws counters.
public enum CountsFigure: Figure {
  private static let top = 36
  private static let row = 34
  private static let most = 6

  /// One step a moment; one empty one for a story without any.
  public static func steps(of state: CountsState) -> Int { max(state.moments.count, 1) }

  /// Draws one moment.
  public static func draw(_ state: CountsState, step: Int, size: FigureSize) -> Svg {
    var svg = Svg(width: size.width, height: top + state.columns.count * row)
    sentence(state, step, isMarkup: true, &svg)
    svg.beginDrawing()
    if step < state.moments.count {
      let moment = state.moments[step]
      svg.beginLabel(x: 0, y: 20, "lab")
      svg.escaped(moment.name)
      svg.endLabel()
      for index in state.columns.indices where index < moment.counts.count {
        let before = step > 0 ? state.moments[step - 1].counts[index] : 0
        drawRow(state.columns[index], moment.counts[index], before, y: top + index * row, &svg)
      }
    }
    svg.end()
    return svg
  }

  /// `two strong: strong 2, unowned 1, weak 1.`
  public static func words(_ state: CountsState, step: Int) -> [UInt8] {
    Svg.words { sentence(state, step, isMarkup: false, &$0) }
  }

  private static func drawRow(_ name: [UInt8], _ count: Int, _ before: Int, y: Int, _ svg: inout Svg) {
    svg.beginLabel(x: 0, y: y + 18, "head")
    svg.escaped(name)
    svg.endLabel()
    for unit in 0..<min(max(count, 0), most) {
      svg.rectangle(x: 84 + unit * 36, y: y, width: 32, height: 26, unit >= before ? "fresh" : "held")
    }
    svg.beginLabel(x: 84 + most * 36 + 8, y: y + 18, "count")
    svg.number(count)
    svg.endLabel()
  }

  private static func sentence(_ state: CountsState, _ step: Int, isMarkup: Bool, _ svg: inout Svg) {
    guard step < state.moments.count else { return svg.text("Nothing was counted.") }
    let moment = state.moments[step]
    if isMarkup { svg.escaped(moment.name) } else { svg.plain(moment.name) }
    for index in state.columns.indices where index < moment.counts.count {
      svg.text(index == 0 ? ": " : ", ")
      if isMarkup { svg.escaped(state.columns[index]) } else { svg.plain(state.columns[index]) }
      svg.text(" ")
      svg.number(moment.counts[index])
    }
    svg.text(".")
  }
}
