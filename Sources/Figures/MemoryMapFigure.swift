// MemoryMapFigure: where a process's values stand. Left the address space as the kernel lists it, high addresses on top;
// then the frame's variables and the heap's blocks, each in the order of its addresses, and a line from a variable to
// what it refers to. One step a value.
// Relies on: Svg. Invariant: labels stay inside the view box and apart, whatever the addresses are.

/// What the memory map shows.
public struct MemoryMapState: Sendable {
  /// A run of addresses with one purpose.
  public struct Region: Sendable {
    /// `stack`, `heap` and so on, UTF-8.
    public var name: [UInt8]
    /// The first byte, and the first byte after.
    public var start: UInt
    /// The first byte after it.
    public var end: UInt

    /// Names a run.
    public init(name: [UInt8], start: UInt, end: UInt) {
      self.name = name
      self.start = start
      self.end = end
    }
  }

  /// A variable and what it refers to.
  public struct Value: Sendable {
    /// Its declaration in a few letters, UTF-8.
    public var name: [UInt8]
    /// Bytes of the variable itself.
    public var size: Int
    /// Where the variable stands.
    public var address: UInt
    /// Where the rest of it stands, when it has a part on the heap.
    public var content: UInt?
    /// Bytes asked of malloc for it.
    public var contentBytes: Int
    /// How often malloc was asked.
    public var allocations: Int

    /// Describes a variable.
    public init(name: [UInt8], size: Int, address: UInt, content: UInt?, contentBytes: Int, allocations: Int)
    {
      self.name = name
      self.size = size
      self.address = address
      self.content = content
      self.contentBytes = contentBytes
      self.allocations = allocations
    }
  }

  /// In ascending order of addresses.
  public var regions: [Region]
  /// In the order in which the program made them.
  public var values: [Value]

  /// Describes a process.
  public init(regions: [Region], values: [Value]) {
    self.regions = regions
    self.values = values
  }
}

/// Draws the memory map.
public enum MemoryMapFigure: Figure {
  /// The empty map, and one step a value.
  public static func steps(of state: MemoryMapState) -> Int { state.values.count + 1 }

  /// Draws the map with the first `step` values in it.
  public static func draw(_ state: MemoryMapState, step: Int, size: FigureSize) -> Svg {
    let plan = Plan(state, step: step, size: size)
    var svg = Svg(width: size.width, height: plan.height)
    describe(state, step, &svg)
    svg.beginDrawing()
    if size == .wide { drawRegions(state, plan, &svg) }
    drawFrame(state, plan, &svg)
    drawHeap(state, plan, &svg)
    svg.end()
    return svg
  }

  /// `final class Node: …`
  public static func words(_ state: MemoryMapState, step: Int) -> [UInt8] {
    Svg.words { sentence(state, step, &$0) }
  }

  // MARK: Layout

  /// Where things go.
  private struct Plan {
    static let top = 40
    let size: FigureSize
    let step: Int
    /// Indices of values by address, highest first.
    let frame: [Int]
    /// Indices of values with a part on the heap, by its address, highest first.
    let heap: [Int]
    let frameX: Int
    let heapX: Int
    let columnWidth: Int
    let height: Int

    init(_ state: MemoryMapState, step: Int, size: FigureSize) {
      self.step = step
      self.size = size
      var all: [Int] = []
      for index in 0..<state.values.count { all.append(index) }
      frame = all.sorted { state.values[$0].address > state.values[$1].address }
      heap = all.filter { state.values[$0].content != nil }
        .sorted { (state.values[$0].content ?? 0) > (state.values[$1].content ?? 0) }
      frameX = size == .wide ? 196 : 0
      columnWidth = size == .wide ? 200 : 158
      heapX = size.width - columnWidth
      let regions = size == .wide ? state.regions.count * 52 : 0
      height = Plan.top + Swift.max(frame.count * Self.row(size), regions) + 8
    }

    func y(_ place: Int) -> Int { Plan.top + place * Self.row(size) }

    /// A box is as high as its label: one line, or two where there is no room beside the name.
    var boxHeight: Int { size == .wide ? 26 : 40 }

    private static func row(_ size: FigureSize) -> Int { size == .wide ? 34 : 48 }
  }

  // MARK: Drawing

  private static func drawRegions(_ state: MemoryMapState, _ plan: Plan, _ svg: inout Svg) {
    head("address space", x: 0, &svg)
    var y = Plan.top
    for region in state.regions.reversed() {
      svg.rectangle(x: 0, y: y, width: 128, height: 40, "span")
      svg.beginLabel(x: 10, y: y + 17, "lab")
      svg.escaped(region.name)
      svg.endLabel()
      svg.beginLabel(x: 10, y: y + 33, "head")
      svg.address(region.start)
      svg.endLabel()
      y += 52
    }
  }

