// What a learner sees of lesson practice, from the first call to the last: files are handed out and never overwritten,
// verdicts say what is missing, progress is kept and survives damage.

import Foundation
import Testing
import Toolchain

private let mine = "exercises/1.1-two.swift"

extension TemporaryBook {
  /// `lesson practice` on this book.
  fileprivate func practice(_ words: String...) throws -> Result {
    try lesson(["practice", "--book", "."] + words)
  }

  fileprivate func solve() throws {
    try write(read(mine).replacing("number = 1", with: "number = 2"), to: mine)
  }
}

/// An exercise as `--format json` lists it.
private struct Listed: Decodable {
  struct Entry: Decodable, Equatable {
    var id: String
    var chapter: Int
    var title: String
    var minutes: Int
    var state: String
    var file: String
    var hints: Int
    var hintsShown: Int
  }
  var format: Int
  var exercises: [Entry]
}

private func states(_ book: TemporaryBook) throws -> [String] {
  let result = try book.practice("--format", "json")
  return try JSONDecoder().decode(Listed.self, from: Data(result.output.utf8)).exercises.map(\.state)
}

@Suite("lesson practice")
struct PracticeTests {
  @Test("from the first call to the last")
  func wholeWay() throws {
    let book = try PracticeBook.make()
    let list = try book.practice()
    #expect(list.output == "  1.1  Two    5 min\n")
    #expect(list.errors == "0 of 1 solved; lesson practice next\n")
    #expect(try states(book) == ["waiting"])

    let next = try book.practice("next")
    #expect(next.status == 0)
    #expect(next.output.hasPrefix("1.1 Two (5 minutes)\n\nMake it two.\n\nEdit \(mine), then:\n"))
    let copy = try book.read(mine)
    #expect(
      copy.contains("let number = 1\n// check:") && !copy.contains("too low") && !copy.contains("fails"))
    #expect(try states(book) == ["unsolved"])

