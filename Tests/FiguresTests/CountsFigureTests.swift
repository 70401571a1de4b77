// Counters as a drawing: as many boxes as a count has units, those framed that are new, and the number where there are too
// many. What this cannot show: whether it is beautiful; look at it.

import Figures
import Testing

private func boxes(_ state: CountsState, step: Int, _ style: String) -> Int {
  let svg = String(decoding: CountsFigure.draw(state, step: step, size: .narrow).bytes, as: UTF8.self)
  return svg.split(separator: "<rect class=\"\(style)\"", omittingEmptySubsequences: false).count - 1
}

@Test("a count has a box a unit, up to six, and those framed that the step has added")
func units() {
  let state = CountsState(
    columns: [Array("strong".utf8), Array("weak".utf8)],
    moments: [[1, 0], [3, 1], [2, 9]].map { .init(name: Array("step".utf8), counts: $0) })
  #expect(boxes(state, step: 0, "fresh") == 1 && boxes(state, step: 0, "held") == 0)
  #expect(boxes(state, step: 1, "fresh") == 3 && boxes(state, step: 1, "held") == 1)
  #expect(boxes(state, step: 2, "fresh") == 5 && boxes(state, step: 2, "held") == 3)
  #expect(String(decoding: CountsFigure.words(state, step: 2), as: UTF8.self) == "step: strong 2, weak 9.")
  let svg = String(decoding: CountsFigure.draw(state, step: 2, size: .narrow).bytes, as: UTF8.self)
  #expect(svg.contains(">9</text>"))
}
