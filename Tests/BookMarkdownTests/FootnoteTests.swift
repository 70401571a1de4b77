// Footnotes: definitions of every shape, in every container, and the references to them.

import BookMarkdown
import Testing

private func parse(_ text: String) -> Document { Document.parse(text, file: "f.md") }

private func isDefinition(_ node: Node) -> Bool {
  if case .footnoteDefinition = node.kind { true } else { false }
}

private func labels(_ document: Document) -> [String] {
  document.footnotes.compactMap { if case .footnoteDefinition(let label) = $0.kind { label } else { nil } }
}

@Test("a definition of one word is one, although libcmark takes it for a link reference")
func oneWord() throws {
  let document = parse("Text[^1].\n\n[^1]: word\n")
  let definition = try #require(document.footnotes.first)
  #expect(definition.plainText == "word")
  #expect(definition.range == SourceRange(.init(line: 3, column: 1), .init(line: 3, column: 10)))
  #expect(definition.children[0].range.start == SourcePosition(line: 3, column: 7))
  let paragraph = document.root.children[0]
  #expect(paragraph.children[1].kind == .footnoteReference(label: "1"))
  #expect(paragraph.children[1].range == SourceRange(.init(line: 1, column: 5), .init(line: 1, column: 8)))
}

@Test("a definition goes on with lines, indented paragraphs and indented blocks")
func continuation() throws {
  let text = """
    A[^n].

    [^n]: First *line*
    second line
        third line

        Second paragraph.

        ```swift
        let a = 1
        ```

        | a |
        |---|

        - item

    After.

    """
  let document = parse(text)
  let definition = try #require(document.footnotes.first)
  #expect(definition.children.count == 5)
  #expect(definition.children[0].plainText == "First line second line third line")
  #expect(definition.children[1].plainText == "Second paragraph.")
  guard case .codeBlock(let code) = definition.children[2].kind else {
    return #expect(Bool(false), "no code")
  }
  #expect(code.literal == "let a = 1\n")
  #expect(code.lines == [SourcePosition(line: 10, column: 5)])
  #expect(definition.children[3].kind == .table(alignments: [.none]))
  #expect(document.root.children.last?.plainText == "After.")
}

@Test("definitions on lines one after the other are apart, and interrupt a paragraph")
func adjacent() {
  let document = parse("Text[^b] and[^a]\n[^a]: one\nmore\n[^b]: two *three*\n")
  #expect(labels(document) == ["b", "a"])
  #expect(document.footnotes.map(\.plainText) == ["two three", "one more"])
  #expect(document.root.children.count == 3)
}

@Test(
  "definitions stand in quotes, lists and alerts",
  arguments: [
    "> T[^n]\n>\n> [^n]: a *b*\n>\n>     c\n", "- T[^n]\n\n  [^n]: a *b*\n\n      c\n",
    "> - T[^n]\n>\n>   [^n]: a *b*\n>\n>       c\n", "> [!NOTE]\n> T[^n]\n>\n> [^n]: a *b*\n>\n>     c\n",
    "1. T[^n]\n   [^n]: a *b*\n\n       c\n", "T[^n]\n\n- [^n]: a *b*\n\n      c\n",
    "> T[^n]\n[^n]: a *b*\n\n    c\n",
  ])
func contained(text: String) throws {
  let definition = try #require(parse(text).footnotes.first)
  #expect(definition.children.map(\.plainText) == ["a b", "c"])
  let lines = SourceLines(text)
  #expect(lines.text(of: definition.range).hasPrefix("[^n]: a"))
  #expect(lines.text(of: definition.children[0].children[1].range) == "*b*")
  #expect(lines.text(of: definition.children[1].range) == "c")
}