    let wrong = try book.practice("1.1")
    #expect(wrong.status == 1)
    #expect(
      wrong.errors.hasPrefix("\(mine):10:27: error: it prints something else than it should  [output]\n"))
    #expect(wrong.errors.contains("     - 2\n     + 1\n"))
    #expect(wrong.errors.hasSuffix("not yet: 1.1 Two\n  a hint: lesson practice 1.1 --hint (2 left)\n"))

    try book.solve()
    #expect(try states(book) == ["edited"])
    let solved = try book.practice("1.1")
    #expect(solved.status == 0)
    #expect(solved.errors.hasPrefix("solved: 1.1 Two; all exercises are solved\n"))
    #expect(solved.errors.hasSuffix("Exercises/Solutions/01/1-two.swift\n"))
    #expect(try states(book) == ["solved"])
    #expect(try book.practice().output == "x 1.1  Two    5 min  solved\n")
    #expect(try book.practice("next").output == "all 1 exercises are solved\n")
  }

  @Test("a file that was edited is never overwritten")
  func keepsEdits() throws {
    let book = try PracticeBook.make()
    _ = try book.practice("1.1")
    try book.write("// mine\n", to: mine)
    for words in ["next", "1.1"] { _ = try book.practice(words) }
    #expect(try book.read(mine) == "// mine\n")
  }

  @Test("what solved it is what counts: a later change shows, and so does a changed check")
  func laterChanges() throws {
    let book = try PracticeBook.make()
    _ = try book.practice("next")
    try book.solve()
    #expect(try book.practice("1.1").status == 0)
    try book.write(read(book).replacing("number = 2", with: "number = 3"), to: mine)
    #expect(try states(book) == ["changed"])
    try book.write(read(book).replacing("number = 3", with: "number = 2"), to: mine)
    #expect(try states(book) == ["solved"])
    let text = try book.read(PracticeBook.exercise)
    try book.write(text.replacing("Prints \"2\"", with: "Prints \"3\""), to: PracticeBook.exercise)
    #expect(try states(book) == ["changed"])
    #expect(try book.practice("1.1").status == 1)
  }

  private func read(_ book: TemporaryBook) throws -> String { try book.read(mine) }

  @Test("the check that counts is the author's, whatever became of the learner's")
  func authorsCheck() throws {
    let book = try PracticeBook.make()
    _ = try book.practice("next")
    try book.write(book.read(mine).replacing("print(number)  // Prints \"2\"", with: "print(2)"), to: mine)
    #expect(try book.practice("1.1").errors.contains("     - 2\n     + 1\n"))
    try book.write("let number = 2\n", to: mine)
    let result = try book.practice("1.1")
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("\(mine):1:1: error: the line '// check:' is missing"))
    #expect(result.errors.contains("--reset"))
  }

  @Test(
    "a verdict says what a learner has to know",
    arguments: [
      ("let number: Int = \"2\"", "8:19: error: this does not compile: cannot convert value"),
      ("let number = [2][CommandLine.arguments.count]", "error: it crashes: Fatal error: Index out of range"),
      ("import Glibc\nlet number = 2\nexit(3)", "1:1: error: it ends with status 3 before it can be checked"),
    ])
  func verdicts(_ code: String, _ words: String) throws {
    let book = try PracticeBook.make()
    _ = try book.practice("next")
    try book.write(book.read(mine).replacing("let number = 1", with: code), to: mine)
    let result = try book.practice("1.1")
    #expect(result.status == 1)
    #expect(result.errors.contains(words), "\(result.errors)")
    #expect(!result.errors.contains("lesson accept") && !result.errors.contains("chapter"))
  }

  @Test("hints come one at a time, in order, then all with the solution's place")
  func hints() throws {
    let book = try PracticeBook.make()
    #expect(try book.practice("1.1", "--hint").output == "hint 1 of 2: Look at the number.\n")
    #expect(try book.practice("1.1", "--hint").output == "hint 2 of 2: It is one too low.\n")
    let last = try book.practice("1.1", "--hint")
    #expect(
      last.output.hasPrefix(
        "hint 1 of 2: Look at the number.\nhint 2 of 2: It is one too low.\nThat was all."))
    #expect(last.output.hasSuffix("Exercises/Solutions/01/1-two.swift\n"))
    _ = try book.practice("next")
    #expect(try book.practice("1.1").errors.hasSuffix("no hint is left\n"))
  }

  @Test("--reset gives back the original and keeps every text that the learner wrote")
  func reset() throws {
    let book = try PracticeBook.make()
    _ = try book.practice("next")
    let original = try book.read(mine)
    for text in ["// first\n", "// second\n"] {
      try book.write(text, to: mine)
      #expect(try book.practice("1.1", "--reset").status == 0)
      #expect(try book.read(mine) == original)
    }
    #expect(try book.read("exercises/1.1-two.kept-1.swift") == "// first\n")
    #expect(try book.read("exercises/1.1-two.kept-2.swift") == "// second\n")
    _ = try book.practice("1.1", "--reset")
    let names = try FileManager.default.contentsOfDirectory(atPath: book.folder + "/exercises")
    #expect(names.filter { $0.contains("kept") }.count == 2)
  }

  @Test(
    "damaged progress is put aside, said, and begins anew",
    arguments: ["", "{", "[]", "{\"format\":1,\"exercises\":7}", "\u{0}\u{1}"])
  func damage(_ text: String) throws {
    let book = try PracticeBook.make()
    _ = try book.practice("next")
    try book.solve()
    try book.write(text, to: "exercises/.progress.json")
    let result = try book.practice("1.1")
    #expect(result.status == 0)
    #expect(result.errors.contains("exercises/.progress.json:1:1: warning: this progress cannot be read"))
    #expect(try book.read("exercises/.progress.json.damaged") == text)
    #expect(try states(book) == ["solved"])
    #expect(try !book.practice().errors.contains("warning"))
  }

  @Test("progress that a newer lesson wrote is left alone")
  func newer() throws {
    let book = try PracticeBook.make()
    let text = "{\"format\":2,\"exercises\":{}}"
    try book.write(text, to: "exercises/.progress.json")
    let result = try book.practice("1.1", "--hint")
    #expect(result.status == 2 && result.errors.contains("a newer lesson wrote this"), "\(result.errors)")
    #expect(try book.read("exercises/.progress.json") == text)
  }

  @Test("lessons at once leave a progress file that is whole, and nothing else")
  func atOnce() throws {
    let book = try PracticeBook.make()
    _ = try book.practice("1.1")
    DispatchQueue.concurrentPerform(iterations: 6) { _ in _ = try? book.practice("1.1", "--hint") }
    let list = try book.practice("--format", "json")
    #expect(!list.output.contains("\"hintsShown\" : 0") && list.errors.isEmpty, "\(list)")
    let names = try FileManager.default.contentsOfDirectory(atPath: book.folder + "/exercises")
    #expect(names.sorted() == [".progress.json", "1.1-two.swift"])
  }

  @Test(
    "wrong use ends with status 2 and says what is right",
    arguments: [
      (["1.2"], "did you mean '1.1'?"), (["nxt"], "there are: 1.1"), (["--hint"], "which exercise?"),
      (["1.1", "--hint", "--reset"], "keep one"), (["1.1", "--watch", "--format", "json"], "without it"),
      (["next", "--folder", "/proc/exercises"], "name another with --folder DIR"),
      (["--verify", "--jobs", "0"], "wants a number from 1"),
    ])
  func wrongUse(_ words: [String], _ answer: String) throws {
    let book = try PracticeBook.make()
    let result = try book.lesson(["practice", "--book", "."] + words)
    #expect(result.status == 2)
    #expect(result.errors.contains(answer), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: book.folder + "/exercises"))
  }

  @Test("--watch checks what is saved until it is solved, also when an editor replaces the file")
  func watch() throws {
    let book = try PracticeBook.make()
    _ = try book.practice("next")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: TemporaryBook.lesson)
    process.arguments = ["practice", "--book", ".", "1.1", "--watch"]
    process.currentDirectoryURL = URL(fileURLWithPath: book.folder)
    let pipe = Pipe()
    process.standardError = pipe
    try process.run()
    defer { if process.isRunning { process.terminate() } }
    #expect(wait(for: "watching \(mine)", in: pipe))
    try book.write(book.read(mine).replacing("number = 1", with: "number = 7"), to: mine)
    #expect(wait(for: "+ 7", in: pipe) && process.isRunning)
    let solved = try book.read(mine).replacing("number = 7", with: "number = 2")
    try FileManager.default.removeItem(atPath: book.folder + "/" + mine)
    Thread.sleep(forTimeInterval: 0.3)
    try book.write(solved, to: mine)
    #expect(wait(for: "solved: 1.1", in: pipe))
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  /// Reads until the text has come; false when the other end is gone before.
  private func wait(for text: String, in pipe: Pipe) -> Bool {
    var read = ""
    while !read.contains(text) {
      let data = pipe.fileHandleForReading.availableData
      if data.isEmpty { return false }
      read += String(decoding: data, as: UTF8.self)
    }
    return true
  }
}

