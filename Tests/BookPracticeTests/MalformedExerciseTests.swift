// Exercises that are written wrong, each with the complaint that its author sees: the place, and what the message says.
// A table, because the reader is one function from a text to complaints.
// Relies on: BookPractice's ExerciseReader.

import BookMarkdown
import BookPractice
import Testing

/// An exercise with one of its lines replaced, and the complaint.
private struct Malformed: Sendable, CustomTestStringConvertible {
  var what: String
  var old: String
  var new: String
  var line: Int
  var column: Int
  var message: String
  var testDescription: String { what }

  init(
    _ what: String, _ old: String, _ new: String, _ line: Int, _ column: Int, _ message: String
  ) {
    self.what = what
    self.old = old
    self.new = new
    self.line = line
    self.column = column
    self.message = message
  }
}

private let right = """
  // exercise: 1.2
  // title: One more
  // minutes: 5
  // fails: prints "1"
  // runs: optimized
  // passes: allocs<=9
  // forbids: class
  // hint: Add one.
  //
  // Make it two.

  let number = 1
  // check: leave this
  print(number)  // Prints "2"

  """

private let table: [Malformed] = [
  .init("no comment", "// exercise: 1.2", "let a = 1", 1, 1, "does not begin with"),
  .init("a key misspelt", "// minutes: 5", "// minuts: 5", 3, 4, "did you mean 'minutes'?"),
  .init("a line without a key", "// minutes: 5", "// five minutes", 3, 4, "is no setting"),
  .init("a key without a value", "// title: One more", "// title:", 2, 4, "'title' wants a value"),
  .init("no number", "// exercise: 1.2\n", "", 1, 4, "has no 'exercise'"),
  .init("no title", "// title: One more\n", "", 1, 4, "has no 'title'"),
  .init("no minutes", "// minutes: 5\n", "", 1, 4, "has no 'minutes'"),
  .init("no fault", "// fails: prints \"1\"\n", "", 1, 4, "has no 'fails'"),
  .init("no hint", "// hint: Add one.\n", "", 1, 4, "has no 'hint'"),
  .init("two titles", "// minutes: 5", "// minutes: 5\n// title: Two", 4, 4, "'title' stands here twice"),
  .init("a number of one part", "// exercise: 1.2", "// exercise: 2", 1, 14, "is no exercise's number"),
  .init("a number with zeros", "// exercise: 1.2", "// exercise: 01.2", 1, 14, "is no exercise's number"),
  .init("another place's number", "// exercise: 1.2", "// exercise: 1.3", 1, 14, "01/3-NAME.swift"),
  .init("minutes in words", "// minutes: 5", "// minutes: five", 3, 13, "is no number of minutes"),
  .init("no minutes at all", "// minutes: 5", "// minutes: 0", 3, 13, "is no number of minutes"),
  .init("an unknown fault", "prints \"1\"", "print \"1\"", 4, 11, "did you mean 'prints'?"),
  .init("a print without quotes", "prints \"1\"", "prints 1", 4, 11, "straight quotes"),
  .init("a print with an open quote", "prints \"1\"", "prints \"1", 4, 11, "straight quotes"),
  .init("an error without a name", "prints \"1\"", "error", 4, 11, "wants one name"),
  .init("an error's message", "prints \"1\"", "error cannot find it", 4, 11, "wants one name"),
  .init("no count", "prints \"1\"", "allocs=many", 4, 11, "no count of allocations"),
  .init("no count of leaks", "prints \"1\"", "leaks=", 4, 11, "no count of leaks"),
  .init("a bound as a fault", "prints \"1\"", "allocs<=3", 4, 11, "no count of allocations"),
  .init("two faults", "prints \"1\"", "timeout\n// fails: crash", 5, 4, "its second"),
  .init("prints and another", "prints \"1\"", "prints \"1\"\n// fails: crash", 5, 11, "straight quotes"),
  .init("a word that is not forbidden", "prints \"1\"", "uses struct", 4, 11, "is not forbidden"),
  .init("an option that is none", "runs: optimized", "runs: optimised", 5, 10, "did you mean 'optimized'?"),
  .init(
    "a bound where it runs", "runs: optimized", "runs: unordered", 5, 10, "'runs' does not know 'unordered'"),
  .init("a timeout without a unit", "runs: optimized", "runs: timeout=5", 5, 10, "not a limit in seconds"),
  .init("a bound below zero", "allocs<=9", "allocs<=-1", 6, 12, "not a bound on allocations"),
  .init("a mode where it passes", "allocs<=9", "crash", 6, 12, "'passes' does not know 'crash'"),
  .init("no task", "//\n// Make it two.\n", "", 8, 1, "asks for nothing"),
  .init("no check", "// check: leave this\n", "", 13, 1, "'// check:' is missing"),
  .init("two checks", "print(number)", "// check: again\nprint(number)", 14, 1, "stands here twice"),
  .init("a check that states nothing", "  // Prints \"2\"", "", 14, 1, "does not say what a solution prints"),
  .init("a check with single quotes", "Prints \"2\"", "Prints '2'", 14, 16, "straight quotes"),
  .init("nothing to solve", "let number = 1\n", "", 11, 1, "nothing to solve"),
]

