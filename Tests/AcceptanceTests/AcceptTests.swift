// accept, check and their files: what is written, what is not, and what an interrupt leaves.

import Foundation
import Testing
import Toolchain

private let fresh = "# T\n\n```swift id=a\nprint(1 + 1)\n```\n"

@Test("accept writes the output and the lock, and a second accept changes nothing")
func acceptTwice() throws {
  let book = try TemporaryBook.keepingLocks(fresh)
  #expect(try book.check().status == 1)
  let result = try book.lesson(["accept", "--book", ".", "--yes"])
  #expect(result.status == 0, "\(result.errors)")
  #expect(try book.read("01-one.md") == fresh + "```output\n2\n```\n")
  #expect(try book.check().status == 0)
  let after = try book.tree()
  #expect(try book.lesson(["accept", "--book", ".", "--yes"]).errors.contains("nothing to accept"))
  #expect(try book.tree() == after)
}

@Test("accept writes an empty line as one, and check tells it from nothing")
func acceptEmptyLine() throws {
  let book = try TemporaryBook.keepingLocks("```swift\nprint()\n```\n")
  #expect(try book.check().errors.contains("[output]"))
  #expect(try book.lesson(["accept", "--book", ".", "--yes"]).status == 0)
  #expect(try book.read("01-one.md") == "```swift\nprint()\n```\n```output\n\n```\n")
  #expect(try book.check().status == 0)
}

@Test("accept takes a figure's new data, and not a command that gives none")
func acceptFigure() throws {
  let book = try TemporaryBook.keepingLocks("# T\n\n<!-- figure memory-map: lesson list --format json -->\n")
  #expect(try book.lesson(["accept", "--book", ".", "--yes"]).status == 0)
  let (file, lesson) = ("verified/01-one.json", "values/stack-heap")
  let lock = try book.read(file)
  #expect(lock.contains(lesson))
  try book.write(lock.replacing(lesson, with: "values/another"), to: file)
  let check = try book.check()
  #expect(check.status == 1 && check.errors.contains("[figure]"), "\(check.errors)")
  let again = try book.lesson(["accept", "--book", ".", "--yes"])
  #expect(again.status == 0, "\(again.errors)")
  #expect(try book.read(file) == lock)
  #expect(try book.check().status == 0)
  try book.write("# T\n\n<!-- figure memory-map: lesson list -->\n", to: "01-one.md")
  #expect(try book.lesson(["accept", "--book", ".", "--yes"]).status == 1)
  #expect(try book.read(file) == lock)
}

@Test("accept without an answer writes nothing")
func acceptAsks() throws {
  let book = try TemporaryBook.keepingLocks(fresh)
  let before = try book.tree()
  let result = try book.lesson(["accept", "--book", "."])
  #expect(result.status == 1 && result.errors.contains("nothing was written"))
  #expect(try book.tree() == before)
}

@Test("accept refuses what crashes, and leaves its chapter alone")
func acceptRefuses() throws {
  let book = try TemporaryBook.keepingLocks("```swift\nprint(1)\nfatalError(\"x\")\n```\n")
  let before = try book.tree()
  #expect(try book.lesson(["accept", "--book", ".", "--yes"]).status == 1)
  #expect(try book.tree() == before)
}

@Test("accept keeps CRLF, a byte-order mark and the author's wildcards")
func acceptKeeps() throws {
  let text =
    "\u{FEFF}> ```swift\n> print(\"took\", 3)\n> print(\"n\", 4)\n> ```\n> ```output\n> took [..]\n> n 5\n> ```\n"
    .replacing("\n", with: "\r\n")
  let book = try TemporaryBook.keepingLocks(text)
  #expect(try book.lesson(["accept", "--book", ".", "--yes"]).status == 0)
  #expect(try book.read("01-one.md") == text.replacing("n 5", with: "n 4"))
}

@Test("a book whose text changed since accept is told to accept again")
func staleLock() throws {
  let book = try TemporaryBook.keepingLocks(fresh)
  try book.lesson(["accept", "--book", ".", "--yes"])
  try book.write(try book.read("01-one.md").replacing("1 + 1", with: "2"), to: "01-one.md")
  let result = try book.check()
  #expect(
    result.status == 1 && result.errors.contains("older text") && result.errors.contains("lesson accept"))
}

@Test("another toolchain than the lock's is said")
func otherToolchain() throws {
  let book = try TemporaryBook.keepingLocks(fresh)
  try book.lesson(["accept", "--book", ".", "--yes"])
  let lock = try book.read("verified/01-one.json")
  try book.write(lock.replacing("swift-6.", with: "swift-5."), to: "verified/01-one.json")
  let result = try book.check()
  #expect(result.status == 0)
  #expect(result.errors.contains("were made with swift-5."), "\(result.errors)")
}

