// EscapePicture: the ways out of a file as a picture of its own, which opens in any browser: allocations at the left, reasons at
// the right, and between them the places that a value passes.
// Relies on: WaysOut for what stands where; Svg.

import Escape
import Figures

/// Draws a graph of ways out.
enum EscapePicture {
  private static let width = 250
  private static let height = 42
  private static let gap = 50
  private static let margin = 12
  /// Characters that a box holds.
  private static let room = 37

  /// - Complexity: O(nodes and edges).
  static func svg(_ ways: WaysOut, of file: String) -> String {
    var svg = Svg(
      width: 2 * margin + ways.layerCount * (width + gap) - gap,
      height: 2 * margin + ways.rowCount * (height + 14) - 14)
    let count = ways.nodes.count { $0.role == .allocation }
    svg.escaped(Array("The ways out of \(count) allocations of \(file)".utf8))
    svg.beginDrawing()
    svg.text(
      """
      <style>
      rect{fill:#fff;stroke:#555;rx:4}.reason{fill:#fbe9e7;stroke:#c62828}.allocation{fill:#e8f0fe;stroke:#1a56b0}
      path{fill:none;stroke:#777;stroke-width:1.5}text{font:12px ui-monospace,monospace;fill:#111}.place{fill:#555}
      @media(prefers-color-scheme:dark){svg{background:#111}path{stroke:#aaa}}
      </style>

      """)
    for edge in ways.edges { draw(ways.nodes[edge.from], ways.nodes[edge.to], &svg) }
    for node in ways.nodes { draw(node, &svg) }
    svg.end()
    return String(decoding: svg.bytes, as: UTF8.self)
  }

  private static func corner(_ node: WaysOut.Node) -> (x: Int, y: Int) {
    (margin + node.layer * (width + gap), margin + node.row * (height + 14))
  }

  private static func draw(_ from: WaysOut.Node, _ to: WaysOut.Node, _ svg: inout Svg) {
    let (start, end) = (corner(from), corner(to))
    let middle = (start.x + width + end.x) / 2
    svg.text("<path d=\"M")
    point(start.x + width, start.y + height / 2, &svg)
    svg.text(" C")
    point(middle, start.y + height / 2, &svg)
    svg.text(" ")
    point(middle, end.y + height / 2, &svg)
    svg.text(" ")
    point(end.x, end.y + height / 2, &svg)
    svg.text("\"/>\n")
  }

  private static func point(_ x: Int, _ y: Int, _ svg: inout Svg) {
    svg.number(x)
    svg.text(",")
    svg.number(y)
  }

  private static func draw(_ node: WaysOut.Node, _ svg: inout Svg) {
    let (x, y) = corner(node)
    svg.text("<g><title>")
    svg.escaped(Array("\(node.title) \(node.place)".utf8))
    svg.text("</title>\n")
    let style: StaticString =
      switch node.role {
      case .allocation: "allocation"
      case .step: "step"
      case .reason: "reason"
      }
    svg.rectangle(x: x, y: y, width: width, height: height, style)
    label(node.title, x: x + 8, y: y + 17, "title", &svg)
    label(node.place, x: x + 8, y: y + 34, "place", &svg)
    svg.text("</g>\n")
  }

  private static func label(_ text: String, x: Int, y: Int, _ style: StaticString, _ svg: inout Svg) {
    let isLong = text.count > room - 5
    svg.beginLabel(x: x, y: y, style)
    svg.escaped(Array((isLong ? text.prefix(room - 6) + "…" : text[...]).utf8))
    svg.endLabel()
  }
}
