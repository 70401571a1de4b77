// The timeline and the tree as drawings: whatever happened, it stands inside the picture, at one scale, and the way that a case
// took is the one that is lit. What this cannot show: whether it is beautiful; look at it.

import Figures
import TestSupport
import Testing

private struct Box: Hashable {
  var style: String
  var x: Int, y: Int, width: Int, height: Int
}

private func boxes(_ svg: Svg) -> [Box] {
  let number = /<rect class="([a-z ]+)" x="(-?\d+)" y="(-?\d+)" width="(-?\d+)" height="(-?\d+)"\/>/
  return String(decoding: svg.bytes, as: UTF8.self).matches(of: number).compactMap { match in
    guard let x = Int(match.2), let y = Int(match.3), let width = Int(match.4), let height = Int(match.5)
    else { return nil }
    return Box(style: String(match.1), x: x, y: y, width: width, height: height)
  }
}

private func height(_ svg: Svg) -> Int {
  let text = String(decoding: svg.bytes, as: UTF8.self)
  return text.firstMatch(of: /viewBox="0 0 \d+ (\d+)"/).flatMap { Int($0.1) } ?? 0
}

@Suite("The timeline") struct TimelineFigureTests {
  @Test("every bar stands inside the picture", arguments: [FigureSize.wide, .narrow])
  func inside(_ size: FigureSize) {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<200 {
      let from = Int.random(in: 0...1000, using: &generator)
      func interval() -> (Int, Int) {
        let start = Int.random(in: 0...2000, using: &generator)
        return (start, start + Int.random(in: 0...500, using: &generator))
      }
      let state = TimelineState(
        from: from, to: from + Int.random(in: 0...1000, using: &generator),
        stories: (0..<3).map { _ in
          .init(
            words: Array("a < b".utf8),
            lanes: (0..<Int.random(in: 0...6, using: &generator)).map { _ in
              .init(
                name: Array("worker".utf8), requests: (0..<4).map { _ in interval() },
                pieces: (0..<9).map { _ in
                  let (start, end) = interval()
                  return .init(
                    activity: TimelineState.Activity.allCases.randomElement(using: &generator)!, start: start,
                    end: end)
                })
            })
        })
      let pictures = (0..<3).map { TimelineFigure.draw(state, step: $0, size: size) }
      #expect(Set(pictures.map(height)).count == 1)
      for picture in pictures {
        let high = height(picture)
        #expect(
          boxes(picture).allSatisfy {
            $0.x >= 0 && $0.width >= 1 && $0.x + $0.width <= size.width && $0.y >= 0
              && $0.y + $0.height <= high
          })
      }
    }
  }

  @Test("equal times are equally long, and what is outside of the part that is drawn is not there")
  func scale() {
    let state = TimelineState(
      from: 1000, to: 2000,
      stories: [
        .init(
          words: [],
          lanes: [
            .init(
              name: [], requests: [(1000, 2000), (0, 900)],
              pieces: [
                .init(activity: .runs, start: 1100, end: 1200),
                .init(activity: .locked, start: 1500, end: 1600),
                .init(activity: .noTurn, start: 500, end: 1250),
                .init(activity: .stopped, start: 2000, end: 2100),
              ])
          ])
      ])
    let bars = boxes(TimelineFigure.draw(state, step: 0, size: .wide)).filter { $0.y < 46 }
    #expect(bars.filter { $0.style == "now" }.map(\.width) == [639])
    let runs = bars.filter { $0.style == "live" }, locked = bars.filter { $0.style == "gray" }
    #expect(runs.count == 1 && locked.count == 1 && abs(runs[0].width - locked[0].width) <= 1)
    #expect(bars.filter { $0.style == "gone" }.map { [$0.x, $0.width] } == [[0, 159]])
    #expect(bars.allSatisfy { $0.style != "black" })
  }
}

@Suite("The tree of questions") struct TreeFigureTests {
  private let state = TreeState(
    questions: (1...3).map { number in
      (Array("Is it & more than \(number), of a hundred that there are?".utf8), Array("cause \(number)".utf8))
    }, otherwise: Array("nothing".utf8),
    cases: [
      .init(words: Array("none".utf8), asked: 3, endsWithYes: false),
      .init(words: Array("two".utf8), asked: 2, endsWithYes: true),
    ])

  @Test("what was asked, what said yes, and where it ended", arguments: [FigureSize.wide, .narrow])
  func way(_ size: FigureSize) {
    let none = boxes(TreeFigure.draw(state, step: 0, size: size)).map(\.style)
    #expect(none == ["held", "cell", "held", "cell", "held", "cell", "live"])
    let two = boxes(TreeFigure.draw(state, step: 1, size: size)).map(\.style)
    #expect(two == ["held", "cell", "fresh", "live", "cell", "cell", "cell"])
    #expect(TreeFigure.words(state, step: 1) == Array("two.".utf8))
  }

  @Test("all stands inside, and every word of a question is there", arguments: [FigureSize.wide, .narrow])
  func inside(_ size: FigureSize) {
    let picture = TreeFigure.draw(state, step: 1, size: size)
    let high = height(picture)
    #expect(
      boxes(picture).allSatisfy {
        $0.x >= 0 && $0.x + $0.width <= size.width && $0.y >= 0 && $0.y + $0.height <= high
      })
    let text = String(decoding: picture.bytes, as: UTF8.self)
    let labels = text.matches(of: /<text[^>]*>([^<]*)<\/text>/).map { String($0.1) }
    // 12 px, at most 6.6 a letter.
    #expect(labels.allSatisfy { $0.count * 66 / 10 <= size.width - 100 })
    for word in ["Is", "&amp;", "hundred", "are?"] { #expect(labels.joined(separator: " ").contains(word)) }
  }
}
