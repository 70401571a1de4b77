// Every lesson runs, says the same twice, and refuses what it does not take.

import Foundation
import Lessons
import Testing

private func run(_ id: String, _ given: [String: String] = [:]) throws -> Report {
  let lesson = try Lessons.find(id)
  return try lesson.run(Arguments(given, for: lesson))
}

@Test(
  "every lesson runs, and its JSON differs between two runs in its addresses only, or in times where it measures them",
  arguments: Lessons.all.map { $0.id })
func runs(_ id: String) throws {
  let isTimed = try Lessons.find(id).measuresTime
  let reports = try (0..<2).map { _ in
    let json = try run(id).json.replacing(/"0x[0-9a-f]+"/, with: "address")
    // How many pauses of which length there were is a list that is longer or shorter.
    return isTimed ? Set(json.matches(of: /"\w+" :/).map { String($0.output) }).sorted().joined() : json
  }
  #expect(reports[0] == reports[1])
  let object = try #require(
    try JSONSerialization.jsonObject(with: Data(try run(id).json.utf8)) as? [String: Any])
  #expect(object["format"] as? Int == 1)
  #expect(object["lesson"] as? String == id)
  #expect(object["results"] != nil)
}

@Test("ids are unique, and chapters and sources exist")
func files() {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  #expect(Set(Lessons.all.map { $0.id }).count == Lessons.all.count)
  for lesson in Lessons.all {
    #expect(FileManager.default.fileExists(atPath: root.appending(path: lesson.source).path))
    #expect(
      FileManager.default.fileExists(atPath: root.appending(path: "Chapters/en/\(lesson.chapter).md").path))
  }
}

@Test("nine values cost five allocations, and the frame holds all nine variables")
func nine() throws {
  let json = try run("values/stack-heap").json
  let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
  let values = try #require(object["results"] as? [[String: Any]])
  #expect(values.count == 9)
  #expect(values.compactMap { $0["allocations"] as? Int } == [0, 1, 0, 0, 1, 1, 0, 1, 1])
  let steps = try LessonFigures.draw("memory-map", json: json)
  #expect(steps.count == 10)
}

@Test("one value can be chosen, and a count that repeats is the same 50 times")
func parameters() throws {
  #expect(try run("values/stack-heap", ["value": "closure"]).text.split(separator: "\n").count == 2)
  #expect(throws: Never.self) { try run("values/stack-heap", ["repeat": "50"]) }
  let small = try run("values/stack-depth", ["stack": "1"]).json
  #expect(small.contains("\"stackBytes\" : 1048576"))
}

@Test("what a lesson does not take is refused in words")
func refusals() throws {
  #expect(throws: LessonError.unknownLesson("x", known: Lessons.all.map { $0.id })) { try run("x") }
  #expect(throws: LessonError.self) { try run("values/stack-heap", ["size": "3"]) }
  #expect(throws: LessonError.self) { try run("values/stack-depth", ["stack": "1025"]) }
  #expect(throws: LessonFigures.Undrawable.self) { try LessonFigures.draw("memory-map", json: "{}") }
  #expect(throws: LessonFigures.Undrawable.self) { try LessonFigures.draw("other", json: "{}") }
}

@Test(
  "a request takes the smallest class that holds it",
  arguments: [(1, 16), (33, 48), (1025, 1152), (32768, 32768)])
func sizeClass(_ size: Int, _ bytes: Int) throws {
  let json = try run("allocator/size-classes", ["size": "\(size)"]).json
  let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
  let results = try #require(object["results"] as? [String: Any])
  #expect(results["bytes"] as? Int == bytes && results["wastedBytes"] as? Int == bytes - size)
}

@Test("every request is served by one tier, and every block comes back once", arguments: ["self", "other"])
func tiers(_ freedBy: String) throws {
  let json = try run("allocator/tiers", ["rounds": "7", "count": "500", "freed-by": freedBy]).json
  let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
  let results = try #require(object["results"] as? [String: Int])
  let tiers = ["cache", "spare", "central", "span", "large"].reduce(0) { $0 + (results[$1] ?? 0) }
  #expect(tiers == 3500 && results["requests"] == 3500)
  #expect(results["freedBySelf"] == (freedBy == "self" ? 3500 : 0))
  #expect(results["freedByOther"] == (freedBy == "self" ? 0 : 3500))
  // Both stories, whichever the table is about.
  let steps = try LessonFigures.draw("served", json: json)
  #expect(steps.count == 2 && steps[freedBy == "self" ? 0 : 1].words.contains("cache \(results["cache"]!)"))
}
