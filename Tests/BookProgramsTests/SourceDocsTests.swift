// SourceDocsTests: which comments of a Swift source are documentation, what their blocks are called, and where in the
// source every line, expectation and message of theirs stands.
// What these cannot show: that the blocks compile; the acceptance tests check whole packages.

import BookMarkdown
import BookPrograms
import Testing

private func docs(_ source: String, _ conventions: Conventions = .foreign) -> Chapter {
  SourceDocs.read(source, file: "Sources/A/A.swift", conventions: conventions)
}

private let indented = Conventions(isForeign: true, readsIndented: true)

@Suite("Documentation comments")
struct SourceDocsTests {
  @Test("a fence in a /// comment is a block, its lines the source's, its columns behind the slashes")
  func slashes() {
    let chapter = docs(
      """
      import B
      struct S {
          /// Doubles.
          ///
          /// ```swift
          /// print(double(2))
          ///   // Prints "4"
          /// ```
          func double(_ x: Int) -> Int { 2 * x }
      }
      """)
    let block = chapter.blocks.first
    #expect(chapter.blocks.map(\.code) == ["print(double(2))\n  // Prints \"4\"\n"])
    #expect(chapter.blocks.map(\.name) == ["double-1"])
    #expect(block?.range == SourceRange(.init(line: 5, column: 9), .init(line: 8, column: 11)))
    #expect(block?.lines == [.init(line: 6, column: 9), .init(line: 7, column: 9)])
    #expect(block?.expectation.prints.map(\.text) == ["4"])
    #expect(block?.expectation.prints.map(\.position) == [.init(line: 7, column: 22)])
    #expect(chapter.problems.isEmpty)
  }