@Test("a warm check runs nothing, and moving a block runs nothing either")
func warm() throws {
  let book = try TemporaryBook(["a.md": "```swift\nprint(1)   // Prints \"1\"\n```\n"])
  #expect(try book.check().errors.contains("(1 run now, 0 as before)"))
  #expect(try book.check().errors.contains("(0 run now, 1 as before)"))
  try book.write("Moved.\n\n" + (try book.read("a.md")), to: "a.md")
  #expect(try book.check().errors.contains("(0 run now, 1 as before)"))
  try book.write(try book.read("a.md").replacing("print(1)", with: "print(0 + 1)"), to: "a.md")
  #expect(try book.check().errors.contains("(1 run now, 0 as before)"))
  #expect(try book.check("--no-cache").errors.contains("(1 run now, 0 as before)"))
}

@Test("the JSON report is JSON, on standard output, with what the schema says")
func json() throws {
  let book = try TemporaryBook(["a.md": "```swift id=a\nprint(1)\n```\n"])
  let result = try book.check("--format", "json")
  let object = try #require(
    try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
  #expect(object["format"] as? Int == 1)
  #expect((object["summary"] as? [String: Int])?["failed"] == 1)
  let problem = (object["problems"] as? [[String: Any]])?.first
  #expect(problem?["rule"] as? String == "output" && problem?["line"] as? Int == 1)
  #expect(result.status == 1)
}

@Test("nothing is colored off a terminal")
func noColor() throws {
  let book = try TemporaryBook(["a.md": "```swift\nprint(1)\n```\n"])
  #expect(!(try book.check().errors.contains("\u{1B}")))
}

@Test("explain says whether a block would run, and what changed since it passed")
func explainCache() throws {
  let book = try TemporaryBook(["one.md": "```swift id=a\nprint(1) // Prints \"1\"\n```\n"])
  func explained() throws -> String {
    try book.lesson(["explain", "--book", ".", "one#a", "--stage", "outputs"]).output
  }
  #expect(try explained().contains("not known: it has not passed here yet"))
  #expect(try book.check().status == 0)
  #expect(try explained().contains("known: it passed with all of this the same"))
  try book.write("```swift id=a optimized\nprint(1) // Prints \"1\"\n```\n", to: "one.md")
  #expect(try explained().contains("since it passed, changed: the text or an option\n"))
  #expect(try book.check().errors.contains("1 run now, 0 as before"))
  #expect(try book.check().errors.contains("0 run now, 1 as before"))
}

@Test("explain shows the program, its commands and its record")
func explain() throws {
  let book = try TemporaryBook.keepingLocks(fresh)
  try book.lesson(["accept", "--book", ".", "--yes"])
  let text = try book.lesson(["explain", "--book", ".", "01-one#a"]).output
  #expect(text.contains("#sourceLocation(file: \"01-one.md\", line: 4)"))
  #expect(text.contains("swift-frontend -frontend -c") && text.contains("lesson-runner run"))
  #expect(text.contains("of this text"))
}

@Test(
  "every command's help teaches by an example",
  arguments: ["list", "run", "show", "check", "accept", "build", "serve", "explain"])
func help(_ command: String) throws {
  let result = try TemporaryBook([:]).withFolder { try $0.lesson([command, "--help"]) }
  #expect(result.status == 0)
  #expect(result.output.contains("OVERVIEW") && result.output.contains("lesson"), "\(result.output)")
}

@Test("completions exist for three shells", arguments: ["bash", "zsh", "fish"])
func completions(_ shell: String) throws {
  let result = try TemporaryBook([:]).withFolder { try $0.lesson(["--generate-completion-script", shell]) }
  #expect(result.status == 0 && result.output.contains("lesson"))
}

@Test("accept killed at any moment leaves the chapter old or new, and the next run works")
func killed() throws {
  for delay in stride(from: 20, through: 1000, by: 120) {
    let book = try TemporaryBook.keepingLocks(fresh)
    var child = ChildProcess(
      TemporaryBook.lesson, ["accept", "--book", ".", "--yes"], environment: book.environment())
    child.workingFolder = book.folder
    child.watch = { process, seconds in
      if seconds * 1000 > Double(delay) { kill(process, SIGKILL) }
      return nil
    }
    _ = try child.run()
    let text = try book.read("01-one.md")
    #expect(text == fresh || text == fresh + "```output\n2\n```\n")
    #expect(try book.lesson(["accept", "--book", ".", "--yes"]).status == 0)
    #expect(try book.check().status == 0)
  }
}

