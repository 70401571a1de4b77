// Reading a chapter from disk. What cannot be a chapter (no file, no UTF-8, NUL bytes, lone carriage returns) is said
// with its place and a remedy, never guessed at.
// Relies on: Foundation for the file.

import Foundation

extension Document {
  /// Reads and parses one chapter.
  ///
  /// - Parameters:
  ///   - path: Where it stands.
  ///   - file: How messages name it.
  package static func read(path: String, file: String, extensions: Extensions = .all) throws(Problem)
    -> Document
  {
    parse(try text(path: path, file: file), file: file, extensions: extensions)
  }

  /// The text of a chapter, once it is known to be one.
  package static func text(path: String, file: String) throws(Problem) -> String {
    let start = SourcePosition(line: 1, column: 1)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Problem("chapter", file, start, "there is no such file", remedy: "check the path in Contents.md")
    }
    if isFolder.boolValue {
      throw Problem("chapter", file, start, "this is a folder", remedy: "name a Markdown file in it")
    }
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw Problem(
        "chapter", file, start, "this file cannot be read: \(reason(error))", remedy: "check its permissions")
    }
    guard let text = String(validating: data, as: UTF8.self) else { throw invalid(Array(data), file) }
    try check(Array(data), file)
    return text
  }

  private static func reason(_ error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    return underlying.map { String(cString: strerror(Int32($0.code))) } ?? "\(error)"
  }

  /// The first byte that is no UTF-8.
  private static func invalid(_ bytes: [UInt8], _ file: String) -> Problem {
    var line = 1
    var start = 0
    for (at, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") || at == bytes.count - 1 {
      let content = bytes[start...at]
      if String(validating: content, as: UTF8.self) == nil {
        let good = content.indices.last {
          String(validating: content[content.startIndex..<$0], as: UTF8.self) != nil
        }
        let column = (good ?? content.startIndex) - start + 1
        let bad = content[(start + column - 1)...].prefix(4)
        let hex = bad.map { String($0, radix: 16) }.joined(separator: " ")
        return Problem(
          "chapter", file, .init(line: line, column: column), "these bytes are not UTF-8: \(hex)",
          remedy: "save the file as UTF-8")
      }
      line += 1
      start = at + 1
    }
    return Problem(
      "chapter", file, .init(line: 1, column: 1), "this is not UTF-8", remedy: "save it as UTF-8")
  }

  private static func check(_ bytes: [UInt8], _ file: String) throws(Problem) {
    var line = 1
    var start = 0
    for (at, byte) in bytes.enumerated() {
      let position = SourcePosition(line: line, column: at - start + 1)
      if byte == 0 {
        throw Problem("chapter", file, position, "a NUL byte", remedy: "remove it: a chapter is text")
      }
      if byte == UInt8(ascii: "\r"), at + 1 >= bytes.count || bytes[at + 1] != UInt8(ascii: "\n") {
        throw Problem(
          "chapter", file, position, "a carriage return without a line feed",
          remedy: "use LF or CRLF line ends")
      }
      if byte == UInt8(ascii: "\n") {
        line += 1
        start = at + 1
      }
    }
  }
}
