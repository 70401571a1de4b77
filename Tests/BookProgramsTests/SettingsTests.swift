// SettingsTests: what a chapter's front matter says about its blocks, and what the book's says about chapters.
// Relies on: BookReader and Assembler through BookPrograms.

import BookMarkdown
import BookPrograms
import Testing

@Suite("A chapter's settings")
struct SettingsTests {
  private func read(_ settings: String, _ body: String) -> Chapter {
    BlockReader.read(Document.parse("---\n\(settings)\n---\n\(body)", file: "x.md"))
  }

  private let three = """
    ```swift
    print(1)
    ```
    ```swift error
    let x: Int = "a"
    //           ^ error: cannot
    ```
    ```swift timeout=3s
    print(2)
    ```

    """

  @Test("defaults hold for every block, and a block's own words go first")
  func defaults() {
    let chapter = read("options: optimized timeout=20s", three)
    #expect(chapter.problems.isEmpty)
    #expect(chapter.blocks.map(\.options.isOptimized) == [true, false, true])
    #expect(chapter.blocks.map(\.options.timeout) == [20, 20, 3])
    let compiled = read("options: [no-run, unordered]", three)
    #expect(compiled.problems.isEmpty)
    #expect(compiled.blocks.map(\.options.mode) == [.noRun, .error, .noRun])
  }

  @Test("hidden setup takes part, so that it stays one group with what it prepares")
  func hidden() {
    let chapter = read(
      "options: group=all optimized", "<!-- swift\nlet a = 1\n-->\n```swift\nprint(a)\n```\n")
    #expect(chapter.problems.isEmpty)
    let programs = Assembler.programs(of: chapter, codes: chapter.blocks.map(\.code))
    #expect(programs.count == 1 && programs[0].isOptimized && programs[0].parts.count == 2)
  }

  @Test("the language mode is the chapter's, else the book's, and part of what a program is")
  func languageMode() {
    let five = read("swift: 5", three)
    #expect(five.problems.isEmpty && five.languageMode == "5")
    #expect(BlockReader.read(Document.parse(three, file: "x.md"), languageMode: "5").languageMode == "5")
    let six = read("title: x", three)
    #expect(six.languageMode == "6")
    let identities = [five, six].map { Assembler.programs(of: $0, codes: $0.blocks.map(\.code))[0].identity }
    #expect(identities[0] != identities[1])
  }

  @Test("settings of other tools are left alone")
  func others() {
    #expect(read("title: A\ntags: [a, b]\ndate: 2026-01-01", three).problems.isEmpty)
  }

  @Test(
    "what is wrong is named at its place",
    arguments: [
      ("option: optimized", 2, 1, "did you mean 'options'?"),
      ("swift: 7", 2, 8, "no language mode"),
      ("options: crahs", 2, 10, "'crahs' cannot hold for all blocks"),
      ("options: id=a", 2, 10, "'id' cannot hold for all blocks"),
      ("a: 1\noptions: optimized timeout=90s", 3, 20, "not a limit in seconds"),
      ("options: [a", 3, 1, "no YAML"),
    ])
  func wrong(_ settings: String, _ line: Int, _ column: Int, _ message: String) {
    let problem = read(settings, three).problems.first
    #expect(problem?.message.contains(message) == true, "\(String(describing: problem))")
    #expect(problem?.position.line == line)
    if !message.contains("YAML") { #expect(problem?.position.column == column) }
  }

  @Test("network names chapters, and only ones that there are")
  func network() {
    func read(_ names: String) -> (Contents, [Problem]) {
      let text = "---\nnetwork: [\(names)]\n---\n## P\n\n1. [One](en/01-one.md)\n"
      return ContentsReader.read(Document.parse(text, file: "Contents.md"), folder: "C")
    }
    #expect(read("01-one").0.network == ["C/en/01-one.md"] && read("01-one").1.isEmpty)
    #expect(read("01-on").1.first?.message.contains("did you mean '01-one'?") == true)
  }
}
