// SpacesFigure: the spaces of a collected heap as lanes of words, the objects in them by their addresses, pointers that run
// over a lane, cards, and the mark stack, step by step.
// Relies on: Svg. Invariant: what lies outside of its lane is cut off, so that everything stays in the view box.

/// What the spaces show.
public struct SpacesState: Sendable {
  /// What an object is at a moment. What the first three mean is the story's: colors of a marker, or ages.
  public enum Look: Int, Sendable {
    case white
    case grey
    case black
    /// A place whose object has moved away.
    case gone
  }

  /// An object, or its former place.
  public struct Object: Sendable {
    /// Its lane, its first word there, and how many it has.
    public var lane: Int, at: Int, words: Int
    /// UTF-8.
    public var label: [UInt8]
    /// What it is.
    public var look: Look

    /// Describes an object.
    public init(lane: Int, at: Int, words: Int, label: [UInt8], look: Look) {
      self.lane = lane
      self.at = at
      self.words = words
      self.label = label
      self.look = look
    }
  }

  /// A word of a lane, or several, with a name: a pointer, or a card.
  public struct Mark: Sendable {
    /// Its lane, its first word there, and how many it has: 0 for a pointer.
    public var lane: Int, at: Int, words: Int
    /// UTF-8.
    public var name: [UInt8]

    /// Describes a mark.
    public init(lane: Int, at: Int, words: Int, name: [UInt8]) {
      self.lane = lane
      self.at = at
      self.words = words
      self.name = name
    }
  }

  /// The heap at one moment.
  public struct Moment: Sendable {
    /// What has just happened, UTF-8.
    public var name: [UInt8]
    /// In any order.
    public var objects: [Object]
    /// Pointers and cards.
    public var marks: [Mark]
    /// What is on the mark stack, from its bottom.
    public var stack: [[UInt8]]

    /// Describes a moment.
    public init(name: [UInt8], objects: [Object], marks: [Mark], stack: [[UInt8]]) {
      self.name = name
      self.objects = objects
      self.marks = marks
      self.stack = stack
    }
  }

  /// The lanes' names, and their words.
  public var lanes: [(name: [UInt8], words: Int)]
  /// What white, grey and black are called here, UTF-8.
  public var looks: [[UInt8]]
  /// Whether there is a mark stack.
  public var hasStack: Bool
  /// In the order in which they happened.
  public var moments: [Moment]

  /// Describes a story.
  public init(lanes: [(name: [UInt8], words: Int)], looks: [[UInt8]], hasStack: Bool, moments: [Moment]) {
    self.lanes = lanes
    self.looks = looks
    self.hasStack = hasStack
    self.moments = moments
  }
}

/// Draws the spaces.
public enum SpacesFigure: Figure {
  private static let top = 34
  private static let lane = 78
  private static let bar = 28
  private static let box = 32

  /// One step a moment; one empty one for a story without any.
  public static func steps(of state: SpacesState) -> Int { max(state.moments.count, 1) }

  /// Draws one moment.
  public static func draw(_ state: SpacesState, step: Int, size: FigureSize) -> Svg {
    let lanes = state.lanes.count
    var svg = Svg(width: size.width, height: top + lanes * lane + (state.hasStack ? 50 : 0))
    sentence(state, step, isMarkup: true, &svg)
    svg.beginDrawing()
    if step < state.moments.count {
      let moment = state.moments[step]
      heading(moment.name, size.width, &svg)
      for index in 0..<lanes {
        let y = top + index * lane
        label(state.lanes[index].name, x: 0, y: y + 12, "head", &svg)
        svg.rectangle(x: 0, y: y + 18, width: size.width, height: bar, "rule")
        let words = max(state.lanes[index].words, 1)
        for object in moment.objects where object.lane == index {
          draw(object, y + 18, words, size.width, &svg)
        }
        for mark in moment.marks where mark.lane == index {
          draw(mark, y + 18 + bar, words, size.width, &svg)
        }
      }
      if state.hasStack { draw(moment.stack, y: top + lanes * lane, size.width, &svg) }
    }
    svg.end()
    return svg
  }

