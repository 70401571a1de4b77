// AcceptTests: what `accept` writes: texts that match every run they were made from, and edits that leave every other
// byte of a chapter alone.
// Relies on: WildcardProposal, ChapterEdits, Matcher.

import BookMarkdown
import BookVerify
import TestSupport
import Testing

@Suite("Proposed wildcards")
struct WildcardProposalTests {
  @Test(
    "the narrowest wildcard that holds in all runs is proposed",
    arguments: [
      (["n 1\n", "n 23\n"], "n [int]\n"), (["t 1.5\n", "t 2.25\n"], "t [float]\n"),
      (["at 0x00007ffe12345678\n", "at 0x00007ffe87654321\n"], "at [addr:a]\n"),
      (["took 3 ms\n", "took 4 ms\n"], "took [time]\n"), (["x 16 KB\n", "x 17 KB\n"], "x [bytes]\n"),
      (["a\nb\n", "a\nb\n"], "a\nb\n"), (["a\nx\nz\n", "a\nz\n"], "a\n...\nz\n"),
      (["one two\n", "one\n"], "[..]\n"),
      (["v [int]\n", "v [int]\n"], "v \\[int]\n"), (["", ""], ""),
      (
        ["0x00007f0000000000 0x00007f0000000008\n", "0x0000550000000000 0x0000550000000008\n"],
        "[addr:a] [addr:b]\n"
      ),
    ])
  func narrowest(_ runs: [String], _ proposal: String) {
    #expect(WildcardProposal.propose(runs: runs, author: nil) == proposal)
  }

  @Test("a wildcard of the author's that still matches stays, one that does not goes")
  func author() {
    let runs = ["a 1\nb 7\n", "a 2\nb 7\n"]
    #expect(WildcardProposal.propose(runs: runs, author: "a [..]\nb [int:n]\n") == "a [..]\nb [int:n]\n")
    #expect(WildcardProposal.propose(runs: runs, author: "x [..]\nb 6\n") == "a [int]\nb 7\n")
  }

  @Test("a proposal matches every run that it was made from")
  func property() {
    let pieces = [
      "a", "b", " ", "1", "12", "3.5", "-", ".", ",", "_", "[", "]", "int", "..", "\\", "0x1f",
      "0x00007ffe1234", "ms",
      " KB", "/usr", "é", "\n", "\n", "...", ":", "x1",
    ]
    checkProperty(
      runs: 10_000,
      generate: { generator -> [String] in
        let first = generator.text(of: pieces, upTo: 12)
        return [first]
          + (0..<2).map { _ in
            var copy = first.map(String.init)
            if !copy.isEmpty, Bool.random(using: &generator) {
              copy[Int.random(in: copy.indices, using: &generator)] = generator.text(of: pieces, upTo: 1)
            }
            return copy.joined()
          }
      },
      shrink: { runs in
        runs.indices.flatMap { index in
          shorter(Array(runs[index])).map { text in
            var runs = runs
            runs[index] = String(text)
            return runs
          }
        }
      },
      holds: { runs in
        let proposal = WildcardProposal.propose(runs: runs, author: nil)
        return runs.allSatisfy { run in matches(proposal, run) }
      })
  }
}

@Suite("Edits of a chapter")
struct ChapterEditsTests {
  private func range(_ from: (Int, Int), _ to: (Int, Int)) -> SourceRange {
    SourceRange(.init(line: from.0, column: from.1), .init(line: to.0, column: to.1))
  }

  @Test("the text of a line is replaced and every other byte stays")
  func text() {
    var edits = ChapterEdits("a é // Prints \"1\"\r\nb\n")
    edits.replace("1", at: .init(line: 1, column: 17), with: "23")
    #expect(Array(edits.result().utf8) == Array("a é // Prints \"23\"\r\nb\n".utf8))
  }

  @Test(
    "a fence's content is replaced in every container, with the file's line ends and mark",
    arguments: [
      ("", "\n", ""), ("> ", "\n", ""), ("  ", "\n", ""), ("> > ", "\n", ""), ("", "\r\n", ""),
      ("> ", "\r\n", "\u{FEFF}"),
      (">   ", "\r\n", ""),
    ])
  func content(_ prefix: String, _ ending: String, _ mark: String) {
    func chapter(_ lines: [String]) -> String {
      let whole = ["before  "] + lines.map { prefix + $0 } + ["after\t", ""]
      return mark + whole.joined(separator: ending)
    }
    var edits = ChapterEdits(chapter(["```output", "1", "2", "```"]))
    edits.replaceContent(of: range((2, prefix.utf8.count + 1), (5, prefix.utf8.count + 3)), with: "3\n4\n5\n")
    #expect(Array(edits.result().utf8) == Array(chapter(["```output", "3", "4", "5", "```"]).utf8))
  }

  @Test("a list's marker becomes spaces, an alert's quote stays")
  func prefixes() {
    var list = ChapterEdits("- ```swift\n  f()\n  ```\n- b\n")
    list.insertOutput("1\n", after: range((1, 3), (3, 5)))
    #expect(list.result() == "- ```swift\n  f()\n  ```\n  ```output\n  1\n  ```\n- b\n")
    var ordered = ChapterEdits("12. ```swift\n    f()\n    ```\n")
    ordered.insertOutput("1\n", after: range((1, 5), (3, 7)))
    #expect(ordered.result() == "12. ```swift\n    f()\n    ```\n    ```output\n    1\n    ```\n")
    var alert = ChapterEdits("> [!NOTE]\n> ```swift\n> f()\n> ```\n")
    alert.insertOutput("1\n", after: range((2, 3), (4, 5)))
    #expect(alert.result() == "> [!NOTE]\n> ```swift\n> f()\n> ```\n> ```output\n> 1\n> ```\n")
  }

  @Test("a fence grows when the new text would close it")
  func longerFence() {
    var edits = ChapterEdits("```output\n1\n```\nend\n")
    edits.replaceContent(of: range((1, 1), (3, 3)), with: "```\n````\n")
    #expect(edits.result() == "`````output\n```\n````\n`````\nend\n")
    var inserted = ChapterEdits("```swift\nf()\n```\n")
    inserted.insertOutput("```\n", after: range((1, 1), (3, 3)))
    #expect(inserted.result() == "```swift\nf()\n```\n````output\n```\n````\n")
  }

  @Test("a file without a final newline keeps none")
  func noFinalNewline() {
    var edits = ChapterEdits("```swift\nf()\n```")
    edits.insertOutput("1\n", after: range((1, 1), (3, 3)))
    #expect(edits.result() == "```swift\nf()\n```\n```output\n1\n```")
    var crlf = ChapterEdits("```swift\r\nf()\r\n```")
    crlf.insertOutput("1\n", after: range((1, 1), (3, 3)))
    #expect(Array(crlf.result().utf8) == Array("```swift\r\nf()\r\n```\r\n```output\r\n1\r\n```".utf8))
  }

  @Test("several edits, given in any order, all land")
  func several() {
    var edits = ChapterEdits("```output\n1\n```\n\n```output\n2\n```\nx 3 y\n")
    edits.replace("3", at: .init(line: 8, column: 3), with: "333")
    edits.replaceContent(of: range((1, 1), (3, 3)), with: "a\nb\n")
    edits.replaceContent(of: range((5, 1), (7, 3)), with: "")
    #expect(edits.result() == "```output\na\nb\n```\n\n```output\n```\nx 333 y\n")
  }
}