@Test("a list beside definitions keeps its items and its looseness", arguments: ["-", "+", "*", "1.", "1)"])
func beside(marker: String) throws {
  let document = parse("\(marker) one\n\(marker) two[^n]\n\n[^n]: note\n\n\(marker) three\n")
  let kinds = document.root.children.map(\.kind)
  #expect(kinds.count == 3 && isDefinition(document.root.children[1]))
  guard case .list(let list) = kinds[0] else { return #expect(Bool(false), "no list") }
  #expect(list.isTight && document.root.children[0].children.count == 2)
}

@Test("links by reference resolve in definitions, and references in them count")
func inside() throws {
  let document = parse("T[^a]\n\n[^b]: last\n[^a]: see [r] and[^b]\n\n[r]: /url\n")
  #expect(labels(document) == ["a", "b"])
  let paragraph = try #require(document.footnotes.first?.children.first)
  #expect(paragraph.children[1].kind == .link(destination: "/url", title: ""))
  #expect(paragraph.children.last?.kind == .footnoteReference(label: "b"))
}

@Test("labels ignore case, the first definition counts, and unused ones come last")
func order() {
  let document = parse("T[^Two] [^ONE]\n\n[^unused]: u\n[^one]: 1\n[^two]: 2\n[^ONE]: other\n")
  #expect(labels(document) == ["two", "one", "unused", "ONE"])
  #expect(document.footnotes[1].plainText == "1")
  #expect(document.root.children[0].children[1].kind == .footnoteReference(label: "two"))
}

@Test(
  "no reference in code, behind a backslash, or without a definition",
  arguments: [
    "`[^n]`", "\\[^n]", "[^m]", "[^ n]", "[^]", "<!-- [^n] -->", "[x](y \"[^n]\")",
  ])
func noReference(text: String) {
  var found = false
  parse("T \(text)\n\n[^n]: note\n").root.walk { if case .footnoteReference = $0.kind { found = true } }
  #expect(!found)
}

@Test(
  "no definition in code, in raw HTML, behind four spaces or with spaces in its label",
  arguments: [
    "```\n[^n]: a\n```\n", "    [^n]: a\n", "<div>\n[^n]: a\n</div>\n", "<!--\n[^n]: a\n-->\n", "[^n m]: a\n",
    "[^]: a\n",
    "T\n    [^n]: a\n",
  ])
func noDefinition(text: String) {
  #expect(parse(text).footnotes == [])
}

@Test(
  "code in a chapter with footnotes is what it is without",
  arguments: [
    "```swift\n[^1]: x\n```\n", "    [^1]: x\n", "- a\n\n  ```\n  [^1]: x\n  ```\n",
    "~~~\n+   [^1]: y\n~~~\n",
  ])
func codeStays(text: String) throws {
  func code(_ extensions: Document.Extensions, _ text: String) -> [Node.Kind] {
    var result: [Node.Kind] = []
    Document.parse(text, file: "f.md", extensions: extensions).root.walk { node in
      if case .codeBlock = node.kind { result.append(node.kind) }
    }
    return result
  }
  let whole = text + "\nT[^n]\n\n[^n]: note\n"
  #expect(code(.all, whole) == code(.none, text))
}

@Test("a definition without text is empty, and cannot interrupt a paragraph")
func empty() throws {
  let definition = try #require(parse("T[^n]\n\n[^n]:\n").footnotes.first)
  #expect(definition.children == [])
  #expect(definition.range == SourceRange(.init(line: 3, column: 1), .init(line: 3, column: 5)))
  #expect(parse("T\n[^n]:\n\n[^m]: a\n").root.children.map(\.plainText) == ["T [^n]:", "a"])
}

@Test("a definition inside a definition is one, and goes on with deeper lines")
func nested() throws {
  let text = "T[^a][^b]\n\n[^a]: one\n\n    [^b]: two\n\n        more\n\n    last\n"
  let document = parse(text)
  #expect(labels(document) == ["a", "b"])
  let outer = try #require(document.footnotes.first)
  #expect(outer.children.map(\.plainText) == ["one", "twomore", "last"])
  #expect(outer.children[1].range == SourceRange(.init(line: 5, column: 5), .init(line: 7, column: 12)))
  #expect(outer.children[1].children[1].range.start == SourcePosition(line: 7, column: 9))
}

@Test("definitions nested without end are text from the fifth on, and lose nothing")
func nestedDeep() {
  let text = (0..<40).map { String(repeating: "    ", count: $0) + "[^n\($0)]: t\($0)\n\n" }.joined()
  let document = parse("T\n\n" + text)
  #expect(labels(document) == ["n0", "n1", "n2", "n3"])
}