  private static func drawFrame(_ state: MemoryMapState, _ plan: Plan, _ svg: inout Svg) {
    head("stack: the frame's variables", x: plan.frameX, &svg)
    for (place, index) in plan.frame.enumerated() {
      let value = state.values[index]
      let y = plan.y(place)
      let isMade = index < plan.step
      svg.rectangle(
        x: plan.frameX, y: y, width: plan.columnWidth, height: plan.boxHeight,
        style(isMade, isLast: index == plan.step - 1))
      if isMade { label(value.name, value.size, value.address, x: plan.frameX, y: y, plan, &svg) }
    }
  }

  private static func drawHeap(_ state: MemoryMapState, _ plan: Plan, _ svg: inout Svg) {
    head("heap: what malloc gave", x: plan.heapX, &svg)
    for (place, index) in plan.heap.enumerated() {
      let value = state.values[index]
      guard index < plan.step, let content = value.content else { continue }
      let y = plan.y(place)
      svg.rectangle(
        x: plan.heapX, y: y, width: plan.columnWidth, height: plan.boxHeight,
        style(true, isLast: index == plan.step - 1))
      label(value.name, value.contentBytes, content, x: plan.heapX, y: y, plan, &svg)
      guard let from = plan.frame.firstIndex(of: index) else { continue }
      connect(
        from: plan.y(from) + plan.boxHeight / 2, to: y + plan.boxHeight / 2, plan, index == plan.step - 1,
        &svg)
    }
  }

  private static func style(_ isMade: Bool, isLast: Bool) -> StaticString {
    isLast ? "cell fresh" : isMade ? "cell held" : "cell"
  }

  /// A curve from a variable's right edge to its block's left edge.
  private static func connect(from: Int, to: Int, _ plan: Plan, _ isLast: Bool, _ svg: inout Svg) {
    let start = plan.frameX + plan.columnWidth
    let bend = (plan.heapX - start) / 2
    svg.text(isLast ? "<path class=\"ref fresh\" d=\"M" : "<path class=\"ref\" d=\"M")
    svg.number(start)
    svg.text(" ")
    svg.number(from)
    svg.text("C")
    svg.number(start + bend)
    svg.text(" ")
    svg.number(from)
    svg.text(" ")
    svg.number(start + bend)
    svg.text(" ")
    svg.number(to)
    svg.text(" ")
    svg.number(plan.heapX)
    svg.text(" ")
    svg.number(to)
    svg.text("\"/>\n")
  }

  /// The name on the left; its bytes and the address's last digits on the right, or below where it is narrow.
  private static func label(
    _ name: [UInt8], _ size: Int, _ address: UInt, x: Int, y: Int, _ plan: Plan, _ svg: inout Svg
  ) {
    svg.beginLabel(x: x + 8, y: y + 18, "lab")
    svg.escaped(name)
    svg.endLabel()
    switch plan.size {
    case .wide: svg.beginLabel(x: x + plan.columnWidth - 8, y: y + 18, "head end")
    case .narrow: svg.beginLabel(x: x + 8, y: y + 33, "head")
    }
    svg.number(size)
    svg.text(" B  \u{2026}")
    lastDigits(address, &svg)
    svg.endLabel()
  }

  private static func lastDigits(_ address: UInt, _ svg: inout Svg) {
    for shift in [8, 4, 0] as [UInt] {
      let digit = UInt8(truncatingIfNeeded: (address >> shift) & 0xF)
      svg.escaped([digit < 10 ? 48 + digit : 87 + digit])
    }
  }

  private static func head(_ string: StaticString, x: Int, _ svg: inout Svg) {
    svg.beginLabel(x: x, y: 22, "head")
    svg.text(string)
    svg.endLabel()
  }

  // MARK: Words

  private static func describe(_ state: MemoryMapState, _ step: Int, _ svg: inout Svg) {
    for value in state.values.prefix(step) {
      svg.escaped(value.name)
      svg.text(": variable of ")
      svg.number(value.size)
      svg.text(" bytes at ")
      svg.address(value.address)
      if let content = value.content {
        svg.text(", ")
        svg.number(value.contentBytes)
        svg.text(" bytes on the heap at ")
        svg.address(content)
      }
      svg.text(". ")
    }
    if step == 0 { svg.text("The process before any of the values is made.") }
  }

  private static func sentence(_ state: MemoryMapState, _ step: Int, _ svg: inout Svg) {
    guard step > 0 else {
      return svg.text(
        "The address space of the process before the first value is made: the gaps are real, the heights are not to scale."
      )
    }
    let value = state.values[step - 1]
    svg.plain(value.name)
    svg.text(": ")
    svg.number(value.size)
    svg.text(" bytes in the frame, at ")
    svg.address(value.address)
    guard let content = value.content else { return svg.text(". Malloc was not asked.") }
    svg.text(". The rest, ")
    svg.number(value.contentBytes)
    svg.text(
      value.allocations == 1 ? " bytes in one allocation, is on the heap at " : " bytes, is on the heap at ")
    svg.address(content)
    svg.text(".")
  }
}
