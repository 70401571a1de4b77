// The figures of what rounding loses and of who served what: for any numbers they stay in the frame, and they say what is
// drawn.
// What they cannot show: whether a reader understands them.

import Figures
import TestSupport
import Testing

private func text(_ svg: Svg) -> String { String(decoding: svg.bytes, as: UTF8.self) }

@Suite("figures of an allocator")
struct AllocatorFigureTests {
  /// The points of the curve that the step is about.
  private static func curve(_ drawn: String) -> [(x: Int, y: Int)] {
    let paths = drawn.matches(of: /<path class="ref fresh" d="([^"]*)"/)
    return paths.flatMap { path in
      path.1.split { "ML".contains($0) }.map { point in
        let words = point.split(separator: " ").compactMap { Int($0) }
        return (x: words[0], y: words[1])
      }
    }
  }

  @Test(
    "a tooth stands for one size of blocks: high where its smallest request is, at nothing where it is full")
  func teeth() {
    // 17 in 32 lose 15 of 32 bytes, 129 in 256 nearly half; the frame of 160 is half a block.
    let state = LossState(allocators: [
      .init(name: Array("doubling".utf8), sizes: [16, 32, 64, 128, 256, 32_768])
    ])
    let points = Self.curve(text(LossFigure.draw(state, step: 0, size: .wide)))
    #expect(points.count == 10)
    #expect(points[0].y == 24 + 160 - 15 * 320 / 32 && points[1].y == 184)
    // A doubling is as wide as any other: an eleventh of 638.
    #expect(points[1].x == 59 && points[3].x == 117 && points[5].x == 175 && points[9] == (639, 184))
    // More than half is cut off.
    #expect(points[8].y == 24)
    #expect(String(decoding: LossFigure.words(state, step: 0), as: UTF8.self) == "doubling.")
  }

  @Test("random sizes of blocks stay in the frame and go from left to right, at both widths")
  func inside() {
    var generator = SeededGenerator(seed: 6)
    for turn in 0..<60 {
      let count = [0, 1, 40, 3000][turn % 4]
      let sizes = Set((0..<count).map { _ in Int.random(in: 1...100_000, using: &generator) }).sorted()
      let size: FigureSize = turn % 2 == 0 ? .wide : .narrow
      let state = LossState(allocators: [.init(name: [], sizes: sizes), .init(name: [60], sizes: [16, 48])])
      let drawn = text(LossFigure.draw(state, step: 0, size: size))
      let points = Self.curve(drawn)
      #expect(points.allSatisfy { (1..<size.width).contains($0.x) && (24...184).contains($0.y) })
      #expect(zip(points, points.dropFirst()).allSatisfy { $0.x <= $1.x })
      // Two points a column at most, however many sizes there are.
      #expect(points.count <= 2 * size.width)
    }
    #expect(
      text(LossFigure.draw(LossState(allocators: []), step: 0, size: .wide)).contains("Nobody was asked."))
  }

  @Test("what came to a tier is as wide as its part of all, and what it served lies in that")
  func served() {
    let state = ServedState(stories: [
      .init(
        name: Array("one & two".utf8),
        tiers: [
          .init(name: Array("cache".utf8), lock: Array("none".utf8), served: 600),
          .init(name: Array("list".utf8), lock: Array("one".utf8), served: 399),
          .init(name: Array("span".utf8), lock: Array("one".utf8), served: 1),
          .init(name: Array("pages".utf8), lock: Array("all".utf8), served: 0),
        ])
    ])
    for size in [FigureSize.wide, .narrow] {
      let drawn = text(ServedFigure.draw(state, step: 0, size: size))
      let bars = drawn.matches(of: /class="(held|live)" x="1" y="(\d+)" width="(\d+)"/).map {
        ($0.1, Int($0.3)!)
      }
      let full = size.width - 2
      #expect(bars.filter { $0.0 == "held" }.map(\.1) == [full, 400 * full / 1000, 1])
      #expect(bars.filter { $0.0 == "live" }.map(\.1) == [600 * full / 1000, 399 * full / 1000, 1])
      #expect(
        drawn.contains("list: 399 of 400") && drawn.contains("pages: 0 of 0")
          && drawn.contains("one &amp; two"))
    }
    #expect(
      String(decoding: ServedFigure.words(state, step: 0), as: UTF8.self)
        == "one & two: cache 600, list 399, span 1, pages 0.")
    #expect(
      text(ServedFigure.draw(ServedState(stories: []), step: 0, size: .wide)).contains(
        "Nothing was asked for."))
  }
}
