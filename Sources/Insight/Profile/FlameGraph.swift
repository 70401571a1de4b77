// FlameGraph: stacks as a picture: a box for each frame, as wide as its bytes, on the box of its caller. No script is needed:
// a box says its name and share when pointed at, and to a screen reader.
// Source: Brendan Gregg, "The Flame Graph", CACM 59(6), 2016. Equal profiles give equal bytes.

import Foundation
import Pprof

/// A flame graph of one value of a profile.
public struct FlameGraph: Sendable {
  private final class Box {
    var sum = 0
    var isOwn = false
    var callees: [String: Box] = [:]

    func callee(_ name: String, isOwn: Bool) -> Box {
      if let known = callees[name] { return known }
      let made = Box()
      made.isOwn = isOwn
      callees[name] = made
      return made
    }

    var depth: Int { 1 + (callees.values.map(\.depth).max() ?? 0) }
  }

  private let svgText: String

  /// The picture as SVG.
  public var svg: String { svgText }

  private static let width = 1200.0, row = 17.0, margin = 8.0
  /// Narrower boxes are left out: nobody could point at them.
  private static let least = 0.3

  /// Draws a profile.
  ///
  /// - Parameters:
  ///   - type: `inuse_space` and so on.
  ///   - title: What is drawn.
  /// - Complexity: O(frames).
  public init(_ profile: Profile, type: String, title: String) {
    let root = Box()
    let index = profile.valueTypes.firstIndex { $0.kind == type } ?? 0
    for sample in profile.samples where sample.values[index] > 0 {
      root.sum += sample.values[index]
      var box = root
      for location in sample.stack.reversed().map({ profile.locations[$0] }) {
        let isSystem = location.mapping.map { Site.isSystem(profile.mappings[$0].file) } ?? true
        for frame in location.frames.reversed() {
          box = box.callee(frame.function, isOwn: !isSystem && Site.isOwn(frame))
          box.sum += sample.values[index]
        }
      }
    }
    let height = Self.row * Double(root.depth) + 3 * Self.margin + 16
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Int(Self.width)) \(Int(height.rounded(.up)))\" "
        + "font-family=\"monospace\" font-size=\"11\" role=\"img\" aria-label=\"\(Self.escaped(title))\">",
      "<style>text{fill:#111;pointer-events:none}.own{fill:#f0a35e}.other{fill:#c9d3dc}rect:hover{stroke:#111}</style>",
      "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>",
      "<text x=\"\(Int(Self.margin))\" y=\"18\" font-size=\"13\">\(Self.escaped(title))</text>",
    ]
    Self.draw(
      root, name: "all", x: Self.margin, y: height - Self.margin - Self.row,
      scale: root.sum == 0 ? 0 : (Self.width - 2 * Self.margin) / Double(root.sum), whole: root.sum, &lines)
    lines.append("</svg>\n")
    svgText = lines.joined(separator: "\n")
  }

  private static func draw(
    _ box: Box, name: String, x: Double, y: Double, scale: Double, whole: Int, _ lines: inout [String]
  ) {
    let width = Double(box.sum) * scale
    guard width >= least else { return }
    let share = String(format: "%.1f %%", 100 * Double(box.sum) / Double(whole))
    let words = escaped("\(name): \(HeapReport.size(box.sum)), \(share)")
    lines.append(
      "<g><title>\(words)</title><rect class=\"\(box.isOwn ? "own" : "other")\" x=\"\(fixed(x))\" y=\"\(fixed(y))\" "
        + "width=\"\(fixed(max(0.1, width - 0.4)))\" height=\"\(fixed(row - 1))\"/>")
    let letters = Int((width - 6) / 6.7)
    if letters >= 3 {
      let shown = name.count <= letters ? name : name.prefix(letters - 1) + "…"
      lines.append("<text x=\"\(fixed(x + 3))\" y=\"\(fixed(y + 12))\">\(escaped(String(shown)))</text>")
    }
    lines.append("</g>")
    var left = x
    for (name, callee) in box.callees.sorted(by: { $0.key < $1.key }) {
      draw(callee, name: name, x: left, y: y - row, scale: scale, whole: whole, &lines)
      left += Double(callee.sum) * scale
    }
  }

  private static func fixed(_ value: Double) -> String { String(format: "%.1f", value) }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case _ where scalar.value < 32: result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
