// Pipe tables: what makes one, what stands in its cells, and where.

import BookMarkdown
import Testing

/// The first node of `text`'s tree that `isWanted`.
func first(_ text: String, _ extensions: Document.Extensions = .all, where isWanted: (Node) -> Bool) -> Node?
{
  var found: Node?
  Document.parse(text, file: "t.md", extensions: extensions).root.walk { node in
    if found == nil, isWanted(node) { found = node }
  }
  return found
}

private func table(_ text: String) -> Node? {
  first(text) { if case .table = $0.kind { true } else { false } }
}

/// The plain text of each cell, a row a line.
private func cells(_ text: String) -> [[String]]? {
  table(text)?.children.map { $0.children.map(\.plainText) }
}

@Test("a header and a delimiter row make a table, with or without outer pipes")
func tables() {
  #expect(cells("| a | b |\n|---|---|\n| c | d |\n") == [["a", "b"], ["c", "d"]])
  #expect(cells("a | b\n--|--\nc | d\n") == [["a", "b"], ["c", "d"]])
  #expect(cells("| a |\n|-|\n") == [["a"]])
}

@Test("colons in the delimiter row align columns")
func alignments() {
  #expect(table("|a|b|c|d|\n|:-|-:|:-:|-|\n")?.kind == .table(alignments: [.left, .right, .center, .none]))
  #expect(table("|a|\n|:-:|\n|b|\n")?.children[1].children[0].kind == .tableCell(.center))
}

@Test(
  "no table without a delimiter row of as many cells as the header",
  arguments: [
    "| a | b |\n|---|\n", "| a |\n|---|---|\n", "| a |\n\n|---|\n", "| a |\n|--x|\n", "| a |\n|::-|\n",
    "| a |\n| |\n", "a\n---\n", "```\n| a |\n|---|\n```\n", "    | a |\n    |---|\n",
  ])
func noTable(text: String) {
  #expect(table(text) == nil)
}

@Test("missing cells are empty and cells beyond the header are dropped")
func raggedRows() {
  #expect(cells("|a|b|\n|-|-|\n|c|\n|d|e|f|\n||\n") == [["a", "b"], ["c", ""], ["d", "e"], ["", ""]])
}

@Test("an escaped pipe is text, in code too, and no cell's end")
func escapedPipes() throws {
  let row = try #require(table("|a|b|\n|-|-|\n| x \\| y | `p\\|q` |\n")?.children[1])
  #expect(row.children.map(\.plainText) == ["x | y", "p|q"])
  #expect(row.children[1].children[0].kind == .code("p|q"))
  #expect(
    row.children[1].children[0].range == SourceRange(.init(line: 3, column: 12), .init(line: 3, column: 17)))
  #expect(cells("|a|b|\n|-|-|\n| `p|q` |\n") == [["a", "b"], ["`p", "q`"]])
}

@Test("a cell holds inlines: emphasis, comments, and links by reference")
func cellInlines() throws {
  let text = "|a|b|\n|-|-|\n| *x* <!-- value y -->1<!-- /value --> | [r] [t](u) |\n\n[r]: /url\n"
  let row = try #require(table(text)?.children[1])
  #expect(row.children[0].children.first?.kind == .emphasis)
  #expect(row.children[0].children[2].kind == .html("<!-- value y -->"))
  let links = row.children[1].children.map(\.kind)
  #expect(
    links == [.link(destination: "/url", title: ""), .text(" "), .link(destination: "u", title: "")])
}

@Test(
  "a cell that looks like a block is inlines all the same",
  arguments: ["# a", "- a", "> a", "1. a", "***", "    a", "a #"])
func cellsAreInlines(text: String) {
  #expect(cells("|h|\n|-|\n| \(text) |\n")?[1] == [text.trimmingPrefix { $0 == " " }.description])
}

@Test("text above a table stays a paragraph, and a blank line ends the table")
func around() throws {
  let root = Document.parse("above\n*it*\n|a|\n|-|\n|b|\n\nbelow\n", file: "t.md").root
  #expect(root.children.map(\.plainText) == ["above it", "ab", "below"])
  #expect(root.children[0].children[2].kind == .emphasis)
  #expect(root.children[0].range.end == SourcePosition(line: 2, column: 4))
}

@Test("a rule directly under a table is a rule")
func ruleBelow() {
  let root = Document.parse("|a|\n|-|\n|b|\n---\n", file: "t.md").root
  #expect(root.children.map(\.kind) == [.table(alignments: [.none]), .thematicBreak])
}

@Test(
  "tables stand in quotes, lists and alerts with their places",
  arguments: [
    (">", "> | a |\n> |---|\n> | *b* |\n", 5), ("-", "- | a |\n  |---|\n  | *b* |\n", 5),
    ("> -", "> - | a |\n>   |---|\n>   | *b* |\n", 7), ("!", "> [!NOTE]\n> | a |\n> |---|\n> | *b* |\n", 5),
  ])
func contained(name: String, text: String, column: Int) throws {
  let cell = try #require(table(text)?.children[1].children[0])
  #expect(cell.children[0].kind == .emphasis)
  #expect(cell.children[0].range.start.column == column)
  #expect(cell.range.end.column == column + 2)
}

@Test("a line without its quote's prefix is no row")
func lazyLine() throws {
  let quote = try #require(Document.parse("> |a|\n> |-|\n> |b|\nlazy\n", file: "t.md").root.children.first)
  #expect(quote.children.map(\.plainText) == ["ab", "lazy"])
}

@Test("a table's HTML has a head, a body and alignments")
func tableHTML() {
  #expect(
    HTMLWriter.render(Document.parse("|a|b|\n|-|:-:|\n|c|d|\n", file: "t.md")) == """
      <table>
      <thead>
      <tr>
      <th>a</th>
      <th align="center">b</th>
      </tr>
      </thead>
      <tbody>
      <tr>
      <td>c</td>
      <td align="center">d</td>
      </tr>
      </tbody>
      </table>

      """)
}

@Test(
  "a cell's links find definitions wherever they stand, the first of a label counting",
  arguments: [
    "[r]: /url\n\n%", "%\n[r]: /url\n", "[r]: /url\n[r]: /b\nText\n\n%", "> [r]:\n/url\n\n[r]: /b\n\n%",
    "- a\n\n  [r]: /url\n\n%",
    "T[^n]\n\n[^n]: [r]: /url\n\n%\n[r]: /b\n", "- [r]: /url\n- b\n\n%", "[r]: /url\nHeading\n===\n\n%",
    "[s]: /s 't\nu'\n[r]: /url\n===\n\n%",
    "```\n[r]: /no\n```\n%\n[r]: /url\n", "%\n> > [r]: /url\n> > \"t\n> > u\" x\n",
  ])
func definitions(pattern: String) throws {
  let text = pattern.replacing("%", with: "| [R] |\n|---|\n")
  #expect(
    table(text)?.children[0].children[0].children.first?.kind == .link(destination: "/url", title: ""),
    "\(text)")
}
