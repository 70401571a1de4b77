// What an author is told by lesson practice --verify: a small book with one exercise that is right, changed in one way at a
// time. Each kind of fault is shown to hold, and to be noticed when it does not.

import Foundation
import Testing

/// A book whose exercise prints 1 and should print 2.
enum PracticeBook {
  static let exercise = "Exercises/01/1-two.swift"
  static let solution = "Exercises/Solutions/01/1-two.swift"
  static let chapter = "01-one.md"

  static let files = [
    "Contents.md": "---\ntitle: T\n---\n# T\n\n## Part I. P\n\n1. [One](01-one.md)\n",
    chapter: "# One\n\n`lesson practice 1.1` checks it.\n\n> **Exercise 1.1, five minutes.** Make it two.\n",
    exercise: """
    // exercise: 1.1
    // title: Two
    // minutes: 5
    // fails: prints "1"
    // hint: Look at the number.
    // hint: It is one too low.
    //
    // Make it two.

    let number = 1
    // check: leave what stands below as it is
    print(number)  // Prints "2"

    """,
    solution: """
    // One more.

    let number = 2
    // check: leave what stands below as it is
    print(number)  // Prints "2"

    """,
  ]

  /// The book with pieces replaced.
  static func make(_ edits: [Edit] = []) throws -> TemporaryBook {
    var files = files
    for edit in edits {
      let old = files[edit.file] ?? ""
      files[edit.file] = edit.old.isEmpty ? edit.new : old.replacing(edit.old, with: edit.new)
      if files[edit.file] == old { throw Unchanged(edit: edit) }
      if edit.new == "DELETE" { files[edit.file] = nil }
    }
    return try TemporaryBook(files)
  }

  /// A change of one file; an empty `old` is the whole text.
  struct Edit: Sendable {
    var file: String
    var old: String
    var new: String

    init(_ file: String, _ old: String, _ new: String) {
      self.file = file
      self.old = old
      self.new = new
    }
  }

  struct Unchanged: Error { var edit: Edit }
}

private typealias Edit = PracticeBook.Edit
private let exercise = PracticeBook.exercise
private let solution = PracticeBook.solution
private let chapter = PracticeBook.chapter

/// A change, and what --verify says of it.
private struct Change: Sendable, CustomTestStringConvertible {
  var name: String
  var edits: [Edit]
  /// `file:line:column: `, and words of the complaint.
  var place: String
  var words: [String]
  var testDescription: String { name }
}

