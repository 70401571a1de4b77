// FilesTests: slices of sources, the table of contents, and what cannot be a chapter.
// Relies on: BookPrograms; TemporaryFolder, one for each test.

import BookMarkdown
import BookPrograms
import Foundation
import Testing

@Suite("Slices")
struct SliceTests {
  private func read(_ path: String, _ slice: String?, _ make: (TemporaryFolder) throws -> Void) throws
    -> String
  {
    let folder = try TemporaryFolder()
    try make(folder)
    do {
      return try SliceReader(root: folder.path + "/in").text(of: .init(path: path, slice: slice))
    } catch {
      return "error: \(error.message) (\(error.remedy))"
    }
  }

  @Test("a slice comes without its markers and its indentation")
  func slice() throws {
    let text = "struct A {\n  // snippet.one\n  func f() {\n    g()\n\n  }\n  // snippet.end\n}\n"
    #expect(try read("a.swift", "one") { try $0.write("in/a.swift", text) } == "func f() {\n  g()\n\n}\n")
    #expect(try read("a.swift", nil) { try $0.write("in/a.swift", text) }.contains("snippet") == false)
  }

  @Test(
    "what cannot be included is named",
    arguments: [
      ("missing.swift", "one", "there is no file"), ("a.swift", "two", "no slice 'two'"),
      ("a.swift", "onee", "did you mean 'one'?"), ("a.swift", "open", "never ends"),
      ("a.swift", "twice", "twice, on lines 6 and 8"),
      ("folder", "one", "is a folder"), ("../out.swift", "one", "outside"), ("link.swift", "one", "outside"),
      ("bad.swift", "one", "UTF-8"), ("up/../../out.swift", "one", "outside"),
    ])
  func missing(_ path: String, _ slice: String, _ message: String) throws {
    let text =
      "// snippet.one\na\n// snippet.end\n// snippet.open\n\n// snippet.twice\n// snippet.end\n// snippet.twice\n// snippet.end\n"
    let result = try read(path, slice) { folder in
      try folder.write("in/a.swift", text)
      try folder.write("out.swift", text)
      try folder.write("in/bad.swift", [0xFF, 0x0A])
      try FileManager.default.createDirectory(
        atPath: folder.path + "/in/folder", withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: folder.path + "/in/link.swift", withDestinationPath: folder.path + "/out.swift")
    }
    #expect(result.hasPrefix("error: ") && result.contains(message), "\(result)")
  }
}

@Suite("Files that are no chapters")
struct ChapterFileTests {
  @Test(
    "what cannot be a chapter is said with its place",
    arguments: [
      (Array("a\nb é".utf8) + [0xFF, 0x0A], 2, 5, "not UTF-8: ff"), (Array("a\n\u{0}".utf8), 2, 1, "NUL"),
      (Array("a\rb\n".utf8), 1, 2, "carriage return"), (Array("a\r".utf8), 1, 2, "carriage return"),
    ] as [([UInt8], Int, Int, String)])
  func refused(_ bytes: [UInt8], _ line: Int, _ column: Int, _ message: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("x.md", bytes)
    let problem = #expect(throws: Problem.self) {
      try Document.read(path: folder.path + "/x.md", file: "x.md")
    }
    #expect(problem?.position == .init(line: line, column: column))
    #expect(problem?.message.contains(message) == true)
  }

  @Test("a missing file and a folder are told apart; a chapter of no bytes has no blocks")
  func places() throws {
    let folder = try TemporaryFolder()
    try folder.write("empty.md", "")
    func message(_ name: String) -> String? {
      do { return try Document.text(path: folder.path + "/" + name, file: name) } catch {
        return error.message
      }
    }
    #expect(message("missing.md") == "there is no such file")
    #expect(message("in") == "this is a folder")
    #expect(message("empty.md") == "")
    #expect(BlockReader.read(Document.parse("", file: "empty.md")).blocks.isEmpty)
  }
}

@Suite("Contents")
struct ContentsTests {
  private func read(_ text: String) -> (Contents, [Problem]) {
    ContentsReader.read(Document.parse(text, file: "Contents.md", extensions: .all), folder: "Chapters")
  }

  @Test("parts and chapters stand in order, planned ones without a file")
  func parts() {
    let (contents, problems) = read(
      "---\ntitle: T\ncommands: [lesson, swift]\n---\n## Part I. A\n\n1. [One](en/1.md)\n2. Two\n\n## II. B\n\n7. [Seven](en/7.md)\n"
    )
    #expect(problems.isEmpty)
    #expect(contents.title == "T" && contents.commands == ["lesson", "swift"] && contents.language == "en")
    #expect(contents.parts.map(\.title) == ["I. A", "II. B"])
    #expect(contents.parts.flatMap(\.chapters).map(\.number) == [1, 2, 7])
    #expect(contents.parts.flatMap(\.chapters).map(\.file) == ["Chapters/en/1.md", nil, "Chapters/en/7.md"])
  }

  @Test(
    "a setting nobody knows and front matter that is no YAML are named at their line",
    arguments: [
      ("---\ntitle: T\nledee: x\n---\n", 3, "did you mean 'lede'?"),
      ("---\ntitle: [a\nb: c\n---\n", 3, "no YAML"),
      ("---\ntitle: \"a\n---\n", 3, "no YAML"),
    ])
  func wrong(_ text: String, _ line: Int, _ message: String) {
    let problems = read(text).1
    #expect(problems.count == 1)
    #expect(problems.first?.message.contains(message) == true, "\(problems.map(\.message))")
    #expect(problems.first?.position.line == line)
  }
}
