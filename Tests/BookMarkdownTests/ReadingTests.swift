// Reading files: what is no chapter is said with its place; what is one is taken as it stands.

import BookMarkdown
import Foundation
import Testing

/// Reads a file with these bytes.
private func read(_ bytes: [UInt8]) throws -> Document {
  let url = FileManager.default.temporaryDirectory.appending(path: "chapter-\(UUID().uuidString).md")
  try Data(bytes).write(to: url)
  defer { try? FileManager.default.removeItem(at: url) }
  return try Document.read(path: url.path, file: "Chapters/x.md")
}

private func problem(_ bytes: [UInt8]) throws -> Problem? {
  do {
    _ = try read(bytes)
    return nil
  } catch let problem as Problem {
    return problem
  }
}

@Test(
  "bad bytes are named with line and column",
  arguments: [
    ([0x61, 0x0A, 0x62, 0xFF, 0x63], 2, 2, "ff"), ([0xC3, 0xA9, 0xC3], 1, 3, "c3"),
    ([0xC3, 0x28], 1, 1, "c3"),
    ([0xE2, 0x82, 0x0A], 1, 1, "e2 82"), ([0xED, 0xA0, 0x80], 1, 1, "ed"),
    ([0xEF, 0xBB, 0xBF, 0x61, 0x80], 1, 2, "80"),
  ] as [([UInt8], Int, Int, String)])
func invalidUTF8(bytes: [UInt8], line: Int, column: Int, hex: String) throws {
  let problem = try #require(try problem(bytes))
  #expect(problem.rule == "chapter" && problem.file == "Chapters/x.md")
  #expect(problem.position == SourcePosition(line: line, column: column))
  #expect(problem.message.hasSuffix(" " + hex))
}

@Test("NUL bytes and lone carriage returns are named with line and column")
func control() throws {
  #expect(try problem(Array("a\nb\0".utf8))?.position == SourcePosition(line: 2, column: 2))
  #expect(try problem(Array("a\r\nb\rc".utf8))?.position == SourcePosition(line: 2, column: 2))
  #expect(try problem(Array("a\r".utf8))?.position == SourcePosition(line: 1, column: 2))
}

@Test("a missing file and a folder are said to be so, without a place in them")
func noFile() {
  #expect { try Document.read(path: "/nowhere/at/all.md", file: "x.md") } throws: { error in
    (error as? Problem)?.message == "there is no such file"
  }
  #expect { try Document.read(path: "/tmp", file: "x.md") } throws: { error in
    (error as? Problem)?.message == "this is a folder"
  }
}

@Test("CRLF, a byte-order mark and no bytes at all are chapters")
func good() throws {
  #expect(try read([]).root.children == [])
  let document = try read(Array("\u{FEFF}# A\r\n\r\nb\r\n".utf8))
  #expect(document.text == "\u{FEFF}# A\r\n\r\nb\r\n")
  #expect(document.root.children.map(\.plainText) == ["A", "b"])
  #expect(
    document.root.children[0].range == SourceRange(.init(line: 1, column: 1), .init(line: 1, column: 3)))
}
