// Spaces, curves and bars as drawings: whatever a run recorded, nothing leaves the picture and every text is escaped.
// What this cannot show: whether it is beautiful; look at it.

import Figures
import TestSupport
import Testing

private func text(_ svg: Svg) -> String { String(decoding: svg.bytes, as: UTF8.self) }

/// Whether each rectangle of a picture lies in its view box.
private func isInside(_ svg: String, width: Int) -> Bool {
  let box = /viewBox="0 0 (\d+) (\d+)"/
  let number = /<rect class="[a-z]+" x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"\/>/
  guard let height = svg.firstMatch(of: box).flatMap({ Int($0.2) }) else { return false }
  let all = svg.matches(of: number)
  return all.count == svg.matches(of: /<rect/).count
    && all.allSatisfy { match in
      guard let x = Int(match.1), let y = Int(match.2), let w = Int(match.3), let h = Int(match.4) else {
        return false
      }
      return x + w <= width && y + h <= height && w > 0
    }
}

@Test("spaces stay in the picture, whatever lies in them", arguments: [FigureSize.wide, .narrow])
func spaces(_ size: FigureSize) {
  var generator = SeededGenerator(seed: 3)
  func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
  for _ in 0..<200 {
    let lanes = (0..<number(1...4)).map { (name: Array("lane <\($0)>".utf8), words: number(0...128)) }
    let moment = SpacesState.Moment(
      name: Array("a & b".utf8),
      objects: (0..<number(0...20)).map { _ in
        .init(
          lane: number(0...3), at: number(-4...140), words: number(0...40), label: Array("<".utf8),
          look: SpacesState.Look(rawValue: number(0...3)) ?? .white)
      },
      marks: (0..<number(0...4)).map { _ in
        .init(lane: number(0...3), at: number(0...140), words: number(0...64), name: Array("p".utf8))
      }, stack: (0..<number(0...40)).map { Array("\($0)".utf8) })
    let state = SpacesState(
      lanes: lanes, looks: [[], [], []], hasStack: number(0...1) == 1, moments: [moment])
    let drawn = text(SpacesFigure.draw(state, step: 0, size: size))
    #expect(isInside(drawn, width: size.width))
    #expect(drawn.contains("a &amp; b") && !drawn.contains("<<"))
  }
  let empty = SpacesState(lanes: [], looks: [], hasStack: false, moments: [])
  #expect(String(decoding: SpacesFigure.words(empty, step: 0), as: UTF8.self) == "A heap without a history.")
}

@Test("a curve ends at its last point, at the right scale, and every other stands behind it")
func curve() {
  let state = CurvesState(
    across: Array("x".utf8), up: Array("y".utf8),
    curves: [
      .init(name: Array("one".utf8), points: [(0, 0), (10, 5)]),
      .init(name: Array("two".utf8), points: [(0, 10), (5, 0)]), .init(name: [], points: []),
    ])
  #expect(CurveFigure.steps(of: state) == 3)
  let drawn = text(CurveFigure.draw(state, step: 0, size: .wide))
  #expect(drawn.contains("<path class=\"ref fresh\" d=\"M1 194 L639 114\"/>"))
  #expect(drawn.contains("<path class=\"ref\" d=\"M1 34 L320 194\"/>"))
  #expect(String(decoding: CurveFigure.words(state, step: 1), as: UTF8.self) == "two.")
}

@Test("bars are as wide as their counts", arguments: [FigureSize.wide, .narrow])
func bars(_ size: FigureSize) {
  let state = BarsState(
    name: Array("pauses".utf8), bars: [(Array("below 64".utf8), 10), (Array("below 128".utf8), 5), ([], 0)])
  let drawn = text(BarsFigure.draw(state, step: 0, size: size))
  #expect(isInside(drawn, width: size.width))
  let widths = drawn.matches(of: /class="live" x="92" y="\d+" width="(\d+)"/).compactMap { Int($0.1) }
  #expect(widths == [size.width - 160, (size.width - 160) / 2])
  #expect(
    String(decoding: BarsFigure.words(state, step: 0), as: UTF8.self)
      == "pauses: below 64: 10, below 128: 5, : 0.")
}
