// BlockReaderTests: what a well-written chapter is read as: comments that are expectations and strings that only look
// like them, options, hidden setup, values, names, transcripts.
// Relies on: BookPrograms' BlockReader and Assembler.

import BookMarkdown
import BookPrograms
import Testing

private func chapter(_ text: String) -> Chapter {
  BlockReader.read(Document.parse(text, file: "x.md", extensions: .all))
}

@Suite("Reading blocks")
struct BlockReaderTests {
  @Test(
    "a comment is an expectation, in a string or a block comment it is text",
    arguments: [
      ("f() // Prints \"a\"", ["a"]), ("f()\n// Prints \"a\"\n// Prints \"b\"", ["a", "b"]),
      ("f(\"// Prints \\\"a\\\"\")", []), ("f(\"a\\\"\") // Prints \"b\"", ["b"]),
      ("f(#\"\\\"#) // Prints \"b\"", ["b"]),
      ("f(#\"// Prints \"a\"\"#)", []), ("f(##\"a\"# // Prints \"a\"\"##)", []),
      ("let a = \"\"\"\n// Prints \"a\"\n\"\"\" // Prints \"b\"", ["b"]),
      ("let a = #\"\"\"\n\\\"\"\"\n// Prints \"a\"\n\"\"\"#", []), ("/* // Prints \"a\" */", []),
      ("/* /* */ // Prints \"a\"\n*/ f() // Prints \"b\"", ["b"]),
      ("f() // Prints \"a \"b\" c\"", ["a \"b\" c"]),
      ("f() // Prints \"\"", [""]), ("f() // Prints each value", []), ("f(\"\") // Prints \"b\"", ["b"]),
      ("let r = 1 / 2 // Prints \"b\"", ["b"]),
    ] as [(String, [String])])
  func prints(_ code: String, _ texts: [String]) {
    let chapter = chapter("```swift\n\(code)\n```\n")
    #expect(chapter.blocks.first?.expectation.prints.map(\.text) == texts)
    #expect(chapter.problems.isEmpty)
  }

  @Test(
    "an expected line's place is the first byte inside its quotes, in a quote and behind wide letters too")
  func places() {
    let read = chapter("> ```swift\n> f(\"é\") // Prints \"é\"  \n> ```\n")
    #expect(read.blocks.first?.expectation.prints.first?.position == .init(line: 2, column: 22))
  }

  @Test("every option is read")
  func options() {
    let text = "```swift id=a group=g optimized unordered include=S/a.swift#s allocs<=3 timeout=60s\n```\n"
    let read = chapter(text).blocks.first?.options
    #expect(read?.id == "a" && read?.group == "g" && read?.timeout == 60)
    #expect(read?.isOptimized == true && read?.isUnordered == true)
    #expect(read?.include == .init(path: "S/a.swift", slice: "s"))
    #expect(read?.allocations == .atMost(3))
    #expect(chapter("```swift allocs=0\n```\n").blocks.first?.options.allocations == .exactly(0))
    #expect(
      chapter("```swift skip=\"no disk\"\n```\n").blocks.first?.options.mode == .skip(reason: "no disk"))
    #expect(chapter("~~~swift no-run\n~~~\n").blocks.first?.options.mode == .noRun)
  }

  @Test("a caret names the byte column of the character above it")
  func carets() {
    let read = chapter(
      "```swift error\nlet é: Int = \"a\"\n\n//           ^ error: x [..]\n// note: y\n```\n")
    let stated = read.blocks.first?.expectation.diagnostics ?? []
    #expect(stated.map(\.column) == [15, nil])
    #expect(stated.map(\.codeLine) == [0, 0])
    #expect(stated.map(\.message) == ["x [..]", "y"])
    #expect(stated.map(\.severity) == ["error", "note"])
  }

  @Test("hidden setup is a block with its own lines and options")
  func hidden() {
    let read = chapter("a\n<!-- swift group=g\nimport A\nlet b = 1\n-->\n```swift group=g\nc()\n```\n")
    #expect(read.problems.isEmpty)
    #expect(read.blocks.map(\.kind) == [.hiddenSwift, .swift])
    #expect(read.blocks.first?.code == "import A\nlet b = 1\n")
    #expect(read.blocks.first?.lines.first == .init(line: 3, column: 1))
    #expect(read.blocks.first?.options.group == "g")
  }

  @Test("values and claims keep their expression, text and group")
  func values() {
    let read = chapter(
      "```swift group=g\nlet n = 1\n```\n\nIt is <!-- value group=g n * 2 -->`16`<!-- /value --> and <!-- verify 1 == 1 -->.\n"
    )
    #expect(read.problems.isEmpty)
    #expect(read.blocks.map(\.code) == ["let n = 1\n", "n * 2", "1 == 1"])
    #expect(read.blocks[1].expectation.value?.text == "16")
    #expect(read.blocks[1].options.group == "g")
  }

  @Test("a block without an id is named by its heading and ordinal, so that text between moves no name")
  func names() {
    let text =
      "```swift\n```\n\n# The Heap\n\n```swift\n```\n\nText.\n\n```swift\n```\n\n<!-- swift\na\n-->\n"
    #expect(chapter(text).blocks.map(\.name) == ["top-1", "the-heap-1", "the-heap-2", "the-heap-setup-1"])
  }

  @Test("a transcript's commands, continuations, statuses and outputs are told apart")
  func console() {
    let read = chapter(
      "```console\n$ lesson run \"a b\" \\\n> --all\nout\n> still out\n? 3\n$ lesson list\n```\n")
    let commands = read.blocks.first?.expectation.commands ?? []
    #expect(commands.map(\.words) == [["lesson", "run", "a b", "\\", "--all"], ["lesson", "list"]])
    #expect(commands.map(\.status) == [3, 0])
    #expect(commands.map(\.output) == ["out\n> still out\n", ""])
  }

  @Test("a group is one program, an error block sees what stands before it and is seen by nothing")
  func groups() {
    let read = chapter(
      "```swift group=g\nlet a = 1\n```\n\n```swift error group=g\nb // error: x\n```\n\n```swift group=g\nlet c = 1\n```\n"
    )
    let programs = Assembler.programs(of: read, codes: read.blocks.map(\.code))
    #expect(programs.map(\.name) == ["group g", "top-2"])
    #expect(
      programs.map { $0.parts.map(\.code) } == [
        ["let a = 1\n", "let c = 1\n"], ["let a = 1\n", "b // error: x\n"],
      ])
    #expect(programs.map { $0.parts.map(\.block) } == [[0, 2], [nil, 1]])
  }
}