private func unsolved(_ fault: String, _ code: String, more: String = "") -> [Edit] {
  [
    Edit(exercise, "// fails: prints \"1\"", "// fails: \(fault)\(more.isEmpty ? "" : "\n// " + more)"),
    Edit(exercise, "let number = 1", code),
  ]
}

private let cycle = """
  final class Node { var other: Node? }
  do {
    let a = Node()
    let b = Node()
    (a.other, b.other) = (b, a)
  }
  let number = 2
  """

private let wrong: [Change] = [
  .init(
    name: "an unsolved exercise that passes", edits: [Edit(exercise, "number = 1", "number = 2 ")],
    place: "\(exercise):4:4: ", words: ["solved already"]),
  .init(
    name: "another reason than stated", edits: [Edit(exercise, "prints \"1\"", "timeout")],
    place: "\(exercise):4:4: ", words: ["does not fail as it says, but by: output"]),
  .init(
    name: "another output than stated", edits: [Edit(exercise, "prints \"1\"", "prints \"7\"")],
    place: "\(exercise):4:4: ", words: ["in another way", "- 7", "+ 1"]),
  .init(
    name: "another error than stated",
    edits: unsolved("error cannot_convert_initializer_value", "let number = nope"),
    place: "\(exercise):4:4: ",
    words: ["in another way", "- error cannot_convert_initializer_value", "+ error cannot_find_in_scope"]),
  .init(
    name: "a second error beside the stated one",
    edits: unsolved("error cannot_find_in_scope", "let number = nope\nlet text: String = 1"),
    place: "\(exercise):4:4: ", words: ["in another way", "+ error cannot_convert_initializer_value"]),
  .init(
    name: "another trap than stated",
    edits: unsolved("crash Fatal error: Division by zero", "let number = [2][CommandLine.arguments.count]"),
    place: "\(exercise):4:4: ", words: ["in another way", "+ crash Fatal error: Index out of range"]),
  .init(
    name: "another count than stated",
    edits: unsolved(
      "allocs=0", "final class C {}\nlet all = (0..<50).map { _ in C() }\nlet number = 2",
      more: "passes: allocs<=150"),
    place: "\(exercise):4:4: ", words: ["in another way", "- allocs=0"]),
  .init(
    name: "another number of leaks than stated", edits: unsolved("leaks=1", cycle, more: "passes: leaks=0"),
    place: "\(exercise):4:4: ", words: ["in another way", "- leaks=1", "+ leaks=2"]),
  .init(
    name: "a forbidden word that is not all that is wrong",
    edits: unsolved(
      "uses class", "final class C { static let one = 1 }\nlet number = C.one", more: "forbids: class"),
    place: "\(exercise):4:4: ", words: ["but by: forbidden, output"]),
  .init(
    name: "a forbidden word only in a comment and a string",
    edits: unsolved("uses class", "// class\nlet number = \"class\".count - 3", more: "forbids: class"),
    place: "\(exercise):4:4: ", words: ["solved already"]),
  .init(
    name: "a solution that fails", edits: [Edit(solution, "number = 2", "number = 3")],
    place: "\(solution):5:27: ", words: ["does not solve it", "- 2", "+ 3"]),
  .init(
    name: "a solution that does not compile", edits: [Edit(solution, "number = 2", "number = two")],
    place: "\(solution):3:14: ", words: ["does not solve it", "cannot find 'two'"]),
  .init(
    name: "a solution that ends before its check",
    edits: [Edit(solution, "let number = 2", "import Glibc\nlet number = 2\nexit(0)")],
    place: "\(solution):1:1: ", words: ["ends with status 0 before it can be checked"]),
  .init(
    name: "a solution with another check", edits: [Edit(solution, "print(number)", "print(number + 0)")],
    place: "\(solution):5:1: ", words: ["check is another", "- print(number)", "+ print(number + 0)"]),
  .init(
    name: "a solution that is the exercise",
    edits: [
      Edit(
        solution, "",
        "// Nothing.\n\n  let number = 1\n// check: leave what stands below as it is\nprint(number)  // Prints \"2\"\n"
      )
    ],
    place: "\(solution):1:1: ", words: ["is the unsolved exercise"]),
  .init(
    name: "a solution without a check", edits: [Edit(solution, "// check:", "// chek:")],
    place: "\(solution):5:1: ", words: ["'// check:' is missing"]),
  .init(
    name: "no solution", edits: [Edit(solution, "", "DELETE")], place: "\(exercise):1:1: ",
    words: ["1.1 has no solution", "write \(solution)"]),
  .init(
    name: "a solution of nothing", edits: [Edit("Exercises/Solutions/01/2-x.swift", "", "print(1)")],
    place: "Exercises/Solutions/01/2-x.swift:1:1: ", words: ["no exercise that this solves"]),
  .init(
    name: "a name that is none", edits: [Edit("Exercises/01/two.swift", "", "print(1)")],
    place: "Exercises/01/two.swift:1:1: ", words: ["this name is no exercise's"]),
  .init(
    name: "a number twice", edits: [Edit("Exercises/01/1-too.swift", "", PracticeBook.files[exercise] ?? "")],
    place: "\(exercise):1:1: ", words: ["1.1 stands in Exercises/01/1-too.swift, too"]),
  .init(
    name: "a file that is no text", edits: [Edit(exercise, "Two", "T\0wo")], place: "\(exercise):2:12: ",
    words: ["NUL"]),
  .init(
    name: "settings that are wrong", edits: [Edit(exercise, "minutes: 5", "minutes: many")],
    place: "\(exercise):3:13: ", words: ["no number of minutes"]),
  .init(
    name: "an exercise without a file",
    edits: [Edit(chapter, "Make it two.\n", "Make it two.\n\n> **Exercise 1.2, ten minutes.** And three.\n")],
    place: "\(chapter):7:3: ", words: ["no file for exercise 1.2"]),
  .init(
    name: "an exercise that is not stated",
    edits: [Edit(chapter, "Exercise 1.1, five", "Exercise 1.1 in five")],
    place: "\(exercise):1:1: ", words: ["does not state exercise 1.1", "Exercise 1.1, five minutes."]),
  .init(
    name: "other minutes", edits: [Edit(chapter, "five minutes", "ten minutes")], place: "\(chapter):5:3: ",
    words: ["takes ten minutes here and 5 in its file"]),
  .init(
    name: "a chapter that names no command", edits: [Edit(chapter, "lesson practice 1.1", "This")],
    place: "\(chapter):5:3: ", words: ["does not say how its exercises are done"]),
  .init(
    name: "an exercise of no chapter",
    edits: [Edit("Contents.md", "1. [One](01-one.md)", "2. [One](01-one.md)")],
    place: "\(exercise):1:1: ", words: ["no chapter 1"]),
]

private let right: [(name: String, edits: [Edit])] = [
  ("output", []),
  ("an output with wildcards", [Edit(exercise, "prints \"1\"", "prints \"[int]\"")]),
  ("a compile error", unsolved("error cannot_find_in_scope", "let number = nope")),
  ("leaks", unsolved("leaks=2", cycle, more: "passes: leaks=0")),
  ("any crash", unsolved("crash", "let number = [2][CommandLine.arguments.count]")),
  (
    "a crash with its message",
    unsolved("crash Fatal error: Index out of range", "let number = [2][CommandLine.arguments.count]")
  ),
  ("no end", unsolved("timeout", "let number = 2\nwhile true {}", more: "runs: timeout=1s")),
  (
    "a forbidden word",
    unsolved(
      "uses class", "final class C { static let two = 2 }\nlet number = C.two", more: "forbids: class, struct"
    )
  ),
  (
    "what the reader's half prints does not count",
    [Edit(solution, "let number = 2", "let number = 2\nprint(7)")]
  ),
  (
    "nor what it writes on standard error",
    [
      Edit(
        solution, "let number = 2",
        "import Foundation\nFileHandle.standardError.write(Data([65]))\nlet number = 2")
    ]
  ),
]

@Suite("lesson practice --verify")
struct PracticeVerifyTests {
  @Test("what is wrong is said at its place", arguments: wrong)
  private func isNoticed(_ change: Change) throws {
    let book = try PracticeBook.make(change.edits)
    let result = try book.lesson(["practice", "--verify", "--book", "."])
    #expect(result.status == 1, "\(result.errors)")
    #expect(
      result.errors.contains("\n" + change.place) || result.errors.hasPrefix(change.place), "\(result.errors)"
    )
    for words in change.words { #expect(result.errors.contains(words), "\(result.errors)") }
  }

  @Test("each way to fail holds when it is so", arguments: right.indices)
  func holds(_ index: Int) throws {
    let book = try PracticeBook.make(right[index].edits)
    let result = try book.lesson(["practice", "--verify", "--book", "."])
    #expect(result.status == 0, "\(right[index].name): \(result.errors)")
    #expect(result.errors.contains("1 of 1 exercises fail as they say"))
  }

  @Test("a count of allocations is the one that the complaint told")
  func allocations() throws {
    let code = "final class C {}\nlet all = (0..<50).map { _ in C() }\nlet number = 2"
    func verify(_ count: Int) throws -> TemporaryBook.Result {
      let book = try PracticeBook.make(unsolved("allocs=\(count)", code, more: "passes: allocs<=150"))
      return try book.lesson(["practice", "--verify", "--book", "."])
    }
    let told = try verify(0).errors.firstMatch(of: /\+ allocs=(\d+)/)
    let count = try #require(told.flatMap { Int($0.1) })
    #expect(count >= 50)
    #expect(try verify(count).status == 0)
    #expect(try verify(count + 1).status == 1)
  }

  @Test("programs get the same as JSON")
  func json() throws {
    struct Report: Decodable {
      struct Entry: Decodable {
        var rule: String
        var file: String
        var line: Int
      }
      var format: Int
      var checked: [String]
      var passed: [String]
      var problems: [Entry]
    }
    let book = try PracticeBook.make([Edit(exercise, "prints \"1\"", "prints \"7\"")])
    let result = try book.lesson(["practice", "--verify", "--book", ".", "--format", "json"])
    #expect(result.status == 1)
    let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
    #expect(report.format == 1 && report.checked == ["1.1"] && report.passed == [])
    #expect(report.problems.map(\.rule) == ["fails"] && report.problems.first?.line == 4)
    #expect(report.problems.first?.file == exercise)
  }

  @Test("a book without exercises has nothing to verify: status 2, and where one would stand")
  func none() throws {
    let book = try TemporaryBook.keepingLocks("# One\n")
    let result = try book.lesson(["practice", "--verify", "--book", "."])
    #expect(result.status == 2)
    #expect(result.errors.contains("this book has no exercises"))
    #expect(result.errors.contains("Exercises/01/1-name.swift"))
  }
}
