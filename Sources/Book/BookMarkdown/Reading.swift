// Reading a chapter from disk. What cannot be a chapter (no file, no UTF-8, NUL bytes, lone carriage returns)
// is said with its place and a remedy, never guessed at.
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
    return try checked(Array(data), file)
  }

  private static func reason(_ error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    return underlying.map { String(cString: strerror(Int32($0.code))) } ?? "\(error)"
  }

  /// The text that `bytes` are, or the first place at which they are none.
  private static func checked(_ bytes: [UInt8], _ file: String) throws(Problem) -> String {
    var iterator = bytes.makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    var at = 0
    parsing: while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let scalar): at += scalar.count
      case .emptyInput: break parsing
      case .error(let length):
        let hex = bytes[at..<(at + length)].map { String($0, radix: 16) }.joined(separator: " ")
        throw problem(at, bytes, file, "not UTF-8: \(hex)", "save the file as UTF-8")
      }
    }
    for (at, byte) in bytes.enumerated() {
      if byte == 0 { throw problem(at, bytes, file, "a NUL byte", "remove it: a chapter is text") }
      if byte == .carriageReturn, at + 1 >= bytes.count || bytes[at + 1] != .newline {
        throw problem(at, bytes, file, "a carriage return without a line feed", "use LF or CRLF line ends")
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func problem(
    _ at: Int, _ bytes: [UInt8], _ file: String, _ message: String, _ remedy: String
  ) -> Problem {
    let before = bytes[..<at]
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let start = before.lastIndex(of: .newline).map { $0 + 1 } ?? (hasMark ? min(3, at) : 0)
    let line = before.count { $0 == .newline } + 1
    return Problem(
      "chapter", file, .init(line: line, column: at - start + 1), message, remedy: remedy)
  }
}
