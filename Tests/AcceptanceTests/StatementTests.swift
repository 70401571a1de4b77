// What a block may state beside its output: where its values live, what it leaves behind, that it runs in a page; and the
// files that a transcript finds. Each is seen held and broken, through the binary.

import Foundation
import Testing

/// The complaints of a check as `line:column rule`.
private func complaints(_ result: TemporaryBook.Result) -> [String] {
  result.errors.split(separator: "\n").compactMap { line in
    let parts = line.split(separator: ":", maxSplits: 3)
    guard parts.count == 4, parts[0] == "a.md", let rule = line.split(separator: "[").last?.dropLast() else {
      return nil
    }
    return "\(parts[1]):\(parts[2]) \(rule)"
  }
}

private func check(_ chapter: String) throws -> TemporaryBook.Result {
  try TemporaryBook(["a.md": chapter]).check()
}

@Suite("Statements of a block")
struct StatementTests {
  private let promoted = """
    ```swift
    struct Point { var x = 1 }
    final class Node { var v = 1 }
    func use() -> Int {
      let n = Node()   // stack: Node
      let p = Point()
      // stack: Point
      return n.v + p.x
    }
    func leak() -> Node {
      let n = Node()   // heap: Node
      return n
    }
    func counter() -> () -> Int {
      var c = 0        // heap: Int
      return { c += 1; return c }
    }
    print(use(), leak().v, counter()())   // Prints "2 1 1"
    ```

    """

  @Test("where values live is judged on the line that says it, with -O")
  func placement() throws {
    let right = try check(promoted)
    #expect(right.status == 0, "\(right.errors)")
    let wrong = try check(
      promoted.replacingOccurrences(of: "// stack: Node", with: "// heap: Node ")
        .replacingOccurrences(of: "// heap: Node\n  return n", with: "// stack: Node\n  return n")
        .replacingOccurrences(of: "// stack: Point", with: "// stack: Pint"))
    #expect(complaints(wrong) == ["5:20 placement", "7:3 placement", "11:20 placement"], "\(wrong.errors)")
    #expect(wrong.errors.contains("nothing of type Pint is on this line"))
    let reasoned = promoted.replacingOccurrences(of: "// heap: Node\n", with: "// heap: Node returned\n")
      .replacingOccurrences(of: "// heap: Int", with: "// heap: Int stored-global")
    let other = try check(reasoned)
    #expect(complaints(other) == ["15:20 placement"], "\(other.errors)")
    #expect(other.errors.contains("heap: Int captured (box)"))
    let malformed = try check("```swift\n// heap: Node\nlet a = 1   // stack:\n```\n")
    #expect(complaints(malformed) == ["2:1 placement", "3:13 placement"], "\(malformed.errors)")
    #expect(try check("```swift\nlet a = 1   // heap: this is prose\n```\n").status == 0)
  }

  @Test("leaks and allocations of one block are both exact: naming a leak counts as no allocation")
  func leaks() throws {
    let cycle =
      "final class Node { var next: Node? }\ndo { let a = Node(), b = Node(); a.next = b; b.next = a }\n"
    let right = try check("```swift leaks=2 allocs=2\n\(cycle)```\n")
    #expect(right.status == 0, "\(right.errors)")
    let wrong = try check("```swift leaks=0\n\(cycle)```\n")
    #expect(complaints(wrong) == ["1:1 leaks"] && wrong.errors.contains("held by Node"), "\(wrong.errors)")
  }

  @Test("a live block prints the same as wasm, or says where it does not")
  func live() throws {
    let result = try check(
      """
      ```swift live
      print("a", 1, true)   // Prints "a 1 true"
      ```

      ```swift live
      print(MemoryLayout<Int>.size)   // Prints "8"
      ```

      ```swift live
      import Foundation
      print(1)   // Prints "1"
      ```

      ```swift live group=g
      ```

      """)
    #expect(
      complaints(result) == ["14:1 group", "14:10 option"],
      "a slip keeps the chapter from running\n\(result.errors)")
    let run = try check(
      "```swift live\nprint(\"a\", 1, true)   // Prints \"a 1 true\"\n```\n\n```swift live\nprint(MemoryLayout<Int>.size)   // Prints \"8\"\n```\n\n```swift live\nimport Foundation\nprint(1)   // Prints \"1\"\n```\n"
    )
    #expect(complaints(run) == ["5:1 live", "10:8 live"], "\(run.errors)")
    #expect(run.errors.contains("- 8\n     + 4"), "\(run.errors)")
  }

  @Test("a transcript finds its files, keeps what a command leaves, and is another one when they change")
  func files() throws {
    let text = "```console files=given\n$ cat x.txt\none\n$ cp x.txt y.txt\n$ cat y.txt\none\n```\n"
    let book = try TemporaryBook([
      "Contents.md": "---\ntitle: T\ncommands: [cat, cp]\n---\n## P\n\n1. [A](a.md)\n", "a.md": text,
      "given/x.txt": "one\n",
    ])
    #expect(try book.lesson(["accept", "--book", ".", "--yes"]).status == 0)
    #expect(try book.check().errors.contains("1 passed, 0 failed, 0 unchecked (0 run now, 1 as before)"))
    #expect(!FileManager.default.fileExists(atPath: book.folder + "/given/y.txt"))
    try book.write("two\n", to: "given/x.txt")
    let changed = try book.check()
    #expect(changed.status == 1 && changed.errors.contains("+ two"), "\(changed.errors)")
    for path in ["missing", "../\(URL(fileURLWithPath: book.folder).lastPathComponent)-home"] {
      try book.write(text.replacingOccurrences(of: "given", with: path), to: "a.md")
      let refused = try book.check()
      #expect(complaints(refused).contains("1:1 files"), "\(refused.errors)")
    }
  }
}