  @Test(
    "a /** */ comment is read without its signs, with and without a column of stars",
    arguments: [
      ("/**\n A.\n\n ```swift\n a()\n   b()\n ```\n */\nfunc f() {}", 5, 2),
      ("/**\n * A.\n *\n * ```swift\n * a()\n *   b()\n * ```\n */\nfunc f() {}", 5, 4),
      ("  /** A.\n\n      ```swift\n      a()\n        b()\n      ``` */\n  func f() {}", 4, 7),
      ("/**\n```swift\na()\n  b()\n```\n*/\nfunc f() {}", 3, 1),
      ("/**\n\tA.\n\n\t```swift\n\ta()\n\t  b()\n\t```\n*/\nfunc f() {}", 5, 2),
    ])
  func stars(_ source: String, _ line: Int, _ column: Int) {
    let chapter = docs(source)
    #expect(chapter.blocks.map(\.code) == ["a()\n  b()\n"])
    #expect(chapter.blocks.first?.name == "f-1")
    #expect(
      chapter.blocks.first?.lines == [
        .init(line: line, column: column), .init(line: line + 1, column: column),
      ])
    #expect(chapter.problems.isEmpty)
  }

  @Test("stars that are text in one line are text: a list keeps its stars")
  func list() {
    let chapter = docs("/**\n * one\n * two\n\n ```swift\n a()\n ```\n*/\nfunc f() {}")
    #expect(chapter.blocks.map(\.code) == ["a()\n"])
  }

  @Test(
    "what only looks like documentation is none",
    arguments: [
      "// ```swift\n// a()\n// ```\nfunc f() {}", "//// ```swift\n//// a()\n//// ```\nfunc f() {}",
      "/* ```swift\n a()\n ``` */\nfunc f() {}", "/*** ```swift\n a()\n ``` */\nfunc f() {}",
      "let s = \"\"\"\n  /// ```swift\n  /// a()\n  /// ```\n  \"\"\"",
      "let s = #\"\"\"\n  \\\"\"\"\n  /// ```swift\n  /// a()\n  /// ```\n  \"\"\"#",
      "/*\n/// ```swift\n/// a()\n/// ```\n*/", "/* /* */\n/// ```swift\n/// a()\n/// ```\n*/",
    ])
  func none(_ source: String) {
    #expect(docs(source).blocks.isEmpty && docs(source).problems.isEmpty)
  }

  @Test(
    "documentation is found again after what it might be confused with",
    arguments: [
      "let s = \"/*\"", "let s = \"\\\"/*\"", "let s = #\"\\\"#", "/**/", "/* /* */ */", "/***/",
      "let s = \"\"\"\n/*\n\"\"\"", "// it's \"/*", "let r = a */b*/ 2",
    ])
  func after(_ line: String) {
    #expect(docs("\(line)\n/// ```swift\n/// a()\n/// ```\nfunc f() {}").blocks.map(\.name) == ["f-1"])
  }

  @Test("a block comment's own block comments and what looks like its end in a string end nothing")
  func nested() {
    let chapter = docs(
      "/**\n ```swift\n a() /* b */\n ```\n /* c */ d */\nfunc f() {}\n/// ```swift\n/// e()\n/// ```\nfunc g() {}"
    )
    #expect(chapter.blocks.map(\.code) == ["a() /* b */\n", "e()\n"])
    #expect(chapter.blocks.map(\.name) == ["f-1", "g-1"])
    #expect(docs("/** ```swift */\nfunc f() {}").problems.map(\.position) == [.init(line: 1, column: 5)])
  }

  @Test(
    "fences in lists, quotes and notes are found",
    arguments: [
      ("/// - Note: A.\n///   ```swift\n///   a()\n///   ```", 3, 7),
      ("/// > Important: A.\n/// >\n/// > ```swift\n/// > a()\n/// > ```", 4, 7),
      ("/// 1. ```swift\n///    a()\n///    ```", 2, 8), ("/// - ```swift\n///   a()\n///   ```", 2, 7),
      ("/// > ```swift\n/// > a()\n/// > ```", 2, 7),
    ])
  func containers(_ comment: String, _ line: Int, _ column: Int) {
    let chapter = docs(comment + "\nfunc f() {}")
    #expect(chapter.blocks.map(\.code) == ["a()\n"])
    #expect(chapter.blocks.first?.lines == [.init(line: line, column: column)])
  }

  @Test("CRLF line ends and a byte-order mark change no place")
  func lineEnds() {
    let source =
      "\u{FEFF}/// A.\r\n///\r\n/// ```swift\r\n/// a() // Prints \"é\"\r\n/// ```\r\nfunc f() {}\r\n"
    let chapter = docs(source)
    #expect(chapter.blocks.map(\.code) == ["a() // Prints \"é\"\n"])
    #expect(chapter.blocks.first?.lines == [.init(line: 4, column: 5)])
    #expect(chapter.blocks.first?.expectation.prints.first?.position == .init(line: 4, column: 20))
    #expect(docs("\u{FEFF}/// ```swift\n/// a()\n/// ```\nfunc f() {}").blocks.map(\.name) == ["f-1"])
  }

  @Test("an open fence is named at its line and takes nothing of the next comment")
  func open() {
    let chapter = docs(
      "/// ```swift\n/// a()\nfunc f() {}\n\n  /// ```swift\n  /// b()\n  /// ```\n  func g() {}")
    #expect(chapter.blocks.map(\.name) == ["g-1"])
    #expect(chapter.problems.map(\.position) == [.init(line: 1, column: 5)])
    // What is amiss in the Markdown of others is no verdict.
    #expect(chapter.problems.map(\.severity) == [.warning] && chapter.problems.map(\.rule) == ["fence"])
  }

  // MARK: Indented code

  @Test("indented code is Swift where the setup says so, and of no language elsewhere")
  func indentedCode() {
    let source =
      "  /// A:\n  ///\n  ///     let a = f()\n  ///       // Prints \"1\"\n  ///\n  ///     g()\n  ///\n  /// B.\n  func f() {}"
    #expect(docs(source).blocks.isEmpty)
    let block = docs(source, indented).blocks.first
    #expect(block?.code == "let a = f()\n  // Prints \"1\"\n\ng()\n")
    #expect(block?.lines.map(\.line) == [3, 4, 5, 6] && block?.lines.first?.column == 11)
    #expect(block?.expectation.prints.map(\.position) == [.init(line: 4, column: 24)])
    #expect(block?.options.mode == .run)
    let stars = "/** A:\n\n     let a = f()\n\n B.\n */\nfunc f() {}"
    #expect(docs(stars, indented).blocks.map(\.code) == ["let a = f()\n"])
    #expect(docs("/// A:\n///\n/// \ta()\nfunc f() {}", indented).blocks.map(\.code) == ["a()\n"])
  }

  @Test("a list item's further paragraphs are not code")
  func listParagraphs() {
    let source = "/// - Parameter a: The first,\n///     which goes on.\n///\n///   And on.\nfunc f() {}"
    #expect(docs(source, indented).blocks.isEmpty)
  }

  // MARK: What the fence says

  @Test(
    "in docs of others a known word counts, an unknown one does not, and a block that states nothing is compiled",
    arguments: [
      ("swift", "a()", .noRun), ("Swift", "a()", .noRun), ("swift nocopy", "a()", .noRun),
      ("swift, nocopy, highlight=[1]", "a()", .noRun), ("swift", "a() // Prints \"1\"", .run),
      ("swift no-run", "a() // Prints \"1\"", .noRun), ("swift parse", "a()", .parse),
      ("swift skip=\"why\"", "a()", .skip(reason: "why")), ("swift crash", "a()", .crash),
      ("swift error", "a()\n/// // error: b", .error), ("swift error", "a()", .parse),
    ] as [(String, String, BlockOptions.Mode)])
  func words(_ info: String, _ code: String, _ mode: BlockOptions.Mode) {
    let chapter = docs("/// ```\(info)\n/// \(code)\n/// ```\nfunc f() {}")
    #expect(chapter.blocks.map(\.options.mode) == [mode])
    #expect(chapter.problems.isEmpty)
  }

  @Test(
    "other languages, and fences without one, are left alone", arguments: ["", "c", "sh", "text", "swiftui"])
  func otherLanguages(_ info: String) {
    #expect(docs("/// ```\(info)\n/// a()\n/// ```\nfunc f() {}").blocks.isEmpty)
  }

  @Test("an output fence states what the block above it prints, at its own place")
  func output() {
    let chapter = docs(
      "  /// ```swift\n  /// print(1)\n  /// ```\n  ///\n  /// ```output\n  /// 1\n  /// ```\n  func f() {}")
    let block = chapter.blocks.first
    #expect(block?.options.mode == .run)
    #expect(block?.expectation.output?.text == "1\n")
    #expect(block?.expectation.output?.lines == [.init(line: 6, column: 7)])
    #expect(block?.expectation.output?.range.start == .init(line: 5, column: 7))
  }

  @Test("errors, crashes and hidden setup have their places, too")
  func places() {
    let chapter = docs(
      """
        /// <!-- swift group=g
        /// let s = 1
        /// -->
        /// ```swift error group=g
        /// let a: Int = "a"
        /// //           ^ error: cannot
        /// ```
        /// ```swift crash
        /// fatalError("b")
        /// // Fatal error: b
        /// ```
        func f() {}
      """)
    #expect(chapter.blocks.map(\.kind) == [.hiddenSwift, .swift, .swift])
    #expect(chapter.blocks.first?.lines.first == .init(line: 2, column: 7))
    #expect(chapter.blocks[1].expectation.diagnostics.map(\.position) == [.init(line: 6, column: 7)])
    #expect(chapter.blocks[1].expectation.diagnostics.map(\.column) == [14])
    #expect(chapter.blocks[2].expectation.crashMessage?.position == .init(line: 10, column: 7))
  }

  @Test("where a value lives is claimed only in docs that are written for it")
  func placement() {
    let source = "  /// ```swift\n  /// let a = f() // stack: A\n  /// ```\n  func f() {}"
    #expect(docs(source).blocks.first?.expectation.placements.isEmpty == true)
    let strict = docs(source, .book).blocks.first?.expectation.placements
    #expect(strict?.map(\.position) == [.init(line: 2, column: 19)])
    let spaced = docs(
      """
        /// ```swift
        /// d["a"] = 1   // heap: [String: Int] growth
        /// draw(s)      // heap: any Shape
        /// draw(t)      // heap: any value is fine
        /// f()          // heap: this one is shared
        /// ```
        func f() {}
      """, .book)
    let stated = spaced.blocks.first?.expectation.placements
    #expect(stated?.map(\.type) == ["[String: Int]", "any Shape"])
    #expect(stated?.map(\.reason) == ["growth", nil])
  }

  @Test("strict docs are read as a book's: an unknown word is an error at its place")
  func strict() {
    let chapter = docs("  /// ```swift crahs\n  /// a()\n  /// ```\n  func f() {}", .book)
    #expect(chapter.problems.map(\.severity) == [.error])
    #expect(chapter.problems.map(\.position) == [.init(line: 1, column: 16)])
    #expect(chapter.blocks.map(\.options.mode) == [.run])
  }

  // MARK: Names

  @Test(
    "a block is called after what its comment documents",
    arguments: [
      ("public func chunked(by: Int) {}", "chunked"), ("@inlinable public static func f() {}", "f"),
      ("@available(*, deprecated, renamed: \"init(a:)\")\n@inlinable\npublic func f() {}", "f"),
      ("#if os(Linux)\nfunc f() {}", "f"), ("// aside\nfunc f() {}", "f"), ("\nfunc f() {}", "f"),
      ("public struct HashMap<A> {", "hashmap"), ("class func make() {}", "make"), ("case red, green", "red"),
      ("public init?(a: Int) {}", "init"), ("subscript(i: Int) -> Int {", "subscript"),
      ("var `default`: Int", "default"), ("func _g() {}", "g"), ("extension Array where A: B {", "array"),
      ("static func + (lhs: A, rhs: A) -> A {", "operator"), ("infix operator +++", "operator"),
      ("prefix func -(x: A) -> A {", "operator"), ("x = 1", "comment"), ("", "comment"),
      ("indirect enum E {", "e"), ("associatedtype Element", "element"), ("macro m()", "m"),
    ])
  func names(_ declaration: String, _ name: String) {
    #expect(docs("/// ```swift\n/// a()\n/// ```\n\(declaration)").blocks.map(\.name) == ["\(name)-1"])
  }

  @Test("a comment on the line of its declaration is called after that, too")
  func sameLine() {
    #expect(docs("/** A.\n ```swift\n a()\n ```\n */ func f() {}\nfunc g() {}").blocks.map(\.name) == ["f-1"])
    #expect(docs("/**\n a()\n */ func f() {}\n", indented).blocks.isEmpty)
  }

  @Test("names go on counting over comments on the same name and over headings")
  func counting() {
    let fence = "/// ```swift\n/// a()\n/// ```\n"
    let chapter = docs(
      "\(fence)/// ## More\n\(fence)func f() {}\n\(fence)func f(x: Int) {}\n\(fence)func g() {}")
    #expect(chapter.blocks.map(\.name) == ["f-1", "f-2", "f-3", "g-1"])
  }

  @Test("an id is the block's name, and used twice in a file it is said")
  func ids() {
    let fence = "/// ```swift id=a\n/// a()\n/// ```\n"
    #expect(docs("\(fence)func f() {}").blocks.map(\.name) == ["a"])
    let chapter = docs("\(fence)func f() {}\n\(fence)func g() {}")
    #expect(chapter.problems.map(\.position) == [.init(line: 5, column: 5)])
  }
}
