// lesson watch: a verdict after every save, and only for what changed.

import Foundation
import Testing
import Toolchain

@Suite("Watching")
struct WatchTests {
  @Test("a save brings a new verdict, a broken Contents.md a complaint, and the end leaves nothing behind")
  func watch() throws {
    func text(_ n: Int) -> String {
      "```swift\nprint(\(n))   // Prints \"1\"\n```\n\n```swift\nprint(2)   // Prints \"2\"\n```\n"
    }
    let book = try TemporaryBook(["a.md": text(1)])
    let process = Process()
    process.executableURL = URL(fileURLWithPath: TemporaryBook.lesson)
    process.arguments = ["watch", "--book", book.folder]
    process.environment = Dictionary(
      uniqueKeysWithValues: book.environment().map { pair in
        let at = pair.firstIndex(of: "=") ?? pair.endIndex
        return (String(pair[..<at]), String(pair[pair.index(after: at)...]))
      })
    let pipe = Pipe()
    process.standardError = pipe
    try process.run()
    var lines = LineReader(pipe.fileHandleForReading)
    #expect(lines.next(containing: "passed")?.contains("2 passed, 0 failed") == true)
    try book.write(text(3), to: "a.md")
    #expect(
      lines.next(containing: "passed")?.contains("1 passed, 1 failed, 0 unchecked (1 run now, 1 as before)")
        == true)
    try book.write(text(1), to: "a.md")
    #expect(lines.next(containing: "passed")?.contains("2 passed") == true)
    try FileManager.default.removeItem(atPath: book.folder + "/a.md")
    #expect(lines.next(containing: "no Markdown") != nil)
    try book.write(text(1), to: "a.md")
    #expect(lines.next(containing: "passed")?.contains("2 passed") == true)
    process.terminate()
    process.waitUntilExit()
    let left =
      FileManager.default.enumerator(atPath: book.folder + "-home/cache/lesson")?.allObjects as? [String]
    #expect(left?.filter { $0.hasSuffix(".o") || $0.hasSuffix("block.so") } == [], "\(left ?? [])")
  }
}

/// Lines from a pipe as they come.
struct LineReader {
  private let handle: FileHandle
  private var buffer = Data()

  init(_ handle: FileHandle) { self.handle = handle }

  /// The next line that contains `word`, or nil at the end.
  mutating func next(containing word: String) -> String? {
    while true {
      if let end = buffer.firstIndex(of: 10) {
        let line = String(decoding: buffer[buffer.startIndex..<end], as: UTF8.self)
        buffer = Data(buffer[buffer.index(after: end)...])
        if line.contains(word) { return line }
        continue
      }
      let more = handle.availableData
      if more.isEmpty { return nil }
      buffer += more
    }
  }
}
