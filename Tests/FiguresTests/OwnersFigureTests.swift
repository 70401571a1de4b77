// Buffers and their owners as a drawing: a frame for each copy and for nothing else, and each name in the buffer that it holds.
// What this cannot show: whether it is beautiful; look at it.

import Figures
import Testing

@Test(
  "a buffer that was copied is framed, with the variable in the copy and the other owner in the first one")
func owners() {
  let state = OwnersState(
    variable: Array("array".utf8),
    rows: [
      .init(name: Array("read".utf8), other: Array("second".utf8), hasMoved: false, bytes: 0),
      .init(name: Array("written".utf8), other: Array("a<b".utf8), hasMoved: true, bytes: 8032),
    ])
  for size in [FigureSize.wide, .narrow] {
    let svg = String(decoding: OwnersFigure.draw(state, step: 0, size: size).bytes, as: UTF8.self)
    #expect(svg.split(separator: "\"held\"").count == 3 && svg.split(separator: "\"fresh\"").count == 2)
    #expect(
      svg.contains(">array, second</text>") && svg.contains(">a&lt;b</text>") && svg.contains(">8032</text>"))
  }
  #expect(
    String(decoding: OwnersFigure.words(state, step: 0), as: UTF8.self)
      == "read: array keeps its buffer. written: a<b keeps the buffer, array has a copy of 8032 bytes.")
}
