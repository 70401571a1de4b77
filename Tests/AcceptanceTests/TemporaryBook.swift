// TemporaryBook: a small book in a folder of its own, and the built `lesson` run on it as a user would.
// Relies on: `.build/release/lesson`, which the same build makes.

import Foundation
import Toolchain

/// A folder of Markdown that goes with the test.
final class TemporaryBook: Sendable {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  static let lesson = root + "/.build/release/lesson"

  let folder: String

  /// - Parameters:
  ///   - files: Texts by path. With a `Contents.md` it is a book that keeps locks.
  ///   - name: How the folder's name begins.
  init(_ files: [String: String], name: String = "book") throws {
    folder = "/tmp/\(name)-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
    for (path, text) in files { try write(text, to: path) }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// One chapter, with a Contents.md that names it.
  static func keepingLocks(_ chapter: String) throws -> TemporaryBook {
    try TemporaryBook([
      "Contents.md": "---\ntitle: T\n---\n# T\n\n## Part I. P\n\n1. [One](01-one.md)\n", "01-one.md": chapter,
    ])
  }

  func write(_ text: String, to path: String) throws {
    let url = URL(fileURLWithPath: folder + "/" + path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  /// The text as it stands; Foundation's own reader drops a byte-order mark.
  func read(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder + "/" + path)), as: UTF8.self)
  }

  /// Every file's text by path.
  func tree() throws -> [String: Data] {
    var result: [String: Data] = [:]
    for case let name as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
      if let data = FileManager.default.contents(atPath: folder + "/" + name) { result[name] = data }
    }
    return result
  }

  /// What a command gave.
  struct Result {
    var status: Int32
    var output: String
    var errors: String
  }

  /// The environment of a command: the user's PATH, a cache of the book's own.
  func environment(_ more: [String] = [], path: String? = nil) -> [String] {
    let path = path ?? ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return ["PATH=\(path)", "HOME=\(folder)-home", "XDG_CACHE_HOME=\(folder)-home/cache"] + more
  }

  /// `lesson` with these words, in the book's folder.
  @discardableResult
  func lesson(_ words: [String], environment more: [String] = [], path: String? = nil) throws -> Result {
    var child = ChildProcess(Self.lesson, words, environment: environment(more, path: path))
    child.workingFolder = folder
    child.outputLimit = 8 << 20
    let result = try child.run()
    let status: Int32 =
      switch result.ending {
      case .exit(let status): status
      case .signal(let number): 128 + number
      }
    return Result(
      status: status, output: String(decoding: result.standardOutput, as: UTF8.self),
      errors: String(decoding: result.standardError, as: UTF8.self))
  }

  /// `lesson check` on the folder.
  func check(_ more: String..., environment: [String] = []) throws -> Result {
    try lesson(["check", "--book", "."] + more, environment: environment)
  }
}