@Suite("Malformed exercises")
struct MalformedExerciseTests {
  private func read(_ text: String) -> (Exercise?, [Problem]) {
    ExerciseReader.read(text, path: "01/2-one-more.swift", file: "x.swift")
  }

  @Test("a mistake is named at its place, once", arguments: table)
  private func named(_ malformed: Malformed) {
    let text = right.replacing(malformed.old, with: malformed.new)
    #expect(text != right)
    let (exercise, found) = read(text)
    #expect(exercise == nil)
    let told = found.map { "\($0.position.line):\($0.position.column) \($0.message); \($0.remedy ?? "")" }
    let isThere = told.contains {
      $0.hasPrefix("\(malformed.line):\(malformed.column) ") && $0.contains(malformed.message)
    }
    #expect(isThere, "\(told)")
    #expect(Set(found).count == found.count)
    #expect(found.allSatisfy { $0.remedy != nil && $0.file == "x.swift" })
  }

  @Test("what is right is never complained about, and read whole")
  func whole() throws {
    let (found, problems) = read(right)
    #expect(problems == [])
    let exercise = try #require(found)
    #expect(exercise.id == .init(chapter: 1, number: 2))
    #expect(exercise.title == "One more")
    #expect(exercise.minutes == 5)
    #expect(exercise.fault == .prints("1"))
    #expect(exercise.forbidden == ["class"])
    #expect(exercise.hints == ["Add one."])
    #expect(exercise.task == ["Make it two."])
    #expect(exercise.options.map(\.text) == ["optimized", "allocs<=9"])
    #expect(exercise.text.own.code == "\nlet number = 1\n")
    #expect(exercise.text.check.code == "print(number)  // Prints \"2\"\n")
    #expect(exercise.text.check.lines == [.init(line: 14, column: 1)])
    #expect(exercise.copyName == "1.2-one-more.swift")
  }

  @Test("a value goes on in lines that are indented, and the task keeps its paragraphs")
  func continued() throws {
    let text = right.replacing("// hint: Add one.", with: "// hint: Add\n//   one.\n// hint: Or two.")
      .replacing("// Make it two.", with: "// Make it two.\n//\n// Do.")
    let exercise = try #require(read(text).0)
    #expect(exercise.hints == ["Add one.", "Or two."])
    #expect(exercise.task == ["Make it two.", "", "Do."])
  }

  @Test("several mistakes are all named at once")
  func several() {
    let text = right.replacing("minutes: 5", with: "minutes: x").replacing("prints \"1\"", with: "prins")
    #expect(read(text).1.map(\.position.line) == [3, 4] || read(text).1.map(\.position.line) == [4, 3])
  }

  @Test("a copy tells the task and nothing that gives the answer away")
  func copied() throws {
    let copy = try #require(read(right).0).copy
    #expect(copy.hasPrefix("// Exercise 1.2: One more (5 minutes)\n//\n// Make it two.\n//\n"))
    #expect(
      copy.hasSuffix(
        "\n\nlet number = 1\n// check: leave what stands below as it is\nprint(number)  // Prints \"2\"\n"))
    #expect(!copy.contains("Add one") && !copy.contains("fails"))
  }
}
