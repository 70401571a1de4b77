// Front matter, anchors, code fences, plain text and raw lines.

import BookMarkdown
import Testing

private func parse(_ text: String) -> Document { Document.parse(text, file: "d.md") }

@Test("front matter is what stands between two rules at the very top")
func frontMatter() {
  let document = parse("---\ntitle: A\nb: c\n--- \n# H\n")
  #expect(document.frontMatter == .init(text: "title: A\nb: c\n", line: 2))
  #expect(document.root.range.start == SourcePosition(line: 5, column: 1))
  #expect(document.root.children.map(\.plainText) == ["H"])
  #expect(document.root.children[0].range.start == SourcePosition(line: 5, column: 1))
  #expect(parse("---\r\na: b\r\n---\r\n").frontMatter?.text == "a: b\n")
  #expect(parse("---\n---\nText\n").frontMatter?.text == "")
}

@Test(
  "no front matter below other lines, unclosed, or in plain CommonMark",
  arguments: [
    "\n---\na: b\n---\n", "---\na: b\n", "----\na: b\n----\n", "Text\n---\na: b\n---\n",
  ])
func noFrontMatter(text: String) {
  #expect(parse(text).frontMatter == nil)
  #expect(Document.parse("---\na: b\n---\n", file: "d.md", extensions: .none).frontMatter == nil)
}

@Test("anchors follow the code hosts' rule, and none is given twice")
func anchors() {
  let text =
    "# The *Heap*, `Array<Int>`!\n\n## A_b - c\n\n## Größe 日本\n\n# x\n\n# x\n\n# x-1\n\n# x\n\n> # Quoted\n"
  var anchors: [String] = []
  parse(text).root.walk { if case .heading(_, let anchor) = $0.kind { anchors.append(anchor) } }
  #expect(anchors == ["the-heap-arrayint", "a_b---c", "größe-日本", "x", "x-1", "x-1-1", "x-2", "quoted"])
}

@Test(
  "a fence says whether it is closed, also where its container ends it",
  arguments: [
    ("```\na\n```\n", true), ("```\na\n", false), ("```\na\n``\n", false), ("````\na\n```\n", false),
    ("~~~\na\n```\n", false), ("~~~ x\n~~~~ \n", true), ("> ```\n> a\n\nText\n", false),
    ("> ```\n> a\n```\n", false),
    ("- ```\n  a\n  ```\n", true), ("- ```\n  a\n```\n", false), ("- ```\n  a\n\nText\n", false),
    ("> - ```\n>   a\n>   ```\n", true), ("   ```\n   a\n    ```\n", false), ("```", false),
    ("```\n```", true),
  ])
func fences(text: String, isClosed: Bool) throws {
  var blocks: [Node.CodeBlock] = []
  parse(text).root.walk { if case .codeBlock(let code) = $0.kind { blocks.append(code) } }
  let fence = try #require(blocks.first?.fence)
  #expect(fence.isClosed == isClosed)
}

@Test("an info string's place is known, also when there is none")
func info() throws {
  func info(_ text: String) -> SourcePosition? {
    var result: SourcePosition?
    parse(text).root.walk { if case .codeBlock(let code) = $0.kind { result = code.fence?.info } }
    return result
  }
  #expect(info("> ~~~~  swift id=a\n") == SourcePosition(line: 1, column: 9))
  #expect(info("- ```\n") == SourcePosition(line: 1, column: 6))
  #expect(info("    ```\n") == nil)
}

@Test("lines of code are mapped behind quotes, lists, indents and tabs")
func codeLines() {
  func columns(_ text: String) -> [Int] {
    var result: [Int] = []
    parse(text).root.walk { if case .codeBlock(let code) = $0.kind { result = code.lines.map(\.column) } }
    return result
  }
  #expect(columns("> - ```\n>   a\n>\n>     b\n>   ```\n") == [5, 2, 5])
  #expect(columns("-  ```\n   a\n\n    b\n   ```\n") == [4, 1, 4])
  #expect(columns("  ```\n a\n  b\n   c\n  ```\n") == [2, 3, 3])
  #expect(columns("\ta\n\t\tb\n") == [2, 2])
  #expect(columns("- x\n\n  ```\n  \ta\n  ```\n") == [3])
}

