// Bad input, from the outside: what the terminal shows of it, the exit status, and that nothing is written. Every way to
// write a chapter wrong stands in MalformedTests.

import Foundation
import Testing
import Toolchain

/// A chapter that is wrong in one way.
struct BadChapter: CustomTestStringConvertible, Sendable {
  var name: String
  var text: String
  /// `line:column`
  var place: String
  var rule: String
  var words: String
  var status: Int32 = 1

  var testDescription: String { name }
}

private let fence = "```"
private let badChapters: [BadChapter] = [
  .init(
    name: "unknown option", text: "\(fence)swift crahs\nprint(1)\n\(fence)\n", place: "1:10", rule: "option",
    words: "did you mean 'crash'?"),
  .init(
    name: "unclosed fence", text: "Text.\n\n\(fence)swift\nprint(1)\n", place: "3:1", rule: "fence",
    words: "never closed"),
  .init(
    name: "include from outside", text: "\(fence)swift include=../../etc/passwd\n\(fence)\n", place: "1:1",
    rule: "include", words: "outside"),
  .init(
    name: "claim that is false", text: "So <!-- verify 1 == 2 --> it is.\n", place: "1:4", rule: "claim",
    words: "does not hold"),
  .init(
    name: "endless block", text: "\(fence)swift timeout=1s\nwhile true {}\n\(fence)\n", place: "1:1",
    rule: "timeout", words: "still running after 1 s"),
  .init(
    name: "block that prints a gigabyte",
    text:
      "\(fence)swift\nlet s = String(repeating: \"x\", count: 1 << 20)\nfor _ in 0..<1024 { print(s) }\n\(fence)\n",
    place: "1:1", rule: "limit", words: "printed more than 1 MiB"),
  .init(
    name: "unexpected crash", text: "\(fence)swift\nprint(\"before\")\nfatalError(\"boom\")\n\(fence)\n",
    place: "3:1", rule: "crash", words: "Fatal error: boom"),
  .init(
    name: "does not compile", text: "Text.\n\n- \(fence)swift\n  let x: Int = \"a\"\n  \(fence)\n",
    place: "4:16", rule: "compile", words: "cannot convert"),
]

@Test("a wrong chapter is told where, what and what to do, and nothing is written", arguments: badChapters)
func badChapter(_ bad: BadChapter) throws {
  let book = try TemporaryBook(["a.md": bad.text])
  let before = try book.tree()
  let result = try book.check()
  #expect(result.status == bad.status, "\(result.errors)")
  #expect(result.errors.contains("a.md:\(bad.place): "), "\(result.errors)")
  #expect(result.errors.contains("[\(bad.rule)]"), "\(result.errors)")
  #expect(result.errors.contains(bad.words), "\(result.errors)")
  #expect(try book.tree() == before)
}

@Test(
  "invalid UTF-8, NUL bytes and lone carriage returns are named by line and column",
  arguments: [
    ([0x61, 0x0A, 0x62, 0xFF], "2:2", "UTF-8"), ([0x61, 0x00], "1:2", "NUL"),
    ([0x61, 0x0D, 0x62], "1:2", "carriage return"),
  ] as [([UInt8], String, String)])
func badBytes(_ bytes: [UInt8], _ place: String, _ words: String) throws {
  let book = try TemporaryBook(["b.md": ""])
  try Data(bytes).write(to: URL(fileURLWithPath: book.folder + "/b.md"))
  let result = try book.check()
  #expect(result.status == 1)
  #expect(result.errors.contains("b.md:\(place): ") && result.errors.contains(words), "\(result.errors)")
}

@Test("CRLF and a byte-order mark are read as what they are")
func lineEnds() throws {
  let text = "\u{FEFF}# T\r\n\r\n```swift\r\nprint(1)   // Prints \"1\"\r\n```\r\n"
  #expect(try TemporaryBook(["a.md": text]).check().status == 0)
}

@Test("a chapter that is a folder, and one that is not there, are told")
func missingChapters() throws {
  let book = try TemporaryBook.keepingLocks("")
  try FileManager.default.removeItem(atPath: book.folder + "/01-one.md")
  #expect(try book.check().errors.contains("there is no such file"))
  try FileManager.default.createDirectory(
    atPath: book.folder + "/01-one.md", withIntermediateDirectories: true)
  #expect(try book.check().errors.contains("this is a folder"))
}

@Test("ids that two chapters share are told with both places")
func sharedIds() throws {
  let block = "```swift id=same\nprint(1) // Prints \"1\"\n```\n"
  let result = try TemporaryBook(["a.md": block, "b.md": block]).check()
  #expect(result.status == 1)
  #expect(result.errors.contains("b.md:1:1: ") && result.errors.contains("a.md:1"), "\(result.errors)")
}

@Test("without swiftc the remedy is the toolchain, and the status 2")
func noCompiler() throws {
  let result = try TemporaryBook(["a.md": ""]).lesson(["check", "--book", "."], path: "/nonexistent")
  #expect(result.status == 2)
  #expect(
    result.errors.contains("no swiftc in PATH") && result.errors.contains("swift.org"), "\(result.errors)")
}

@Test(
  "wrong use ends with 2 and says what is known",
  arguments: [
    (["chek"], "lesson"), (["check", "--jobs", "0"], "from 1"), (["check", "--formt", "json"], "--format"),
    (["check", "--book", "/nonexistent"], "no folder"),
    (["check", "--book", ".", "zz"], "nothing is called"),
    (["run", "values/stack-hep"], "did you mean values/stack-heap?"),
    (["run", "values/stack-heap", "--valu", "x"], "did you mean --value?"),
    (["run", "values/stack-heap", "--value", "x"], "one of all"),
    (["run", "values/stack-depth", "--stack", "0"], "from 1 to 1024"),
    (["show", "nothing"], "there is no lesson"), (["explain", "--book", ".", "zz"], "nothing is called"),
    (["check"], "--book DIR"),
  ])
func wrongUse(_ words: [String], _ said: String) throws {
  let result = try TemporaryBook(["a.md": ""]).lesson(words)
  #expect(result.status == 2, "\(result.errors)")
  #expect(result.errors.contains(said), "\(result.errors)")
}

@Test("setup without root or libcmark gives the apt line and 2")
func setupWithoutRoot() throws {
  // A user who is not root, and a PATH without pkg-config: the line is printed, nothing is installed.
  let root = TemporaryBook.root
  let bin = "/tmp/bin-\(getpid())"
  try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: bin) }
  for name in ["bash", "dirname", "test", "env"] {
    try? FileManager.default.createSymbolicLink(
      atPath: bin + "/" + name, withDestinationPath: "/usr/bin/" + name)
  }
  try "#!/bin/sh\necho 1000\n".write(toFile: bin + "/id", atomically: true, encoding: .utf8)
  try "#!/bin/sh\n".write(toFile: bin + "/swift", atomically: true, encoding: .utf8)
  for name in ["id", "swift"] {
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: bin + "/" + name)
  }
  let book = try TemporaryBook([:])
  var child = ChildProcess(
    "/bin/bash", [root + "/Scripts/setup", "book"], environment: book.environment(path: bin))
  child.workingFolder = "/"
  let result = try child.run()
  #expect(result.ending == .exit(2))
  let text = String(decoding: result.standardError, as: UTF8.self)
  #expect(text.contains("sudo apt-get install") && text.contains("pkg-config"), "\(text)")
}
