// A tree of tasks in time: a line for each task, moments from left to right. A bar is a body that runs, an outline one that
// waits, a rule a body that is done and has children left; a child's line begins at its parent's.
// Relies on: Svg.

#if canImport(Figures)
  import Figures
#endif

extension TaskTreeLab {
  /// Draws what has happened until now.
  public func draw(_ size: FigureSize) -> Svg {
    let isWide = size == .wide
    let (pitch, left) = isWide ? (29, 44) : (16, 36)
    var svg = Svg(width: size.width, height: Self.mostTasks * 30 + 34)
    describe(&svg)
    svg.beginDrawing()
    for task in tree.nodes.indices {
      let y = 8 + task * 30
      drawName(task, y: y, &svg)
      let start = left + lines[task].first * pitch
      if let parent = tree.nodes[task].parent {
        svg.rectangle(x: start, y: 8 + parent * 30 + 18, width: 1, height: (task - parent) * 30 - 18, "rule")
      }
      drawLine(task, x: start, y: y, pitch: pitch, &svg)
    }
    svg.rectangle(x: 0, y: Self.mostTasks * 30 + 6, width: size.width, height: 1, "rule")
    svg.beginLabel(x: 0, y: Self.mostTasks * 30 + 28, "head")
    svg.text("runs ")
    svg.endLabel()
    svg.rectangle(x: 32, y: Self.mostTasks * 30 + 18, width: 16, height: 12, "now")
    svg.label(x: 58, y: Self.mostTasks * 30 + 28, "head", "waits")
    svg.rectangle(x: 94, y: Self.mostTasks * 30 + 18, width: 16, height: 12, "free")
    svg.label(x: 120, y: Self.mostTasks * 30 + 28, "head", "joins")
    svg.rectangle(x: 152, y: Self.mostTasks * 30 + 22, width: 16, height: 4, "held")
    svg.label(x: 178, y: Self.mostTasks * 30 + 28, "head", "canceled")
    svg.rectangle(x: 240, y: Self.mostTasks * 30 + 16, width: 3, height: 16, "live")
    svg.end()
    return svg
  }

  private func drawName(_ task: Int, y: Int, _ svg: inout Svg) {
    svg.beginLabel(x: 0, y: y + 15, "lab")
    svg.letter(task)
    svg.endLabel()
    let node = tree.nodes[task]
    if node.phase == .ended, node.hasThrown { svg.label(x: 14, y: y + 15, "head", "✗") }
    if node.phase == .ended, !node.hasThrown { svg.label(x: 14, y: y + 15, "head", "✓") }
  }

  // Phases that follow each other and are the same are one rectangle.
  private func drawLine(_ task: Int, x: Int, y: Int, pitch: Int, _ svg: inout Svg) {
    let phases = lines[task].phases
    var first = 0
    while first < phases.count {
      var end = first + 1
      while end < phases.count, phases[end] == phases[first] { end += 1 }
      let (at, width) = (x + first * pitch, (end - first) * pitch - 1)
      switch phases[first] {
      case .running: svg.rectangle(x: at, y: y, width: width, height: 20, "now")
      case .waiting: svg.rectangle(x: at + 1, y: y + 1, width: width - 2, height: 18, "free")
      case .joining: svg.rectangle(x: at, y: y + 8, width: width, height: 4, "held")
      case .ended: break
      }
      first = end
    }
    if let moment = canceled[task] {
      svg.rectangle(x: x + (moment - lines[task].first) * pitch - 1, y: y - 3, width: 3, height: 26, "live")
    }
  }

  private func describe(_ svg: inout Svg) {
    for task in tree.nodes.indices {
      if task > 0 { svg.text(" ") }
      svg.letter(task)
      if let parent = tree.nodes[task].parent {
        svg.text(", a child of ")
        svg.letter(parent)
        svg.text(",")
      }
      switch tree.nodes[task].phase {
      case .running: svg.text(" runs")
      case .waiting: svg.text(" waits")
      case .joining: svg.text(" waits for its children")
      case .ended: svg.text(tree.nodes[task].hasThrown ? " threw" : " has ended")
      }
      svg.text(tree.nodes[task].isCanceled ? ", canceled." : ".")
    }
  }
}
