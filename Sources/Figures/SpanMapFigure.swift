// SpanMapFigure: a heap's spans side by side in the order of their addresses, each as wide as it has pages. What is in use is
// filled from below by the share that is handed out; free spans with memory and without look different. One step a moment.
// Relies on: Svg. Invariant: spans stay inside the view box, and all steps share one scale.

/// What the span map shows.
public struct SpanMapState: Sendable {
  /// What a span is at a moment.
  public enum Use: Sendable {
    /// It has blocks; of a thousand so many are out, in programs' hands or in magazines.
    case inUse(perMille: Int)
    /// Free, with memory.
    case idle
    /// Free, without memory.
    case bare
  }

  /// A run of pages.
  public struct Span: Sendable {
    /// How many.
    public var pages: Int
    /// What for.
    public var use: Use

    /// Describes a run.
    public init(pages: Int, use: Use) {
      self.pages = pages
      self.use = use
    }
  }

  /// The heap at one moment.
  public struct Moment: Sendable {
    /// What has just happened, UTF-8.
    public var name: [UInt8]
    /// In the order of their addresses.
    public var spans: [Span]
    /// KiB of live blocks, of spans in use, and of free spans with memory.
    public var live: Int, inUse: Int, idle: Int

    /// Describes a moment.
    public init(name: [UInt8], spans: [Span], live: Int, inUse: Int, idle: Int) {
      self.name = name
      self.spans = spans
      self.live = live
      self.inUse = inUse
      self.idle = idle
    }
  }

  /// In the order in which they happened.
  public var moments: [Moment]

  /// Describes a story.
  public init(moments: [Moment]) { self.moments = moments }
}

/// Draws the span map.
public enum SpanMapFigure: Figure {
  private static let top = 32
  private static let bar = 64

  /// One step a moment; one empty one for a story without any.
  public static func steps(of state: SpanMapState) -> Int { max(state.moments.count, 1) }

  /// Draws one moment.
  public static func draw(_ state: SpanMapState, step: Int, size: FigureSize) -> Svg {
    var svg = Svg(width: size.width, height: top + bar + 8)
    sentence(state, step, isMarkup: true, &svg)
    svg.beginDrawing()
    if step < state.moments.count {
      svg.beginLabel(x: 0, y: 20, "lab")
      svg.escaped(state.moments[step].name)
      svg.endLabel()
      let total = max(state.moments.map(pages).max() ?? 0, 1)
      // A frame for the address space that the story uses in the end.
      svg.rectangle(x: 0, y: top, width: size.width, height: bar, "rule")
      var page = 0
      for span in state.moments[step].spans {
        let left = page * size.width / total
        page += span.pages
        draw(span, left: left, right: page * size.width / total, &svg)
      }
    }
    svg.end()
    return svg
  }

  /// `2 freed: 0 KiB live, 512 KiB in use, 256 KiB idle.`
  public static func words(_ state: SpanMapState, step: Int) -> [UInt8] {
    Svg.words { sentence(state, step, isMarkup: false, &$0) }
  }

  private static func pages(_ moment: SpanMapState.Moment) -> Int {
    moment.spans.reduce(0) { $0 + $1.pages }
  }

  private static func draw(_ span: SpanMapState.Span, left: Int, right: Int, _ svg: inout Svg) {
    let width = max(right - left, 1)
    switch span.use {
    case .bare: svg.rectangle(x: left, y: top, width: width, height: bar, "cell")
    case .idle: svg.rectangle(x: left, y: top, width: width, height: bar, "free")
    case .inUse(let perMille):
      let height = min(max(perMille, 0), 1000) * bar / 1000
      svg.rectangle(x: left, y: top, width: width, height: bar, "held")
      if height > 0 { svg.rectangle(x: left, y: top + bar - height, width: width, height: height, "live") }
    }
  }

  private static func sentence(_ state: SpanMapState, _ step: Int, isMarkup: Bool, _ svg: inout Svg) {
    guard step < state.moments.count else { return svg.text("A heap without a history.") }
    let moment = state.moments[step]
    if isMarkup { svg.escaped(moment.name) } else { svg.plain(moment.name) }
    svg.text(": ")
    svg.number(moment.live)
    svg.text(" KiB live, ")
    svg.number(moment.inUse)
    svg.text(" KiB in use in ")
    let count = moment.spans.count { if case .inUse = $0.use { true } else { false } }
    svg.number(count)
    svg.text(count == 1 ? " span, " : " spans, ")
    svg.number(moment.idle)
    svg.text(" KiB idle.")
  }
}
