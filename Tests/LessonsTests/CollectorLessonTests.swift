// The lessons on collectors as a reader runs them, and the model of a marker's barriers that one of them counts with.
// What this cannot show: times.

import Foundation
import Lessons
import Testing

@Suite("lessons on collectors")
struct CollectorLessonTests {
  private func results(_ lesson: any Lesson.Type, _ given: [String: String] = [:]) throws -> [String: Int] {
    let json = try lesson.run(Arguments(given, for: lesson)).json
    let report = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    return (report?["results"] as? [String: Any] ?? [:]).compactMapValues { $0 as? Int }
  }

  @Test("marking reads what lives, whatever the garbage is", arguments: ["0", "1000", "50000"])
  func marking(_ garbage: String) throws {
    let found = try results(MarkSweepLesson.self, ["live": "2000", "garbage": garbage, "cycles": "yes"])
    #expect(found["markedBytes"] == 2000 * 24)
    #expect(found["liveCells"] == 2000)
  }

  @Test("the barrier keeps the hidden object, and without it the object is lost", arguments: ["on", "off"])
  func barrier(_ setting: String) throws {
    let found = try results(BarrierLesson.self, ["barrier": setting])
    #expect(found["isLost"] == (setting == "on" ? 0 : 1))
    #expect(found["barrierHits"] == (setting == "on" ? 1 : 0))
  }

  @Test(
    "every plan does the same work, and says what the contract promises",
    arguments: ["mark-sweep", "copying", "mark-compact", "generational", "concurrent"])
  func pauses(_ plan: String) throws {
    let small = ["plan": plan, "live": "2M", "operations": "400000"]
    let found = try results(PausesLesson.self, small)
    let sum = try results(PausesLesson.self, ["plan": "copying", "live": "2M", "operations": "400000"])["sum"]
    #expect(found["sum"] == sum)
    for name in [
      "collections", "pauseMaxNs", "pauseP99Ns", "stalls", "barrierHits", "mutatorNsDuringMark", "cpuNs",
      "elapsedNs", "peakBytes",
    ] {
      #expect(found[name] != nil, "\(name) is missing")
    }
    let collections = (found["collections"] ?? 0) + (found["minorCollections"] ?? 0)
    #expect(collections > 0 && (found["pauseMaxNs"] ?? 0) > 0)
  }

  @Test("mutators run and meet the barrier while the concurrent plan marks")
  func concurrent() throws {
    var isTested = false
    for _ in 0..<4 where !isTested {
      let found = try results(
        PausesLesson.self, ["plan": "concurrent", "live": "32M", "operations": "3000000", "percent": "50"])
      isTested = (found["mutatorNsDuringMark"] ?? 0) > 0 && (found["barrierHits"] ?? 0) > 0
    }
    #expect(isTested)
  }

  @Test("what the program had at the worst is a share, and larger windows are no worse than their parts")
  func utilization() throws {
    let found = try results(PausesLesson.self, ["plan": "mark-sweep", "live": "8M", "operations": "400000"])
    for name in ["mmu1msPerMille", "mmu10msPerMille", "mmu100msPerMille"] {
      #expect((0...1000).contains(try #require(found[name])))
    }
    #expect(try #require(found["wallPauseP99Ns"]) >= 0)
  }

  @Test("two markers do the same work, and plans that have one say so")
  func markers() throws {
    let small = ["live": "8M", "operations": "400000"]
    let alone = try results(PausesLesson.self, small)
    let together = try results(PausesLesson.self, small.merging(["markers": "2"]) { $1 })
    #expect(alone["sum"] == together["sum"])
    #expect(alone["collections"] == together["collections"])
    #expect(alone["tracedBytes"] == together["tracedBytes"])
    #expect(throws: LessonError.self) {
      try results(PausesLesson.self, ["plan": "concurrent", "markers": "2"])
    }
    #expect(throws: LessonError.self) { try results(PausesLesson.self, ["plan": "copying", "markers": "2"]) }
  }

  private func steps(_ lesson: any Lesson.Type, _ figure: String, _ given: [String: String]) throws
    -> [String]
  {
    try LessonFigures.draw(figure, json: lesson.run(Arguments(given, for: lesson)).json).map(\.words)
  }

  @Test("the steps of marking end with what A reaches, and the stack is empty")
  func marked() throws {
    let words = try steps(StepsLesson.self, "spaces", ["plan": "mark-sweep"])
    #expect(words.count == 6)
    #expect(
      words[1].hasSuffix(
        "A grey, B white, C white, D white, E white, F white, G white; on the mark stack: A."))
    #expect(words[2].hasSuffix("on the mark stack: B, C."))
    #expect(
      words.last == "ends: what is white is free: heap A black, B black, C black; on the mark stack: nothing."
    )
  }

  @Test("the steps of copying copy three objects once, and leave nothing behind")
  func copied() throws {
    let words = try steps(StepsLesson.self, "spaces", ["plan": "copying"])
    #expect(words.filter { $0.hasPrefix("copies") }.count == 3)
    #expect(words.last?.hasSuffix("from empty; to A scanned, B scanned, C scanned.") == true)
  }

  @Test("a day in Eden promotes what was held twice, and finds the young one by its card")
  func day() throws {
    let words = try steps(StepsLesson.self, "spaces", ["plan": "generational"])
    #expect(
      words.contains { $0.hasPrefix("A is promoted") } && words.contains { $0.hasPrefix("C is promoted") })
    let last = try #require(words.last)
    #expect(last.contains("old A old, C old, L old, a marked card"))
    #expect(last.contains("P survived once"))
  }

  @Test("the sawtooth has a tooth for each collection, and never exceeds what the table says")
  func sawtooth() throws {
    let words = try steps(PacerLesson.self, "curve", ["live": "1M"])
    #expect(words.count == 5)
    #expect(words[2].hasPrefix("100 %: "))
  }

  @Test("bytes are written with or without a letter, and nothing else")
  func bytes() throws {
    for (text, isRight) in [
      ("64M", true), ("65536", true), ("1G", true), ("2G", false), ("64MB", false), ("-1M", false),
      ("M", false),
    ] {
      let arguments = try? Arguments(["live": text], for: PausesLesson.self)
      #expect((arguments != nil) == isRight, "\(text)")
    }
  }

  @Test(
    "no order of steps loses an object under a barrier that is right",
    arguments: [ModelBarrier.deletion, .rescan, .hybrid])
  func sound(_ barrier: ModelBarrier) {
    let outcome = exploreBarrier(barrier, operations: 4)
    #expect(outcome.programs == 1296)
    #expect(outcome.orders > 1_000_000)
    #expect(outcome.losing == 0)
  }

  @Test(
    "some order loses one under a barrier that is not", arguments: [ModelBarrier.none, .late, .insertion])
  func unsound(_ barrier: ModelBarrier) {
    let outcome = exploreBarrier(barrier, operations: 3)
    #expect(outcome.losing > 0 && outcome.losing < outcome.orders)
    #expect(!outcome.example.isEmpty)
  }
}
