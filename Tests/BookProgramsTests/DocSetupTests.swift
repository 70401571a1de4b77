// DocSetupTests: what `.lesson.yml` says of a package's docs, what becomes of their blocks, and what is wrong with it.
// Relies on: DocSetupReader and BlockReader through BookPrograms.

import BookMarkdown
import BookPrograms
import Testing

@Suite("The setup of a package's docs")
struct DocSetupTests {
  private func read(_ text: String) -> (setup: DocSetup, problems: [Problem]) {
    let (setup, problems) = DocSetupReader.read(text, file: ".lesson.yml")
    return (setup, problems)
  }

  /// A README under this setup: `use-1`, `use-2`, `more-1`.
  private func readme(_ text: String) -> Chapter {
    let fence = "```swift\na()\n```\n"
    let (setup, problems) = read(text)
    #expect(problems.isEmpty)
    let markdown = Document.parse("## Use\n\n\(fence)\n\(fence)\n## More\n\n\(fence)", file: "README.md")
    return setup.applied(
      to: BlockReader.read(markdown, commands: [], conventions: setup.conventions), imports: ["A"])
  }

  @Test("nothing said is a foreign package's: lenient, only fences, the modules by themselves")
  func nothing() {
    let (setup, problems) = read("# A comment.\n")
    #expect(problems.isEmpty && setup.rules.isEmpty && setup.imports == nil)
    #expect(setup.conventions == .foreign && setup.file == ".lesson.yml")
    #expect(readme("").blocks.map(\.surroundings.imports) == [["A"], ["A"], ["A"]])
  }

  @Test("settings of the package are read")
  func settings() {
    let (setup, problems) = read(
      "strict: true\nindented: true\ndocs: [\"Guides/*.md\", B.md]\nexclude: C.md\nimports: [A, Foundation]\n"
    )
    #expect(problems.isEmpty)
    #expect(!setup.conventions.isForeign && setup.conventions.readsIndented)
    #expect(setup.docs == ["Guides/*.md", "B.md"] && setup.exclude == ["C.md"])
    #expect(setup.imports == ["A", "Foundation"])
    #expect(read("imports: []").setup.imports == [])
  }

  @Test("setup stands before the blocks of its file, at its own lines; the block's own stands nearer")
  func snippets() {
    let chapter = readme(
      """
      files:
        README.md:
          setup: |
            let a = 1
            let b = 2
          after: "f()"
          blocks:
            use-*: { setup: "let c = 3", after: "g()" }
      """)
    let surroundings = chapter.blocks[0].surroundings
    #expect(surroundings.before.map(\.code) == ["let a = 1\nlet b = 2\n", "let c = 3"])
    #expect(surroundings.before.map(\.line) == [4, 8])
    #expect(surroundings.before.map(\.file) == [".lesson.yml", ".lesson.yml"])
    #expect(surroundings.after.map(\.code) == ["g()", "f()"])
    #expect(chapter.blocks[2].surroundings.before.map(\.code) == ["let a = 1\nlet b = 2\n"])
  }

  @Test("imports, groups, modes and reasons to skip are given to blocks by name or pattern")
  func treatments() {
    let chapter = readme(
      """
      files:
        "*.md":
          blocks:
            use-1: { group: g, imports: [B, C] }
            use-2: { group: g, mode: run }
            more-*: { skip: "a fragment" }
      """)
    #expect(chapter.blocks.map(\.options.group) == ["g", "g", nil])
    #expect(chapter.blocks.map(\.options.mode) == [.noRun, .run, .skip(reason: "a fragment")])
    #expect(chapter.blocks.map(\.surroundings.imports) == [["B", "C"], ["A"], ["A"]])
    #expect(chapter.problems.isEmpty)
  }

  @Test("an error that the compiler has to give is expected of the block; a defect says why")
  func defects() {
    let chapter = readme(
      """
      files:
        README.md:
          blocks:
            use-1: { error: ["cannot find 'a'[..]", "b"], defect: "renamed in 2.0" }
      """)
    let block = chapter.blocks[0]
    #expect(block.options.mode == .error && block.defect == "renamed in 2.0")
    #expect(block.expectation.diagnostics.map(\.message) == ["cannot find 'a'[..]", "b"])
    #expect(block.expectation.diagnostics.map(\.position) == [block.range.start, block.range.start])
    #expect(chapter.blocks[1].defect == nil)
  }

  @Test(
    "a rule for a block that is not there is named with what it may have meant, unless its file is a pattern")
  func unmet() {
    let rule = "\n    blocks:\n      use-3: { group: g }\n"
    let problem = readme("files:\n  README.md:\(rule)").problems.first
    #expect(problem?.message.contains("no block of README.md is called 'use-3'; did you mean") == true)
    #expect(problem?.position == .init(line: 4, column: 7) && problem?.severity == .error)
    #expect(readme("files:\n  \"*.md\":\(rule)").problems.isEmpty)
  }

  @Test(
    "what is wrong is named at its place",
    arguments: [
      ("stritc: true", 1, 1, "unknown setting 'stritc'; did you mean 'strict'?"),
      ("files:\n  A.md: { setpu: a }", 2, 11, "unknown setting 'setpu'; did you mean 'setup'?"),
      ("files:\n  A.md:\n    blocks:\n      a-1: { gruop: a }", 4, 14, "did you mean 'group'?"),
      ("files:\n  A.md: { blocks: { a-1: { blocks: { b: {} } } } }", 2, 28, "unknown setting 'blocks'"),
      ("files:\n  A.md: { mode: rnu }", 2, 17, "unknown mode 'rnu'; did you mean 'run'?"),
      ("files:\n  A.md: { skip: \"\" }", 2, 11, "'skip' wants a reason"),
      ("files:\n  A.md: { error: a, defect: \" \" }", 2, 21, "'defect' wants a reason"),
      ("files:\n  A.md: { defect: b }", 2, 9, "a defect wants the compiler's words"),
      ("files: [A.md]", 1, 8, "keys and values are expected here"),
      ("strict: maybe", 1, 9, "'strict' is true or false"),
      ("indented: 1", 1, 11, "'indented' is true or false"),
      ("a: [b", 2, 1, "no YAML"), ("just words", 1, 1, "keys and values are expected here"),
    ])
  func wrong(_ text: String, _ line: Int, _ column: Int, _ message: String) {
    let problems = read(text).problems
    #expect(problems.count == 1, "\(problems)")
    #expect(problems.first?.message.contains(message) == true, "\(problems.map(\.message))")
    #expect(problems.first?.file == ".lesson.yml" && problems.first?.severity == .error)
    if !message.contains("YAML") {
      #expect(problems.first?.position == .init(line: line, column: column), "\(problems)")
    }
  }
}