@Test("a comment between comments, or after text, stands at its exact place")
func comments() throws {
  let text =
    "Text\n<!-- a -->\n<!-- b\nc\n-->\n<!-- d --><!-- e -->\n\n> <!-- f\n> g -->\n\nx <!-- h\n  i --> y\n"
  var found: [String] = []
  let lines = SourceLines(text)
  parse(text).root.walk { node in
    switch node.kind {
    case .htmlBlock, .html: found.append(lines.text(of: node.range))
    default: break
    }
  }
  #expect(
    found == ["<!-- a -->", "<!-- b\nc\n-->", "<!-- d --><!-- e -->", "<!-- f\n> g -->", "<!-- h\n  i -->"])
}

@Test("plain text keeps what a reader reads")
func plainText() {
  #expect(parse("A *b* `c`\n[d](e) ![f](g) <b>h</b>\n").root.plainText == "A b c d f h")
}

@Test("raw lines keep every kind of line end, and offsets and positions are each other's inverse")
func rawLines() {
  let text = "\u{FEFF}a\nö\r\n\rb"
  let lines = SourceLines(text)
  #expect(lines.lines.map(\.text) == ["a", "ö", "", "b"])
  #expect(lines.lines.map(\.ending.count) == [1, 2, 1, 0])
  #expect(lines.lines.map(\.offset) == [3, 5, 9, 10])
  for offset in 3...lines.length { #expect(lines.offset(of: lines.position(ofOffset: offset)) == offset) }
  #expect(lines.text(of: SourceRange(.init(line: 1, column: 1), .init(line: 2, column: 2))) == "a\nö")
  #expect(SourceLines("").lines.isEmpty)
  #expect(SourceLines("a\n").position(ofOffset: 2) == SourcePosition(line: 2, column: 1))
}

@Test("a single node's HTML can be overridden, and the rest is still written around it")
func overriding() {
  let document = parse("# A *b*\n\n- c `d`\n- e\n")
  let writer = HTMLWriter { node, writer in
    switch node.kind {
    case .code(let text): "<kbd>\(text)</kbd>"
    case .item: "<li class=x>\(writer.html(node.children))</li>\n"
    default: nil
    }
  }
  #expect(
    writer.html(document.root.children)
      == "<h1 id=\"a-b\">A <em>b</em></h1>\n<ul>\n<li class=x>c <kbd>d</kbd></li>\n<li class=x>e</li>\n</ul>\n"
  )
  #expect(writer.html(document.root.children[0].children) == "A <em>b</em>")
}

@Test("rows and cells of a table can be overridden one by one")
func overridingCells() {
  let document = parse("|a|b|\n|-|-|\n|c|d|\n|e|f|\n")
  let writer = HTMLWriter { node, writer in
    switch node.kind {
    case .tableCell where node.plainText == "a": "<th class=x>\(writer.html(node.children))</th>\n"
    case .tableRow where node.plainText == "cd": "<tr class=y></tr>\n"
    default: nil
    }
  }
  #expect(
    writer.html(document.root.children) == """
      <table>
      <thead>
      <tr>
      <th class=x>a</th>
      <th>b</th>
      </tr>
      </thead>
      <tbody>
      <tr class=y></tr>
      <tr>
      <td>e</td>
      <td>f</td>
      </tr>
      </tbody>
      </table>

      """)
}

@Test("nodes are walked from the top, parents first, in the order of the text")
func walking() {
  var kinds: [Node.Kind] = []
  parse("> *a*\n\nb\n").walk { kinds.append($0.kind) }
  #expect(
    kinds == [.document, .blockQuote, .paragraph, .emphasis, .text("a"), .paragraph, .text("b")])
}
