// OwnersFigure: a buffer, who holds it, and whether a variable has a copy of its own after some work: a row for each kind of work.
// Relies on: Svg. Invariant: who keeps the first buffer stands in it, and the variable stands in the buffer that it has now.

/// What became of a buffer.
public struct OwnersState: Sendable {
  /// One kind of work.
  public struct Row: Sendable {
    /// What was done, UTF-8.
    public var name: [UInt8]
    /// Who else holds the first buffer, UTF-8; empty for nobody.
    public var other: [UInt8]
    /// The variable's elements stand elsewhere afterwards.
    public var hasMoved: Bool
    /// Asked of malloc meanwhile.
    public var bytes: Int

    /// Describes a row.
    public init(name: [UInt8], other: [UInt8], hasMoved: Bool, bytes: Int) {
      self.name = name
      self.other = other
      self.hasMoved = hasMoved
      self.bytes = bytes
    }
  }

  /// The variable that is worked on, UTF-8.
  public var variable: [UInt8]
  /// In the order in which they were done.
  public var rows: [Row]

  /// Describes what became of a buffer.
  public init(variable: [UInt8], rows: [Row]) {
    self.variable = variable
    self.rows = rows
  }
}

/// Draws buffers with their owners in them.
public enum OwnersFigure: Figure {
  private static let top = 28
  private static let row = 34
  private static let left = 128

  /// One.
  public static func steps(of state: OwnersState) -> Int { 1 }

  /// Draws them.
  public static func draw(_ state: OwnersState, step: Int, size: FigureSize) -> Svg {
    var svg = Svg(width: size.width, height: top + state.rows.count * row)
    sentence(state, isMarkup: true, &svg)
    svg.beginDrawing()
    let width = (size.width - left - 14) / 2
    svg.label(x: left, y: 16, "head", "the buffer")
    svg.label(x: left + width + 12, y: 16, "head", "a copy, in bytes")
    for (index, one) in state.rows.enumerated() {
      draw(one, of: state.variable, y: top + index * row, width: width, &svg)
    }
    svg.end()
    return svg
  }

  private static func draw(
    _ one: OwnersState.Row, of variable: [UInt8], y: Int, width: Int, _ svg: inout Svg
  ) {
    svg.beginLabel(x: 0, y: y + 18, "head")
    svg.escaped(one.name)
    svg.endLabel()
    svg.rectangle(x: left, y: y, width: width, height: row - 8, "held")
    svg.beginLabel(x: left + 8, y: y + 18, "lab")
    if !one.hasMoved { svg.escaped(variable) }
    if !one.hasMoved, !one.other.isEmpty { svg.text(", ") }
    svg.escaped(one.other)
    svg.endLabel()
    guard one.hasMoved else { return }
    let copy = left + width + 12
    svg.rectangle(x: copy, y: y, width: width, height: row - 8, "fresh")
    svg.beginLabel(x: copy + 8, y: y + 18, "lab")
    svg.escaped(variable)
    svg.endLabel()
    svg.beginLabel(x: copy + width - 8, y: y + 18, "head end")
    svg.number(one.bytes)
    svg.endLabel()
  }

  /// `passed: array keeps its buffer. written: second keeps the buffer, array has a copy of 8000032 bytes.`
  public static func words(_ state: OwnersState, step: Int) -> [UInt8] {
    Svg.words { sentence(state, isMarkup: false, &$0) }
  }

  private static func sentence(_ state: OwnersState, isMarkup: Bool, _ svg: inout Svg) {
    func write(_ text: [UInt8]) {
      if isMarkup { svg.escaped(text) } else { svg.plain(text) }
    }
    for (index, one) in state.rows.enumerated() {
      if index > 0 { svg.text(" ") }
      write(one.name)
      svg.text(": ")
      if one.hasMoved {
        if !one.other.isEmpty {
          write(one.other)
          svg.text(" keeps the buffer, ")
        }
        write(state.variable)
        svg.text(" has a copy of ")
        svg.number(one.bytes)
        svg.text(" bytes.")
      } else {
        write(state.variable)
        svg.text(" keeps its buffer.")
      }
    }
  }
}
