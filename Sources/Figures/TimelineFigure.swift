// TimelineFigure: what threads did in time, a lane each: thin bars for the requests that it had, and under them what it did
// meanwhile: it ran, or waited, and for what. One step a story; all share one scale, so that equal lengths are equal times.
// Relies on: Svg. Invariant: bars stay inside the view box, and one that is there at all is at least a unit wide.

/// What the timeline shows.
public struct TimelineState: Sendable {
  /// What a thread does.
  public enum Activity: Int, CaseIterable, Sendable {
    case runs
    /// For a lock that another has.
    case locked
    /// By a collector that has stopped the world.
    case stopped
    /// Ready, and others have the processors.
    case noTurn
  }

  /// A piece of a thread's time.
  public struct Piece: Sendable {
    /// What it did.
    public var activity: Activity
    /// Microseconds.
    public var start: Int, end: Int

    /// Describes a piece.
    public init(activity: Activity, start: Int, end: Int) {
      self.activity = activity
      self.start = start
      self.end = end
    }
  }

  /// A thread.
  public struct Lane: Sendable {
    /// UTF-8.
    public var name: [UInt8]
    /// From arrival to answer, in microseconds.
    public var requests: [(start: Int, end: Int)]
    /// In the order of time.
    public var pieces: [Piece]

    /// Describes a thread.
    public init(name: [UInt8], requests: [(start: Int, end: Int)], pieces: [Piece]) {
      self.name = name
      self.requests = requests
      self.pieces = pieces
    }
  }

  /// What happened.
  public struct Story: Sendable {
    /// The sentence, UTF-8, without its end.
    public var words: [UInt8]
    /// From the top.
    public var lanes: [Lane]

    /// Describes what happened.
    public init(words: [UInt8], lanes: [Lane]) {
      self.words = words
      self.lanes = lanes
    }
  }

  /// The part of time that is drawn, in microseconds.
  public var from: Int, to: Int
  /// One a step.
  public var stories: [Story]

  /// Describes stories.
  public init(from: Int, to: Int, stories: [Story]) {
    self.from = from
    self.to = max(to, from + 1)
    self.stories = stories
  }
}

/// Draws timelines.
public enum TimelineFigure: Figure {
  private static let lane = 46
  private static let foot = 66

  /// One a story; an empty one where there is none.
  public static func steps(of state: TimelineState) -> Int { max(state.stories.count, 1) }

  /// Draws one story.
  public static func draw(_ state: TimelineState, step: Int, size: FigureSize) -> Svg {
    // As high as the story with most lanes, so that the page stands still from step to step.
    let lanes = state.stories.map({ $0.lanes.count }).max() ?? 0
    var svg = Svg(width: size.width, height: lanes * lane + foot)
    if step < state.stories.count {
      svg.escaped(state.stories[step].words)
      svg.text(".")
    }
    svg.beginDrawing()
    if step < state.stories.count {
      for (index, lane) in state.stories[step].lanes.enumerated() {
        draw(lane, y: index * Self.lane, state, size.width, &svg)
      }
    }
    axis(state, y: lanes * lane, size.width, &svg)
    legend(y: lanes * lane + 30, size, &svg)
    svg.end()
    return svg
  }

  /// The story's sentence.
  public static func words(_ state: TimelineState, step: Int) -> [UInt8] {
    step < state.stories.count ? state.stories[step].words + [UInt8(ascii: ".")] : []
  }

  private static func draw(
    _ lane: TimelineState.Lane, y: Int, _ state: TimelineState, _ width: Int, _ svg: inout Svg
  ) {
    svg.beginLabel(x: 0, y: y + 12, "head")
    svg.escaped(lane.name)
    svg.endLabel()
    for request in lane.requests {
      if let box = place(request.start, request.end, state, width) {
        svg.rectangle(x: box.x, y: y + 17, width: box.width, height: 5, "now")
      }
    }
    for piece in lane.pieces {
      if let box = place(piece.start, piece.end, state, width) {
        bar(piece.activity, x: box.x, y: y + 25, width: box.width, height: 13, &svg)
      }
    }
  }

  private static func bar(
    _ activity: TimelineState.Activity, x: Int, y: Int, width: Int, height: Int, _ svg: inout Svg
  ) {
    switch activity {
    case .runs: svg.rectangle(x: x, y: y, width: width, height: height, "live")
    case .locked: svg.rectangle(x: x, y: y, width: width, height: height, "gray")
    case .stopped: svg.rectangle(x: x, y: y, width: width, height: height, "black")
    case .noTurn: svg.rectangle(x: x, y: y, width: width, height: height, "gone")
    }
  }

  /// Nil for what is outside of the part that is drawn.
  private static func place(_ start: Int, _ end: Int, _ state: TimelineState, _ width: Int)
    -> (x: Int, width: Int)?
  {
    if end <= state.from || start >= state.to || end <= start { return nil }
    let length = state.to - state.from
    let left = (max(start, state.from) - state.from) * (width - 1) / length
    let right = (min(end, state.to) - state.from) * (width - 1) / length
    return (left, max(right - left, 1))
  }

  private static func axis(_ state: TimelineState, y: Int, _ width: Int, _ svg: inout Svg) {
    svg.beginPath("rule")
    svg.text("M0 ")
    svg.number(y)
    svg.text("h")
    svg.number(width)
    svg.endPath()
    svg.beginLabel(x: 0, y: y + 15, "head")
    svg.number(state.from / 1000)
    svg.text(" ms")
    svg.endLabel()
    svg.beginLabel(x: width, y: y + 15, "head end")
    svg.number(state.to / 1000)
    svg.text(" ms")
    svg.endLabel()
  }

  private static func legend(y: Int, _ size: FigureSize, _ svg: inout Svg) {
    let names: [StaticString] = ["runs", "waits for the lock", "stopped to collect", "ready, without a turn"]
    // A phone has two columns.
    let columns = size == .wide ? 4 : 2
    for (index, activity) in TimelineState.Activity.allCases.enumerated() {
      let x = index % columns * (size.width / columns)
      let row = y + index / columns * 18
      bar(activity, x: x + 1, y: row, width: 12, height: 10, &svg)
      svg.label(x: x + 20, y: row + 10, "head", names[index])
    }
  }
}
