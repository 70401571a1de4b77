// What a check looks at and looks for beyond one run: probing under other hash seeds, only what changed, the audit.

import Foundation
import Testing
import Toolchain

@Suite("Probing, changes, audit")
struct AuditTests {
  @Test("output that depends on the hash seed passes once and is found by --probe")
  func probe() throws {
    let words = (1...40).map { "\"w\($0)\"" }.joined(separator: ", ")
    func text(_ loose: String) -> String {
      """
      # A

      ```swift id=sorted
      print(Set([\(words)]).sorted().first!)   // Prints "w1"
      ```

      ```swift id=loose
      print(Set([\(words)]).joined(separator: " "))
      ```
      ```output
      \(loose)
      ```

      """
    }
    let book = try TemporaryBook(["a.md": text("?")])
    let printed = try book.check().errors.split(separator: "\n").first { $0.contains("+ ") }
    let order = String(try #require(printed).split(separator: "+ ", maxSplits: 1).last ?? "")
    #expect(try book.lesson(["accept", "--book", ".", "--yes"]).status == 0)
    #expect(try book.read("a.md").contains("[..]"), "accept saw three seeds and proposed a wildcard")
    // Three orders may have a word in one place, and then the proposal is narrower than what holds for all.
    try book.write(text("[..]"), to: "a.md")
    #expect(try book.check("--probe").status == 0)
    try book.write(text(order), to: "a.md")
    // What the fixed seed gives is what an author would have pasted.
    #expect(try book.check().status == 0)
    let probed = try book.check("--probe")
    #expect(probed.status == 1 && probed.errors.contains("[probe]"), "\(probed.errors)")
    #expect(
      probed.errors.contains("1 passed, 1 failed") && !probed.errors.contains("a.md:4"), "\(probed.errors)")
  }

  @Test("--changed checks the chapters that differ, themselves or in what they include")
  func changed() throws {
    func chapter(_ n: Int) -> String { "```swift\nprint(\(n))   // Prints \"\(n)\"\n```\n" }
    let slice = "// snippet.x\nlet a = 1\n// snippet.end\n"
    let book = try TemporaryBook([
      "Contents.md": "---\ntitle: T\n---\n## P\n\n1. [A](a.md)\n2. [B](b.md)\n3. [C](c.md)\n",
      "a.md": chapter(1), "b.md": chapter(2), "src/c.swift": slice,
      "c.md": "```swift include=src/c.swift#x\nlet a = 1\n```\n",
    ])
    #expect(try book.lesson(["accept", "--book", ".", "--yes"]).status == 0)
    let before = try book.lesson(["check", "--book", ".", "--changed"])
    #expect(before.status == 2 && before.errors.contains("git cannot say"), "\(before.errors)")
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let git = try #require(Toolchain.find("git", in: path))
    func run(_ words: String...) throws {
      var child = ChildProcess(
        git, ["-c", "user.name=t", "-c", "user.email=t@t"] + words,
        environment: ["PATH=\(path)", "HOME=\(book.folder)-home"])
      child.workingFolder = book.folder
      #expect(try child.run().ending == .exit(0))
    }
    try run("init", "-q")
    try run("add", "-A")
    try run("commit", "-qm", "x")
    #expect(try book.check("--changed").errors.contains("0 of 3 chapters differ"))
    try book.write(chapter(1) + "\nMore.\n", to: "a.md")
    let one = try book.check("--changed", "--no-cache")
    #expect(one.errors.contains("1 of 3 chapters differ") && one.errors.contains("1 passed"), "\(one.errors)")
    try run("commit", "-qam", "y")
    try book.write(slice.replacingOccurrences(of: "1", with: "2"), to: "src/c.swift")
    let included = try book.check("--changed")
    #expect(included.status == 1 && included.errors.contains("c.md:1:1"), "\(included.errors)")
    #expect(try book.check("--since", "HEAD~1").errors.contains("2 of 3 chapters differ"))
    #expect(try book.check("--since", "--output=x").status == 2)
    // What a transcript is given counts as well.
    try book.write("{}", to: "given/x.json")
    try book.write("```console files=given\n$ lesson --version\n[..]\n```\n", to: "b.md")
    try run("add", "-A")
    try run("commit", "-qm", "z")
    try book.write("{1}", to: "given/x.json")
    #expect(try book.check("--changed").errors.contains("1 of 3 chapters differ"))
  }

  @Test("the audit names what nothing backs, and is silent about what is backed")
  func audit() throws {
    let book = try TemporaryBook([
      "src/x.swift":
        "// snippet.used\nlet a = 1\n// snippet.end\n// snippet.left\nlet b = 2\n// snippet.end\n",
      "a.md": """
      # Numbers 99

      It takes 48 bytes, not 4711, on 2 cores, as Swift 6.2 and section 33 say, and `77` is code.
      A hidden <!-- value 6 * 7 -->42<!-- /value -->, and 42 again.

      ```swift
      print(48)   // Prints "48"
      ```

      ```swift skip="needs a second machine"
      let x = 1
      ```

      ```swift
      print(0x10, "0xab", "0xab", "0xcd")
      ```
      ```output
      16 [addr:a] [addr:a] 0xcd
      ```

      ```swift
      print("0xef")   // Prints "[addr:lone]"
      ```

      ```swift include=src/x.swift#used
      let a = 1
      ```

      """,
    ])
    let result = try book.lesson(["audit", "--book", ".", "--no-probe"])
    let found = result.errors.split(separator: "\n").filter { $0.contains("warning:") }.map {
      $0.prefix { $0 != " " }
    }
    #expect(result.status == 1)
    #expect(
      found == ["a.md:3:24:", "a.md:10:1:", "a.md:22:28:", "src/x.swift:4:1:"].map { Substring($0) },
      "\(result.errors)")
    #expect(result.errors.contains("nothing backs the number 4711"))
    #expect(result.errors.contains("1 [capture], 1 [number], 1 [slice], 1 [unchecked]"), "\(result.errors)")
    let clean = try TemporaryBook(["a.md": "It is 48.\n\n```swift\nprint(48)   // Prints \"48\"\n```\n"])
    let nothing = try clean.lesson(["audit", "--book", "."])
    #expect(nothing.status == 0 && nothing.errors.contains("nothing to say"), "\(nothing.errors)")
  }
}
