// LossFigure: what an allocator's blocks lose to rounding, over the sizes that are asked for, which double from mark to mark.
// One allocator a step, the others behind it. Each tooth is one size of blocks: its left side is the smallest request that
// gets it, its right end the one that fills it.
// Relies on: Svg. Invariant: the curve stays in the frame; what loses more than half is cut off at its top.

/// What is lost, and by whom.
public struct LossState: Sendable {
  /// One allocator.
  public struct Allocator: Sendable {
    /// The step's sentence, UTF-8.
    public var name: [UInt8]
    /// The sizes of its blocks, in bytes, ascending.
    public var sizes: [Int]

    /// Describes an allocator.
    public init(name: [UInt8], sizes: [Int]) {
      self.name = name
      self.sizes = sizes
    }
  }

  /// One a step.
  public var allocators: [Allocator]

  /// Describes allocators.
  public init(allocators: [Allocator]) { self.allocators = allocators }
}

/// Draws what rounding loses.
public enum LossFigure: Figure {
  private static let top = 24
  private static let frame = 160
  /// Requests from 16 bytes to 32 KiB are drawn: 2^4 to 2^15.
  private static let (first, last) = (4, 15)

  /// One step an allocator.
  public static func steps(of state: LossState) -> Int { max(state.allocators.count, 1) }

  /// Draws one allocator, with the others behind it.
  public static func draw(_ state: LossState, step: Int, size: FigureSize) -> Svg {
    var svg = Svg(width: size.width, height: top + frame + 38)
    sentence(state, step, isMarkup: true, &svg)
    svg.beginDrawing()
    svg.label(x: 0, y: 14, "head", "lost of a block")
    svg.label(x: size.width, y: 14, "head end", "50 %")
    svg.rectangle(x: 0, y: top, width: size.width, height: frame, "rule")
    svg.rectangle(x: 0, y: top, width: size.width, height: frame / 2, "rule")
    for index in state.allocators.indices where index != step {
      curve(state.allocators[index], size.width, "ref", &svg)
    }
    if step < state.allocators.count { curve(state.allocators[step], size.width, "ref fresh", &svg) }
    axis(size.width, &svg)
    svg.end()
    return svg
  }

  /// The allocator's sentence.
  public static func words(_ state: LossState, step: Int) -> [UInt8] {
    Svg.words { sentence(state, step, isMarkup: false, &$0) }
  }

  private static func axis(_ width: Int, _ svg: inout Svg) {
    let y = top + frame + 16
    svg.label(x: 0, y: y, "head", 16)
    for power in [6, 8] { svg.label(x: place(1 << power, width) + 12, y: y, "head end", 1 << power) }
    for power in [10, 12] {
      svg.beginLabel(x: place(1 << power, width) + 18, y: y, "head end")
      svg.number(1 << (power - 10))
      svg.text(" KiB")
      svg.endLabel()
    }
    svg.label(x: width, y: y, "head end", "32 KiB")
    svg.label(x: 0, y: y + 18, "head", "asked for, in bytes")
  }

  private static func curve(
    _ allocator: LossState.Allocator, _ width: Int, _ style: StaticString, _ svg: inout Svg
  ) {
    svg.beginPath(style)
    var before = 0
    var drawn = -1
    for size in allocator.sizes {
      let smallest = before + 1
      before = size
      // Of teeth that fall into one column the first stands for all.
      let (left, right) = (place(smallest, width), place(size, width))
      if size <= 1 << first || right <= drawn { continue }
      svg.text(drawn < 0 ? "M" : "L")
      point(left, min(frame, (size - smallest) * 2 * frame / size), &svg)
      svg.text("L")
      point(right, 0, &svg)
      drawn = right
    }
    svg.endPath()
  }

  private static func point(_ x: Int, _ height: Int, _ svg: inout Svg) {
    svg.number(x)
    svg.text(" ")
    svg.number(top + frame - height)
  }

  /// Where a size stands: as far again for each doubling.
  private static func place(_ size: Int, _ width: Int) -> Int {
    let whole = Int.bitWidth - 1 - max(size, 1).leadingZeroBitCount
    var rest = UInt64(max(size, 1)) << UInt64(30 - whole)
    var parts = whole
    for _ in 0..<8 {
      // Squared, a number between 1 and 2 says the next digit of its logarithm.
      rest = (rest * rest) >> 30
      parts *= 2
      if rest >= 2 << 30 {
        rest >>= 1
        parts += 1
      }
    }
    let all = (last - first) << 8
    return min(max(parts - first << 8, 0), all) * (width - 2) / all + 1
  }

  private static func sentence(_ state: LossState, _ step: Int, isMarkup: Bool, _ svg: inout Svg) {
    guard step < state.allocators.count else { return svg.text("Nobody was asked.") }
    if isMarkup { svg.escaped(state.allocators[step].name) } else { svg.plain(state.allocators[step].name) }
    svg.text(".")
  }
}
