// The span map as a drawing: whatever the spans are, they tile the width of the heap, stay in the picture, and are filled as
// far as they are said to be. What this cannot show: whether it is beautiful; look at it.

import Figures
import TestSupport
import Testing

private func state(_ generator: inout SeededGenerator) -> SpanMapState {
  SpanMapState(
    moments: (0..<Int.random(in: 1...6, using: &generator)).map { index in
      SpanMapState.Moment(
        name: Array("moment <\(index)>".utf8),
        spans: (0..<Int.random(in: 0...40, using: &generator)).map { _ in
          let use: SpanMapState.Use =
            switch Int.random(in: 0...2, using: &generator) {
            case 0: .idle
            case 1: .bare
            default: .inUse(perMille: Int.random(in: 0...1000, using: &generator))
            }
          return .init(pages: Int.random(in: 1...64, using: &generator), use: use)
        }, live: index, inUse: index * 2, idle: index * 3)
    })
}

private struct Box {
  var style: String
  var x: Int, y: Int, width: Int, height: Int
}

private func boxes(_ svg: Svg) -> [Box] {
  let number = /<rect class="([a-z]+)" x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"\/>/
  return String(decoding: svg.bytes, as: UTF8.self).matches(of: number).compactMap { match in
    guard let x = Int(match.2), let y = Int(match.3), let width = Int(match.4), let height = Int(match.5)
    else { return nil }
    return Box(style: String(match.1), x: x, y: y, width: width, height: height)
  }
}

@Test("spans stand in order, inside the picture, one box each", arguments: [FigureSize.wide, .narrow])
func tiling(_ size: FigureSize) {
  var generator = SeededGenerator(seed: 7)
  for _ in 0..<200 {
    let state = state(&generator)
    for (step, moment) in state.moments.enumerated() {
      let all = boxes(SpanMapFigure.draw(state, step: step, size: size))
      #expect(all.filter { $0.style == "rule" }.count == 1)
      let spans = all.filter { $0.style != "rule" && $0.style != "live" }
      #expect(spans.count == moment.spans.count)
      #expect(spans.map(\.x) == spans.map(\.x).sorted())
      #expect(all.allSatisfy { $0.x >= 0 && $0.x + $0.width <= size.width + 1 && $0.width > 0 })
    }
  }
}

@Test("a span is filled as far as its blocks are out")
func filling() {
  let state = SpanMapState(moments: [
    .init(
      name: [], spans: [0, 125, 500, 1000].map { .init(pages: 2, use: .inUse(perMille: $0)) },
      live: 0, inUse: 0, idle: 0)
  ])
  let all = boxes(SpanMapFigure.draw(state, step: 0, size: .wide))
  let held = all.filter { $0.style == "held" }
  let live = all.filter { $0.style == "live" }
  #expect(held.map(\.width) == [160, 160, 160, 160])
  #expect(live.map(\.height) == [8, 32, 64])
  #expect(live.allSatisfy { $0.y + $0.height == held[0].y + held[0].height })
}

@Test("a moment in words")
func words() {
  let state = SpanMapState(moments: [
    .init(
      name: Array("a < b".utf8),
      spans: [.init(pages: 2, use: .inUse(perMille: 500)), .init(pages: 1, use: .bare)],
      live: 8, inUse: 16, idle: 4)
  ])
  let text = String(decoding: SpanMapFigure.words(state, step: 0), as: UTF8.self)
  #expect(text == "a < b: 8 KiB live, 16 KiB in use in 1 span, 4 KiB idle.")
  let svg = String(decoding: SpanMapFigure.draw(state, step: 0, size: .wide).bytes, as: UTF8.self)
  #expect(svg.contains("aria-label=\"a &lt; b: 8 KiB live"))
}
