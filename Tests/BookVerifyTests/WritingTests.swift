// What `accept` writes: proposals that hold, edits that leave everything else alone, files that are whole.

import BookMarkdown
import BookPrograms
import BookVerify
import Foundation
import Synchronization
import Testing

@Test("a proposal matches every run that it was made from")
func proposals() {
  var generator = SeededGenerator(seed: 7)
  let words = ["a", "12", "3.5", "0x7ffd12345678", "1.2 ms", "16 KiB", "[int]", "\\[", "x:y", "end"]
  for _ in 0..<500 {
    let shape = (0..<Int.random(in: 1...4, using: &generator)).map { _ in words.randomElement(using: &generator) ?? "a" }
    let runs = (0..<3).map { _ in
      shape.map { Bool.random(using: &generator) ? $0 : words.randomElement(using: &generator) ?? "b" }.joined(separator: " ") + "\n"
    }
    let proposal = WildcardProposal.propose(runs: runs, author: nil)
    for run in runs {
      var matcher = Matcher()
      #expect(matcher.match(expected: proposal, actual: Array(run.utf8)) == nil, "\(proposal) for \(run)")
    }
  }
}

@Test("a proposal takes the narrowest wildcard, and keeps the author's", arguments: [
  (["n 1", "n 2", "n 3"], nil, "n [int]\n"), (["t 1.5", "t 2.5", "t 0.1"], nil, "t [float]\n"),
  (["same", "same", "same"], nil, "same\n"), (["0x7ffd00000001"], nil, "[addr:a]\n"),
  (["took 3", "took 4", "took 5"], "took [..]", "took [..]\n"), (["a", "b c", "d"], nil, "[..]\n"),
] as [([String], String?, String)])
func narrowest(_ runs: [String], _ author: String?, _ proposal: String) {
  #expect(WildcardProposal.propose(runs: runs, author: author) == proposal)
}

/// A chapter with a block in a container, with given line ends.
private let containers: [(String, String)] = [
  ("", ""), ("> ", "> "), ("- ", "  "), ("1. > ", "   > "), ("> [!NOTE]\n> ", "> "),
]

@Test("an edit changes its own bytes and no others", arguments: ["\n", "\r\n"], [false, true])
func edits(_ ending: String, _ hasMark: Bool) throws {
  for (first, rest) in containers {
    let lines = [first + "```swift", rest + "print(1)", rest + "```", rest + "```output", rest + "1", rest + "```", "", "After."]
    let text = (hasMark ? "\u{FEFF}" : "") + lines.joined(separator: "\n").replacing("\n", with: ending)
    let chapter = BlockReader.read(Document.parse(text, file: "c.md"))
    let output = try #require(chapter.blocks.first?.expectation.output, "\(text)")
    var edits = ChapterEdits(text)
    edits.replaceContent(of: output.range, with: "2\n3\n")
    let expected = text.replacing("\(rest)1\(ending)", with: "\(rest)2\(ending)\(rest)3\(ending)")
    #expect(edits.result() == expected)
  }
}

@Test("an inserted output stands in its block's container, also at the end of the file", arguments: ["", "\n"])
func insertion(_ end: String) throws {
  for (first, rest) in containers {
    let text = [first + "```swift", rest + "print(1)", rest + "```"].joined(separator: "\n") + end
    let block = try #require(BlockReader.read(Document.parse(text, file: "c.md")).blocks.first)
    var edits = ChapterEdits(text)
    edits.insertOutput("1\n", after: block.range)
    let after = BlockReader.read(Document.parse(edits.result(), file: "c.md"))
    #expect(after.problems == [])
    #expect(after.blocks.first?.expectation.output?.text == "1\n", "\(edits.result())")
  }
}

@Test("a fence grows when its new text would end it")
func longerFence() throws {
  let text = "```swift\nprint(1)\n```\n```output\n1\n```\n"
  let block = try #require(BlockReader.read(Document.parse(text, file: "c.md")).blocks.first)
  let output = try #require(block.expectation.output)
  var edits = ChapterEdits(text)
  edits.replaceContent(of: output.range, with: "```\ninner\n")
  let after = BlockReader.read(Document.parse(edits.result(), file: "c.md"))
  #expect(after.blocks.first?.expectation.output?.text == "```\ninner\n")
}

