// ServedFigure: requests on their way through the tiers: what came to each, what it served, and which lock that took. One
// story a step, such as one thread and two.
// Relies on: Svg. Invariant: a tier's bar is as wide as its part of all requests, and a pixel at least when there is any.

/// Who served what.
public struct ServedState: Sendable {
  /// One tier of a story.
  public struct Tier: Sendable {
    /// What it is, and the lock that serving takes, UTF-8.
    public var name: [UInt8], lock: [UInt8]
    /// The requests that went no further.
    public var served: Int

    /// Describes a tier.
    public init(name: [UInt8], lock: [UInt8], served: Int) {
      self.name = name
      self.lock = lock
      self.served = served
    }
  }

  /// One run.
  public struct Story: Sendable {
    /// Who did what, UTF-8.
    public var name: [UInt8]
    /// In the order in which a request meets them.
    public var tiers: [Tier]

    /// Describes a run.
    public init(name: [UInt8], tiers: [Tier]) {
      self.name = name
      self.tiers = tiers
    }
  }

  /// One a step.
  public var stories: [Story]

  /// Describes runs.
  public init(stories: [Story]) { self.stories = stories }
}

/// Draws who served what.
public enum ServedFigure: Figure {
  private static let top = 32
  private static let row = 46

  /// One step a story.
  public static func steps(of state: ServedState) -> Int { max(state.stories.count, 1) }

  /// Draws one story.
  public static func draw(_ state: ServedState, step: Int, size: FigureSize) -> Svg {
    let rows = state.stories.map { $0.tiers.count }.max() ?? 0
    var svg = Svg(width: size.width, height: top + rows * row)
    sentence(state, step, isMarkup: true, &svg)
    svg.beginDrawing()
    if step < state.stories.count {
      let story = state.stories[step]
      svg.beginLabel(x: 0, y: 16, "lab")
      svg.escaped(story.name)
      svg.endLabel()
      let all = story.tiers.reduce(0) { $0 + $1.served }
      var arriving = all
      for (index, tier) in story.tiers.enumerated() {
        draw(tier, of: arriving, all, y: top + index * row, size.width, &svg)
        arriving -= tier.served
      }
    }
    svg.end()
    return svg
  }

  /// `one thread: thread cache 9848, central list 152.`
  public static func words(_ state: ServedState, step: Int) -> [UInt8] {
    Svg.words { sentence(state, step, isMarkup: false, &$0) }
  }

  private static func draw(
    _ tier: ServedState.Tier, of arriving: Int, _ all: Int, y: Int, _ width: Int, _ svg: inout Svg
  ) {
    svg.beginLabel(x: 0, y: y + 10, "head")
    svg.escaped(tier.name)
    svg.text(": ")
    svg.number(tier.served)
    svg.text(" of ")
    svg.number(arriving)
    svg.endLabel()
    svg.beginLabel(x: width, y: y + 10, "head end")
    svg.escaped(tier.lock)
    svg.endLabel()
    let full = width - 2
    func part(_ count: Int) -> Int { count == 0 ? 0 : max(1, count * full / max(all, 1)) }
    if arriving > 0 { svg.rectangle(x: 1, y: y + 16, width: part(arriving), height: 14, "held") }
    if tier.served > 0 { svg.rectangle(x: 1, y: y + 16, width: part(tier.served), height: 14, "live") }
  }

  private static func sentence(_ state: ServedState, _ step: Int, isMarkup: Bool, _ svg: inout Svg) {
    guard step < state.stories.count else { return svg.text("Nothing was asked for.") }
    let story = state.stories[step]
    if isMarkup { svg.escaped(story.name) } else { svg.plain(story.name) }
    for (index, tier) in story.tiers.enumerated() {
      svg.text(index == 0 ? ": " : ", ")
      if isMarkup { svg.escaped(tier.name) } else { svg.plain(tier.name) }
      svg.text(" ")
      svg.number(tier.served)
    }
    svg.text(".")
  }
}
