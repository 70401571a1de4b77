// Exact places: for every node of a corpus, the raw text at the node's range is what the node says. The corpus is
// the specification and our own pieces in every container, with CRLF, tabs and a byte-order mark.

import BookMarkdown
import Testing

private let pieces = [
  "Plain *emphasis* and **strong** with `code` and <!-- a comment --> here.\n",
  "Two lines with `code\nover` and *two\nlines* and <b>tags</b>.\n",
  "A [link](target.md \"a title\") and ![image](x.png) and <https://a.example/> and [ref][r] and [r].\n\n[r]: /url\n",
  "Escapes \\* and \\\\ and &amp; and &copy; and ünïcödé **größe** end.\n",
  "```swift id=a\nlet a = 1\n\n  let b = 2\n```\n",
  "~~~\ntilde\n~~~\n",
  "# Heading *one*\n\nSetext `two`\n===\n",
  "Hard  \nbreak and\\\nbackslash.\n",
  "<!-- value x -->16<!-- /value --> starts a line\n",
  "Text <!-- value x -->16<!-- /value --> and <!-- verify a == b -->.\n",
  "| a | b `x|y` |\n|---|:-:|\n| *c* | `d\\|e` |\n",
  "Word[^n] text.\n\n[^n]: A note with *emphasis*.\n",
]

private func inQuote(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { "> \($0)\n" }.joined()
}
private func inList(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().enumerated()
    .map { $0.offset == 0 ? "- \($0.element)\n" : $0.element.isEmpty ? "\n" : "  \($0.element)\n" }.joined()
}

/// Every piece in every container.
private let corpus: [String] = pieces.flatMap { piece in
  [
    piece, inQuote(piece), inList(piece), inQuote(inQuote(piece)), inQuote(inList(piece)),
    inList(inQuote(piece)),
    piece.replacing("\n", with: "\r\n"), "\u{FEFF}" + piece, "---\ntitle: x\n---\n" + piece,
  ]
}

/// What is wrong with a node's place, in words.
private func fault(_ node: Node, in lines: SourceLines, of parent: Node?) -> String? {
  if let parent, node.range.start < parent.range.start || parent.range.end < node.range.end {
    return "\(node.range) leaves its parent's \(parent.range)"
  }
  let text = lines.text(of: node.range)
  let plain = text.replacing("\r\n", with: "\n")
  switch node.kind {
  case .text(let literal):
    if !literal.contains("&"), !text.contains("\\"), !text.contains("&"), plain != literal {
      return "text \(literal) at \(plain)"
    }
  case .code(let literal):
    let inner = plain.drop { $0 == "`" }
    if !plain.hasPrefix("`") || !plain.hasSuffix("`") { return "code \(literal) at \(plain)" }
    if !literal.contains(" "), !plain.contains("\n"), !inner.contains(literal), !plain.contains("\\|") {
      return "code \(literal) at \(plain)"
    }
  case .html(let literal):
    if !literal.contains("\n"), plain != literal { return "html \(literal) at \(plain)" }
  case .emphasis:
    if !(plain.hasPrefix("*") && plain.hasSuffix("*")) && !(plain.hasPrefix("_") && plain.hasSuffix("_")) {
      return "emphasis at \(plain)"
    }
  case .strong: if !plain.hasPrefix("**") && !plain.hasPrefix("__") { return "strong at \(plain)" }
  case .link:
    if !(plain.hasPrefix("[") && (plain.hasSuffix("]") || plain.hasSuffix(")")))
      && !(plain.hasPrefix("<") && plain.hasSuffix(">"))
    {
      return "link at \(plain)"
    }
  case .image: if !plain.hasPrefix("![") { return "image at \(plain)" }
  case .footnoteReference(let label): if plain != "[^\(label)]" { return "reference at \(plain)" }
  case .codeBlock(let code):
    for (line, position) in zip(
      code.literal.split(separator: "\n", omittingEmptySubsequences: false), code.lines)
    {
      let raw = String(
        decoding: lines[line: position.line].bytes.dropFirst(position.column - 1), as: UTF8.self)
      if raw != line, !raw.contains("\t") { return "code line \(line) at \(raw)" }
    }
  default: break
  }
  return nil
}

private func faults(_ text: String) -> [String] {
  let document = Document.parse(text, file: "p.md")
  let lines = SourceLines(text)
  var result: [String] = []
  func visit(_ node: Node, _ parent: Node?) {
    if let fault = fault(node, in: lines, of: parent) { result.append("\(fault)\n\(text)") }
    for child in node.children { visit(child, node) }
  }
  visit(document.root, nil)
  return result
}

@Test("every node stands where its range says, in every container")
func places() {
  for text in corpus { #expect(faults(text) == []) }
}

@Test("every node of the specification's examples stands where its range says")
func specificationPlaces() throws {
  for example in try SpecificationExample.all() {
    #expect(faults(example.markdown) == [], "example \(example.example)")
  }
}
