// Containers: a text is the same in a quote, an item or a footnote, after front matter, and with other line
// ends: the tree keeps its nodes, and their places move by the prefix. So what is read right at the top is read
// right everywhere. What this cannot show is that it is read right at the top.
// Relies on: Corpus.

import BookMarkdown
import Testing

/// Texts without tabs, whose width depends on the column. The first paragraph keeps them from being alerts.
private let texts: [String] = {
  let made = (1...4 as ClosedRange<UInt64>).flatMap { Corpus.madeUp(400, seed: 70 + $0, length: 40) }
  return (Corpus.pieces + made).map { text in
    let plain = text.replacing("\t", with: "  ").replacing("\r\n", with: "\n").replacing("\0", with: "0")
    return "First\n\n" + plain + (plain.hasSuffix("\n") ? "" : "\n")
  }
}()

private func nodes(_ text: String) -> [Node] { Document.parse(text, file: "c.md").root.children }

private func prefixed(_ text: String, _ first: String, _ rest: String) -> String {
  first + text.dropLast().replacing("\n", with: "\n" + rest) + "\n"
}

/// The first difference of two trees, where the nodes of `original` are moved by `lines` and `columns`. A
/// block's end is not compared: blank lines at the end of an unclosed block are as wide as the prefix.
private func difference(_ original: [Node], _ other: [Node], lines: Int = 0, columns: Int = 0) -> String? {
  guard original.count == other.count else {
    return "\(original.map(\.kind)) became \(other.map(\.kind))"
  }
  func moved(_ position: SourcePosition) -> SourcePosition {
    .init(line: position.line + lines, column: position.column + columns)
  }
  for (node, copy) in zip(original, other) {
    var kind = node.kind
    if case .codeBlock(var code) = kind {
      code.lines = code.lines.map(moved)
      if let info = code.fence?.info { code.fence?.info = moved(info) }
      kind = .codeBlock(code)
    }
    if kind != copy.kind { return "\(kind) became \(copy.kind)" }
    let isMoved = moved(node.range.start) == copy.range.start
    if !isMoved || !node.isBlock && moved(node.range.end) != copy.range.end {
      return "\(kind) moved from \(node.range) to \(copy.range)"
    }
    if let found = difference(node.children, copy.children, lines: lines, columns: columns) { return found }
  }
  return nil
}

@Test("a text in a quote is the same text, two columns on")
func quoted() throws {
  for text in texts {
    let copy = nodes(prefixed(text, "> ", "> "))
    try #require(copy.count == 1 && copy[0].kind == .blockQuote, "\(text.debugDescription)")
    let found = difference(nodes(text), copy[0].children, columns: 2)
    #expect(found == nil, "\(text.debugDescription)")
  }
}

@Test("a text in a list item is the same text, two columns on")
func listed() throws {
  for text in texts {
    let copy = nodes(prefixed(text, "- ", "  "))
    try #require(copy.count == 1 && copy[0].children.count == 1, "\(text.debugDescription)")
    let found = difference(nodes(text), copy[0].children[0].children, columns: 2)
    #expect(found == nil, "\(text.debugDescription)")
  }
}

@Test("a text in a footnote is the same text, four columns on, but for the first line")
func noted() throws {
  for text in texts {
    let copy = nodes(prefixed(text, "[^n]: ", "    "))
    try #require(
      copy.count == 1 && copy[0].kind == .footnoteDefinition(label: "n"), "\(text.debugDescription)")
    let found = difference(Array(nodes(text).dropFirst()), Array(copy[0].children.dropFirst()), columns: 4)
    #expect(found == nil, "\(text.debugDescription)")
  }
}

@Test("a text after front matter is the same text, three lines on")
func afterFrontMatter() {
  for text in texts {
    #expect(
      difference(nodes(text), nodes("---\na: b\n---\n" + text), lines: 3) == nil, "\(text.debugDescription)")
  }
}

@Test("a byte-order mark and lone carriage returns move nothing")
func marks() {
  for text in texts {
    #expect(nodes("\u{FEFF}" + text) == nodes(text), "\(text.debugDescription)")
    #expect(nodes(text.replacing("\n", with: "\r")) == nodes(text), "\(text.debugDescription)")
  }
}

@Test("tables, alerts and anchors never change what a code block is")
func codeStands() {
  func code(_ text: String, _ extensions: Document.Extensions) -> [Node] {
    var result: [Node] = []
    Document.parse(text, file: "c.md", extensions: extensions).walk { node in
      if case .codeBlock = node.kind { result.append(node) }
    }
    return result
  }
  for text in texts {
    #expect(code(text, [.tables, .alerts, .anchors]) == code(text, .none), "\(text.debugDescription)")
  }
}