@Test("an interrupt leaves no child and no temporary folder")
func interrupted() throws {
  let book = try TemporaryBook(["a.md": "```swift timeout=60s\nprint(\"x\"); while true {}\n```\n"])
  var child = ChildProcess(TemporaryBook.lesson, ["check", "--book", "."], environment: book.environment())
  child.workingFolder = book.folder
  let home = book.folder + "-home/cache/lesson"
  // A run has a folder as soon as it begins; a busy machine may take its time until then.
  let isRunning = {
    let names = FileManager.default.enumerator(atPath: home)?.compactMap { $0 as? String } ?? []
    return names.contains { $0.contains("/tmp/") }
  }
  child.watch = { process, seconds in
    if isRunning(), seconds > 1 { kill(process, SIGINT) }
    return nil
  }
  #expect(try child.run().ending == .exit(130))
  Thread.sleep(forTimeInterval: 0.3)
  let caches = book.folder + "-home/cache/lesson"
  for name in try FileManager.default.contentsOfDirectory(atPath: caches) {
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(caches)/\(name)/tmp") == [])
  }
  for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int(name) != nil {
    let command =
      FileManager.default.contents(atPath: "/proc/\(name)/cmdline").map {
        String(decoding: $0, as: UTF8.self)
      } ?? ""
    #expect(!command.contains(book.folder))
  }
}

@Test("two checks at once in one book both pass")
func twoAtOnce() throws {
  let blocks = (0..<6).map { "```swift\nprint(\($0))   // Prints \"\($0)\"\n```\n\n" }.joined()
  let book = try TemporaryBook(["a.md": blocks])
  let folder = book.folder
  let environment = book.environment()
  let results = Pair.both {
    var child = ChildProcess(TemporaryBook.lesson, ["check", "--book", "."], environment: environment)
    child.workingFolder = folder
    return (try? child.run().ending) == .exit(0)
  }
  #expect(results == [true, true])
  #expect(try book.check().errors.contains("(0 run now, 6 as before)"))
}

/// Two threads that do the same.
private enum Pair {
  static func both(_ work: @escaping @Sendable () -> Bool) -> [Bool] {
    let other = Box()
    let thread = Thread {
      other.value = work()
      other.done.signal()
    }
    thread.start()
    let mine = work()
    other.done.wait()
    return [mine, other.value]
  }

  private final class Box: @unchecked Sendable {
    var value = false
    let done = DispatchSemaphore(value: 0)
  }
}

@Test(
  "a full disk leaves the old lock and says so", .enabled(if: getuid() == 0, "a small file system takes root")
)
func fullDisk() throws {
  let book = try TemporaryBook.keepingLocks(fresh)
  let verified = book.folder + "/verified"
  try FileManager.default.createDirectory(atPath: verified, withIntermediateDirectories: true)
  let mount = try ChildProcess(
    "/bin/mount", ["-t", "tmpfs", "-o", "size=4k", "tmpfs", verified], environment: []
  ).run()
  try #require(mount.ending == .exit(0))
  defer { _ = try? ChildProcess("/bin/umount", [verified], environment: []).run() }
  try Data(repeating: 0x20, count: 4096).write(to: URL(fileURLWithPath: verified + "/filler"))
  let result = try book.lesson(["accept", "--book", ".", "--yes"])
  #expect(result.status == 2)
  #expect(result.errors.contains("No space left") && result.errors.contains("make room"), "\(result.errors)")
  #expect(try FileManager.default.contentsOfDirectory(atPath: verified) == ["filler"])
}

@Test("installed elsewhere, lesson works from any folder")
func installed() throws {
  let prefix = "/tmp/prefix-\(getpid())"
  defer { try? FileManager.default.removeItem(atPath: prefix) }
  let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
  let result = try ChildProcess(
    TemporaryBook.root + "/Scripts/install", [prefix], environment: ["PATH=\(path)"]
  ).run()
  #expect(result.ending == .exit(0))
  let book = try TemporaryBook(["a.md": "```swift\nprint(1)   // Prints \"1\"\n```\n"])
  var child = ChildProcess(
    prefix + "/bin/lesson", ["check", "--book", book.folder], environment: book.environment())
  child.workingFolder = "/"
  #expect(try child.run().ending == .exit(0))
}

extension TemporaryBook {
  /// Makes the folder first, for commands that need no book.
  func withFolder(_ body: (TemporaryBook) throws -> Result) throws -> Result {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return try body(self)
  }
}
