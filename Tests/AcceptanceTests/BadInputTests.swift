// Bad input, from the outside: each with its place, its words, its exit status, and nothing written.

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
    name: "option twice", text: "\(fence)swift optimized optimized\n\(fence)\n", place: "1:20",
    rule: "option", words: "stands here twice"),
  .init(
    name: "contradiction", text: "\(fence)swift crash error\n\(fence)\n", place: "1:16", rule: "option",
    words: "cannot stand together"),
  .init(
    name: "empty id", text: "\(fence)swift id=\n\(fence)\n", place: "1:10", rule: "option",
    words: "wants a value"),
  .init(
    name: "id with a capital", text: "\(fence)swift id=Big\n\(fence)\n", place: "1:10", rule: "option",
    words: "is no name"),
  .init(
    name: "unclosed quote", text: "\(fence)swift skip=\"why\n\(fence)\n", place: "1:10", rule: "option",
    words: "never closed"),
  .init(
    name: "skip without reason", text: "\(fence)swift skip=\"\"\n\(fence)\n", place: "1:10", rule: "option",
    words: "wants a reason"),
  .init(
    name: "timeout without unit", text: "\(fence)swift timeout=10\n\(fence)\n", place: "1:10", rule: "option",
    words: "write timeout=30s"),
  .init(
    name: "timeout of an hour", text: "\(fence)swift timeout=1h\n\(fence)\n", place: "1:10", rule: "option",
    words: "not a limit"),
  .init(
    name: "allocs with <", text: "\(fence)swift allocs<3\n\(fence)\n", place: "1:10", rule: "option",
    words: "bound on allocations"),
  .init(
    name: "allocs below zero", text: "\(fence)swift allocs<=-1\n\(fence)\n", place: "1:10", rule: "option",
    words: "bound on allocations"),
  .init(
    name: "allocs too large", text: "\(fence)swift allocs<=99999999999999999999\n\(fence)\n", place: "1:10",
    rule: "option", words: "bound on allocations"),
  .init(
    name: "unclosed fence", text: "Text.\n\n\(fence)swift\nprint(1)\n", place: "3:1", rule: "fence",
    words: "never closed"),
  .init(
    name: "unclosed fence in a quote", text: "> \(fence)swift\n> print(1)\n\nText.\n", place: "1:3",
    rule: "fence", words: "never closed"),
  .init(
    name: "closing fence too short", text: "````swift\nprint(1)\n\(fence)\n", place: "1:1", rule: "fence",
    words: "never closed"),
  .init(
    name: "backtick in the info string", text: "\(fence)swift a`b\nprint(1)\n\n", place: "1:1", rule: "fence",
    words: "begins like a fence"),
  .init(
    name: "unclosed hidden setup",
    text: "<!-- swift group=g\nlet a = 1\n\n\(fence)swift group=g\nprint(a)\n\(fence)\n", place: "1:1",
    rule: "comment", words: "hides 1 code block"),
  .init(
    name: "end of setup in a string", text: "<!-- swift\nlet a = \"-->\"\n-->\n", place: "1:1",
    rule: "comment", words: "ends this hidden setup"),
  .init(
    name: "output without a block", text: "\(fence)output\n1\n\(fence)\n", place: "1:1", rule: "output",
    words: "without a block above"),
  .init(
    name: "two outputs",
    text: "\(fence)swift\nprint(1)\n\(fence)\n\(fence)output\n1\n\(fence)\n\(fence)output\n1\n\(fence)\n",
    place: "7:1", rule: "output", words: "second output block"),
  .init(
    name: "output and Prints",
    text: "\(fence)swift\nprint(1) // Prints \"1\"\n\(fence)\n\(fence)output\n1\n\(fence)\n", place: "4:1",
    rule: "output", words: "already states its output"),
  .init(
    name: "output after parse",
    text: "\(fence)swift parse\nprint(1)\n\(fence)\n\(fence)output\n1\n\(fence)\n", place: "4:1",
    rule: "output", words: "is not run"),
  .init(
    name: "Prints without its end", text: "\(fence)swift\nprint(1) // Prints \"1\n\(fence)\n", place: "2:10",
    rule: "output", words: "never closed"),
  .init(
    name: "prints in lower case", text: "\(fence)swift\nprint(1) // prints \"1\"\n\(fence)\n", place: "2:10",
    rule: "output", words: "capital"),
  .init(
    name: "caret without error",
    text: "\(fence)swift\nlet x: Int = \"a\"\n//           ^ error: no\n\(fence)\n", place: "3:1",
    rule: "error", words: "not marked 'error'"),
  .init(
    name: "caret without a message",
    text: "\(fence)swift error\nlet x: Int = \"a\"\n//           ^\n\(fence)\n", place: "3:1", rule: "error",
    words: "states no message"),
  .init(
    name: "caret beyond the line",
    text: "\(fence)swift error\nlet x\n//                 ^ error: no\n\(fence)\n", place: "3:1",
    rule: "error", words: "beyond the end"),
  .init(
    name: "caret above all code", text: "\(fence)swift error\n// ^ error: no\nlet x: Int = \"a\"\n\(fence)\n",
    place: "2:1", rule: "error", words: "no line of code"),
  .init(
    name: "error without a statement", text: "\(fence)swift error\nlet x: Int = \"a\"\n\(fence)\n",
    place: "2:1", rule: "error", words: "states no error"),
  .init(
    name: "crash message without crash",
    text: "\(fence)swift\nfatalError(\"x\")\n// Fatal error: x\n\(fence)\n", place: "3:1", rule: "crash",
    words: "not marked 'crash'"),
  .init(
    name: "id twice", text: "\(fence)swift id=a\n\(fence)\n\n\(fence)swift id=a\n\(fence)\n", place: "4:1",
    rule: "id", words: "already used"),
  .init(
    name: "group before it is defined",
    text: "Is <!-- value group=g a -->1<!-- /value -->.\n\n\(fence)swift group=g\nlet a = 1\n\(fence)\n",
    place: "1:4", rule: "group", words: "before it is defined"),
  .init(
    name: "group that nobody defines", text: "Is <!-- value group=g a -->1<!-- /value -->.\n", place: "1:4",
    rule: "group", words: "no block defines"),
  .init(
    name: "group with different flags",
    text: "\(fence)swift group=g\nlet a = 1\n\(fence)\n\(fence)swift group=g optimized\nprint(a)\n\(fence)\n",
    place: "4:1", rule: "group", words: "optimized"),
  .init(
    name: "include of a missing file", text: "\(fence)swift include=none.swift#a\n\(fence)\n", place: "1:1",
    rule: "include", words: "there is no file"),
  .init(
    name: "include from outside", text: "\(fence)swift include=../../etc/passwd\n\(fence)\n", place: "1:1",
    rule: "include", words: "outside"),
  .init(
    name: "value never closed", text: "It is <!-- value 1 -->1.\n", place: "1:7", rule: "value",
    words: "never closed"),
  .init(
    name: "value closed twice", text: "It is <!-- value 1 -->1<!-- /value --><!-- /value -->.\n",
    place: "1:39", rule: "value", words: "closes nothing"),
  .init(
    name: "value without expression", text: "It is <!-- value -->1<!-- /value -->.\n", place: "1:7",
    rule: "value", words: "without an expression"),
  .init(
    name: "value at the start of a line", text: "<!-- value 1 -->1<!-- /value --> it is.\n", place: "1:1",
    rule: "value", words: "raw HTML"),
  .init(
    name: "claim that is no Bool", text: "So <!-- verify 1 + 1 --> it is.\n", place: "1:4", rule: "compile",
    words: "does not compile"),
  .init(
    name: "claim that is false", text: "So <!-- verify 1 == 2 --> it is.\n", place: "1:4", rule: "claim",
    words: "does not hold"),
  .init(
    name: "console without a command", text: "\(fence)console\nhello\n\(fence)\n", place: "2:1",
    rule: "console", words: "without a command"),
  .init(
    name: "console with a bad status", text: "\(fence)console\n$ lesson list\n? x\n\(fence)\n", place: "3:1",
    rule: "console", words: "no exit status"),
  .init(
    name: "console of a foreign program", text: "\(fence)console\n$ rm -rf x\n\(fence)\n", place: "2:1",
    rule: "console", words: "may not be run"),
  .init(
    name: "misspelt wildcard", text: "\(fence)swift\nprint(1) // Prints \"[itn]\"\n\(fence)\n", place: "2:21",
    rule: "wildcard", words: "did you mean '[int]'?"),
  .init(
    name: "source location", text: "\(fence)swift\n#sourceLocation(file: \"x\", line: 1)\n\(fence)\n",
    place: "2:1", rule: "source", words: "would hide"),
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
