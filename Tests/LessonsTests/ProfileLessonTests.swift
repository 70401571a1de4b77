// The lessons of part V that have a clock of their own, or none: what they say follows from rules, and can be checked.

import Foundation
import Lessons
import Testing

private func results(_ id: String, _ given: [String: String] = [:]) throws -> [[String: Any]] {
  let lesson = try Lessons.find(id)
  let json = try lesson.run(Arguments(given, for: lesson)).json
  let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
  return try #require(object?["results"] as? [[String: Any]])
}

private func steps(_ figure: String, _ id: String) throws -> [String] {
  let lesson = try Lessons.find(id)
  return try LessonFigures.draw(figure, json: lesson.run(Arguments([:], for: lesson)).json).map(\.words)
}

@Test(
  "in the model each cause makes the slowest request eight times as slow, and its time went where the cause is"
)
func causes() throws {
  let columns = ["none": nil, "collector": "stoppedUs", "lock": "lockedUs", "kernel": "noTurnUs"]
  let found = try results("profile/trace")
  #expect(Set(found.compactMap { $0["cause"] as? String }) == Set(columns.keys))
  for row in found {
    let cause = try #require(row["cause"] as? String)
    func number(_ name: String) -> Int { row[name] as? Int ?? -1 }
    // Every microsecond of the slowest is in one of the columns.
    #expect(
      number("slowestUs") == ["ranUs", "lockedUs", "stoppedUs", "noTurnUs"].reduce(0) { $0 + number($1) })
    #expect(number("halfUs") == 1000 && number("ranUs") == 1000 && number("requests") == 12)
    let right = columns[cause] ?? nil
    #expect(cause == "none" ? number("slowestUs") == 1000 : number("slowestUs") >= 8000)
    for column in columns.values.compactMap({ $0 }) {
      #expect(column == right ? number(column) >= 7000 : number(column) < 1000, "\(cause) \(column)")
    }
  }
  #expect(try steps("timeline", "profile/trace").count == 4)
}

@Test("the tree asks each fault one question more than the last, and each threshold is where the text says")
func tree() throws {
  let found = try results("diagnosis/tree")
  let questions = Dictionary(
    uniqueKeysWithValues: found.compactMap { row in
      (row["fault"] as? String).map { ($0, row["questions"] as? Int ?? 0) }
    })
  #expect(
    questions == ["blocked": 1, "leak": 2, "hole": 3, "convoy": 4, "spiral": 5, "churn": 6, "none": 6])
  let thresholds = Dictionary(
    uniqueKeysWithValues: found.compactMap { row in
      (row["fault"] as? String).map { ($0, row["yesFrom"] as? Int) }
    })
  #expect(
    thresholds == [
      "blocked": 2, "leak": 257, "hole": 301, "convoy": 26, "spiral": 26, "churn": 501, "none": nil,
    ])
  #expect(try steps("tree", "diagnosis/tree").count == 7)
}

@Test("four caches are four curves")
func caches() throws {
  let words = try steps("curve", "leaks/caches")
  #expect(words.count == 4 && words[0].hasPrefix("Unbounded: 7085 entries"))
}

@Test("a timeline's data that is no timeline is refused")
func damaged() throws {
  let json =
    #"{"figure": {"from": 0, "to": 9, "stories": [{"words": "", "lanes": [{"name": "", "requests": [], "pieces": [[9, 0, 1]]}]}]}}"#
  #expect(throws: LessonFigures.Undrawable.self) { try LessonFigures.draw("timeline", json: json) }
  #expect(throws: LessonFigures.Undrawable.self) {
    try LessonFigures.draw("timeline", json: json.replacing("[9, 0, 1]", with: "[0, 1]"))
  }
}