/// A folder that goes with the test.
private func withFolder(_ body: (String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "writing-\(UInt64.random(in: 0...UInt64.max))").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try body(folder)
}

/// Counts calls and makes the n-th fail.
private final class Fault: Sendable {
  private let state: Mutex<(count: Int, at: Int)>
  init(at: Int) { state = Mutex((0, at)) }
  func strikes() -> Bool {
    state.withLock { state in
      state.count += 1
      return state.count == state.at
    }
  }
}

@Test("when any call of a write fails, the file is the old or the new one, and no draft is left", arguments: 1...8)
func faults(_ call: Int) throws {
  try withFolder { folder in
    let path = folder + "/lock.json"
    try Data("old".utf8).write(to: URL(fileURLWithPath: path))
    let fault = Fault(at: call)
    var calls = WriteCalls()
    let real = calls
    func failing<each A, R>(_ code: R, _ call: @escaping @Sendable (repeat each A) -> R) -> @Sendable (repeat each A) -> R
    where R: Sendable {
      { (arguments: repeat each A) in
        if fault.strikes() {
          errno = ENOSPC
          return code
        }
        return call(repeat each arguments)
      }
    }
    calls.open = failing(-1, real.open)
    calls.write = failing(-1, real.write)
    calls.synchronize = failing(-1, real.synchronize)
    calls.close = failing(-1, real.close)
    calls.rename = failing(-1, real.rename)
    let failed: Bool
    do {
      try AtomicWrite(calls: calls).replace(path, with: Array("new".utf8))
      failed = false
    } catch {
      failed = true
      #expect("\(error)".contains("make room on the disk"))
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == (failed ? "old" : "new"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["lock.json"])
  }
}

@Test("a write follows links, keeps the mode, and refuses a file that changed meanwhile")
func linksAndModes() throws {
  try withFolder { folder in
    let path = folder + "/real.md"
    _ = FileManager.default.createFile(atPath: path, contents: Data("old".utf8), attributes: [.posixPermissions: 0o640])
    try FileManager.default.createSymbolicLink(atPath: folder + "/link.md", withDestinationPath: "real.md")
    try AtomicWrite().replace(folder + "/link.md", with: Array("new".utf8), expected: Array("old".utf8))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o640)
    #expect(throws: AtomicWrite.Failure.self) {
      try AtomicWrite().replace(path, with: Array("third".utf8), expected: Array("old".utf8))
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
  }
}

@Test("a quoted number is the record's at the precision that the prose shows", arguments: [
  ("104,612", 104_612.0, true), ("104612", 104_612.0, true), ("1.9", 1.8742, true), ("1.87", 1.8742, true),
  ("1.88", 1.8742, false), ("2", 1.8742, true), ("104,613", 104_612.0, false), ("many", 3.0, false),
])
func quoted(_ text: String, _ value: Double, _ holds: Bool) {
  #expect(QuotedNumber.matches(text, value) == holds)
}

@Test("a figure's data is compared without its addresses, and only without them")
func figureData() {
  let one = #"{"a": "0x7ffd", "n": 3}"#
  #expect(FigureData.withoutAddresses(one) == FigureData.withoutAddresses(#"{"a": "0x1234abcd", "n": 3}"#))
  #expect(FigureData.withoutAddresses(one) != FigureData.withoutAddresses(#"{"a": "0x7ffd", "n": 4}"#))
  #expect(FigureData.withoutAddresses(#""0x""#) == #""0x""#)
}

@Test("a lock gives the same bytes twice and is refused in another format")
func lockFile() throws {
  try withFolder { folder in
    var lock = Lock(toolchain: "swift-6.3.1")
    lock.blocks["b"] = Lock.Entry(key: "k", outcome: .exit(status: 0))
    lock.blocks["a"] = Lock.Entry(key: "k", outcome: .signal(name: "SIGILL"))
    #expect(LockFile.bytes(of: lock) == LockFile.bytes(of: lock))
    let path = folder + "/lock.json"
    try Data(LockFile.bytes(of: lock)).write(to: URL(fileURLWithPath: path))
    #expect(try LockFile.read(path, shown: "lock.json") == lock)
    lock.format = 99
    try Data(LockFile.bytes(of: lock)).write(to: URL(fileURLWithPath: path))
    #expect(throws: Problem.self) { try LockFile.read(path, shown: "lock.json") }
  }
}