  /// `scans A: A black, B grey, C white; on the stack: B.`
  public static func words(_ state: SpacesState, step: Int) -> [UInt8] {
    Svg.words { sentence(state, step, isMarkup: false, &$0) }
  }

  private static func draw(
    _ object: SpacesState.Object, _ y: Int, _ words: Int, _ width: Int, _ svg: inout Svg
  ) {
    let left = min(max(object.at, 0), words) * width / words
    let right = min(max(object.at + object.words, 0), words) * width / words
    guard right > left else { return }
    let style: StaticString =
      switch object.look {
      case .white: "cell"
      case .grey: "fresh"
      case .black: "live"
      case .gone: "held"
      }
    svg.rectangle(x: left + 1, y: y + 2, width: max(right - left - 2, 1), height: bar - 4, style)
    label(object.label, x: left + 6, y: y + 19, object.look == .black ? "lab inverse" : "head", &svg)
  }

  private static func draw(_ mark: SpacesState.Mark, _ y: Int, _ words: Int, _ width: Int, _ svg: inout Svg) {
    let left = min(max(mark.at, 0), words) * width / words
    let right = min(max(mark.at + mark.words, 0), words) * width / words
    let x = min(left, width - 2)
    svg.rectangle(x: x, y: y + 1, width: max(right - left, 2), height: mark.words > 0 ? 5 : 8, "now")
    // A name that would leave the picture ends at its pointer.
    let isLate = x > width - 60
    label(mark.name, x: isLate ? x : x + 4, y: y + 20, isLate ? "head end" : "head", &svg)
  }

  private static func draw(_ stack: [[UInt8]], y: Int, _ width: Int, _ svg: inout Svg) {
    label(Array("mark stack".utf8), x: 0, y: y + 20, "head", &svg)
    let most = (width - 84) / (box + 4)
    for (index, name) in stack.prefix(most).enumerated() {
      svg.rectangle(x: 84 + index * (box + 4), y: y, width: box, height: bar, "fresh")
      label(name, x: 84 + index * (box + 4) + 6, y: y + 19, "head", &svg)
    }
  }

  /// In two lines where one would be wider than the picture, at eight units a letter.
  private static func heading(_ text: [UInt8], _ width: Int, _ svg: inout Svg) {
    let most = width / 8
    guard text.count > most, let cut = text[..<most].lastIndex(of: UInt8(ascii: " ")) else {
      return label(text, x: 0, y: 20, "lab", &svg)
    }
    label(Array(text[..<cut]), x: 0, y: 12, "lab", &svg)
    label(Array(text[(cut + 1)...]), x: 0, y: 28, "lab", &svg)
  }

  private static func label(_ text: [UInt8], x: Int, y: Int, _ style: StaticString, _ svg: inout Svg) {
    svg.beginLabel(x: x, y: y, style)
    svg.escaped(text)
    svg.endLabel()
  }

  private static func sentence(_ state: SpacesState, _ step: Int, isMarkup: Bool, _ svg: inout Svg) {
    guard step < state.moments.count else { return svg.text("A heap without a history.") }
    let moment = state.moments[step]
    func write(_ text: [UInt8], _ svg: inout Svg) {
      if isMarkup { svg.escaped(text) } else { svg.plain(text) }
    }
    write(moment.name, &svg)
    for index in state.lanes.indices {
      let objects = moment.objects.filter { $0.lane == index && $0.look != .gone }.sorted { $0.at < $1.at }
      svg.text(index == 0 ? ": " : "; ")
      write(state.lanes[index].name, &svg)
      svg.text(objects.isEmpty ? " empty" : " ")
      for (position, object) in objects.enumerated() {
        if position > 0 { svg.text(", ") }
        write(object.label, &svg)
        svg.text(" ")
        if object.look.rawValue < state.looks.count { write(state.looks[object.look.rawValue], &svg) }
      }
      for mark in moment.marks where mark.lane == index && mark.words > 0 {
        svg.text(", ")
        write(mark.name, &svg)
      }
    }
    if state.hasStack {
      svg.text("; on the mark stack: ")
      if moment.stack.isEmpty { svg.text("nothing") }
      for (position, name) in moment.stack.enumerated() {
        if position > 0 { svg.text(", ") }
        write(name, &svg)
      }
    }
    svg.text(".")
  }
}