@Test("installed, lesson practice has its exercises and their modules without a checkout")
func installedPractice() throws {
  let prefix = "/tmp/practice-prefix-\(getpid())"
  let home = "/tmp/practice-home-\(getpid())"
  defer { for folder in [prefix, home] { try? FileManager.default.removeItem(atPath: folder) } }
  let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
  let installed = try ChildProcess(
    TemporaryBook.root + "/Scripts/install", [prefix], environment: ["PATH=\(path)"]
  ).run()
  #expect(installed.ending == .exit(0))
  try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
  func practice(_ words: String...) throws -> (ChildProcess.Result, String) {
    var child = ChildProcess(
      prefix + "/bin/lesson", ["practice"] + words, environment: ["PATH=\(path)", "HOME=\(home)"])
    child.workingFolder = home
    let result = try child.run()
    return (result, String(decoding: result.standardOutput + result.standardError, as: UTF8.self))
  }
  let (next, told) = try practice("next")
  #expect(next.ending == .exit(0), "\(told)")
  let (wrong, verdict) = try practice("1.1")
  #expect(wrong.ending == .exit(1) && verdict.contains("+ any Sized: 1 allocation, 48 bytes"), "\(verdict)")
  // Its module rests on two of C: one map stands in the build folder, the other beside its headers.
  _ = try practice("17.1")
  let (pooled, found) = try practice("17.1")
  #expect(pooled.ending == .exit(1) && found.contains("+ next user: 1 headers"), "\(found)")
  let map = prefix + "/share/lesson/.build/release/CProbe.build/module.modulemap"
  #expect(try !String(contentsOfFile: map, encoding: .utf8).contains(TemporaryBook.root))
}
