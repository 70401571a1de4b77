// Peers and caches across checks: what was not rerun is rerun once it can be, a slip costs no cache, an empty folder is no
// success, and accept copies what a record holds.

import Foundation
import Testing
import Toolchain

private let source =
  "#include <stdio.h>\n// snippet.main\nint main(void) { puts(\"two\"); }\n// snippet.end\n"

/// A book with one peer in C, whose record says that it prints `printed`.
private func book(recorded: String, stated: String) throws -> TemporaryBook {
  let record = """
    {"format": 1, "name": "p", "command": ["x"], "source": {"path": "p.c", "sha256": "\(SHA256.hex(Array(source.utf8)))"},
     "language": "c", "version": "v", "machine": {"cpu": "x", "cores": 1, "memory": 1, "kernel": "x"},
     "date": "2026-01-01", "rounds": 1, "output": "\(recorded)\\n"}
    """
  let chapter = """
    ```c include=p.c#main measured=p id=peer
    int main(void) { puts("two"); }
    ```
    ```output
    \(stated)
    ```

    """
  return try TemporaryBook([
    "Contents.md": "---\ntitle: T\n---\n# T\n\n## Part I. P\n\n1. [One](01-one.md)\n", "01-one.md": chapter,
    "p.c": source, "measured/p.json": record,
  ])
}

@Test("a peer that could not be rerun is rerun once its compiler is there")
func compilerArrives() throws {
  let book = try book(recorded: "one", stated: "one")
  let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
  let toolchain = try Toolchain.locate(path: path, memory: nil)
  let first = try book.lesson(["check", "--book", "."], path: toolchain.folder + "/bin")
  #expect(first.status == 0 && first.errors.contains("c is not installed here"), "\(first.errors)")
  let second = try book.lesson(["check", "--book", "."])
  #expect(
    second.status == 1 && second.errors.contains("a run on this machine printed something else"),
    "\(second.errors)")
}

@Test("accept copies a peer's output from its record, and keeps the author's wildcards")
func acceptsRecord() throws {
  let stale = try book(recorded: "two", stated: "one")
  #expect(try stale.lesson(["accept", "--book", ".", "--yes"]).status == 0)
  #expect(try stale.read("01-one.md").contains("```output\ntwo\n```"))
  let kept = try book(recorded: "two", stated: "[..]")
  #expect(try kept.lesson(["accept", "--book", ".", "--yes"]).status == 0)
  #expect(try kept.read("01-one.md").contains("```output\n[..]\n```"))
}

@Test("a chapter that cannot be read for a moment keeps its cache")
func slipKeepsCache() throws {
  let text = "```swift\nprint(1)   // Prints \"1\"\n```\n"
  let book = try TemporaryBook(["a.md": text])
  #expect(try book.check().status == 0)
  try book.write(text + "\n```swift crahs\n```\n", to: "a.md")
  #expect(try book.check().status == 1)
  try book.write(text, to: "a.md")
  #expect(try book.check().errors.contains("(0 run now, 1 as before)"))
}

@Test("a folder without Markdown is no book that passes")
func emptyFolder() throws {
  let result = try TemporaryBook(["notes.txt": "x"]).check()
  #expect(result.status == 2)
  #expect(result.errors.contains("no Markdown") && result.errors.contains("--book"), "\(result.errors)")
}

@Test("accept shows the line that it speaks of, also when it has put lines above it")
func acceptExcerpt() throws {
  let text = "```swift\nprint(1)\nprint(2)\n```\n\n```swift\nlet wrong: Int = \"a\"\n```\n"
  let result = try TemporaryBook.keepingLocks(text).lesson(["accept", "--book", ".", "--yes"])
  #expect(result.status == 1)
  #expect(result.errors.contains("| let wrong: Int = \"a\""), "\(result.errors)")
}
