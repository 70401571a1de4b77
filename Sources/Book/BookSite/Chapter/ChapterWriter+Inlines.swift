// The inlines of a chapter: text with its quotes set, values from runs, links to sections, terms and other
// chapters.
// Relies on: ChapterWriter, Typography, ChapterLink.

import BookMarkdown
import BookPrograms
import BookVerify

extension ChapterWriter {
  /// Appends `nodes`, which are inlines.
  mutating func inlines(_ nodes: [Node], _ html: inout HTML) {
    var index = 0
    while index < nodes.count {
      if let block = blocks[nodes[index].range.start], isValue(block), let end = valueEnd(nodes, after: index)
      {
        writeValue(block, Array(nodes[(index + 1)..<end]), &html)
        index = end + 1
      } else {
        inline(nodes[index], &html)
        index += 1
      }
    }
  }

  private mutating func inline(_ node: Node, _ html: inout HTML) {
    switch node.kind {
    case .text(let text):
      html.text(Typography.set(text, after: lastCharacter))
      lastCharacter = text.last ?? lastCharacter
    case .softBreak:
      html.newline()
      lastCharacter = " "
    case .lineBreak:
      html.void("br")
      lastCharacter = " "
    case .code(let text):
      html.element("code", text: text)
      // Whatever it ends in, code is a word to the prose around it.
      lastCharacter = "x"
    case .html(let text): writeAuthorHTML(text, at: node.range.start, &html)
    case .emphasis: html.element("em") { inlines(node.children, &$0) }
    case .strong: html.element("strong") { inlines(node.children, &$0) }
    case .link(let destination, let title): writeLink(destination, title, node, &html)
    case .image(let source, let title): writeImage(source, title, node, &html)
    case .footnoteReference(let label): writeReference(label, at: node.range.start, &html)
    default: inlines(node.children, &html)
    }
  }

  // MARK: Values

  private func isValue(_ block: Block) -> Bool {
    block.kind == .value || block.kind == .measured
  }

  /// The index of the comment that ends the value which begins at `index`.
  private func valueEnd(_ nodes: [Node], after index: Int) -> Int? {
    guard case .html = nodes[index].kind else { return nil }
    return nodes[(index + 1)...].firstIndex { node in
      guard case .html(let text) = node.kind else { return false }
      let inner = text.dropFirst(4).drop(while: \.isWhitespace)
      return text.hasPrefix("<!--") && (inner.hasPrefix("/value") || inner.hasPrefix("/measured"))
    }
  }

  /// Appends a value's text: what the run gave, in the chapter's own markup.
  private mutating func writeValue(_ block: Block, _ nodes: [Node], _ html: inout HTML) {
    var nodes = nodes
    if let value = page.lock?.blocks[block.name]?.value, nodes.count == 1 {
      switch nodes[0].kind {
      case .text: nodes[0].kind = .text(value)
      case .code: nodes[0].kind = .code(value)
      default: break
      }
    }
    html.element("span", [block.kind == .value ? "data-run" : "data-measured": block.name]) { html in
      inlines(nodes, &html)
    }
  }

  // MARK: Links

  private mutating func writeLink(
    _ destination: String, _ title: String, _ node: Node, _ html: inout HTML
  ) {
    let position = node.range.start
    switch ChapterLink(destination, from: file, in: book) {
    case .term(let anchor):
      writeTerm(anchor, node, &html)
    case .address(let address):
      html.element(
        "a", ["href": self.address(address, at: position), "title": title.isEmpty ? nil : title]
      ) { inlines(node.children, &$0) }
    case .nowhere(let message, let remedy):
      fail("link", position, message, remedy: remedy)
      inlines(node.children, &html)
    }
  }

  private mutating func writeTerm(_ anchor: String, _ node: Node, _ html: inout HTML) {
    guard book.glossary[anchor] != nil else {
      fail(
        "link", node.range.start,
        "the glossary has no term '\(anchor)'\(Suggestion.phrase(for: anchor, among: book.glossary.anchors))",
        remedy: "add ### \(node.plainText) to \(book.glossary.file ?? "Glossary.md")")
      return inlines(node.children, &html)
    }
    if !notes.terms.contains(anchor) { notes.terms.append(anchor) }
    if let section {
      let use = TermUse(anchor: anchor, address: page.path + "#" + section.anchor, label: label(section))
      if !notes.uses.contains(use) { notes.uses.append(use) }
    }
    html.element("a", ["class": "term", "href": address(ofTerm: anchor, at: node.range.start)]) {
      inlines(node.children, &$0)
    }
  }

  private mutating func writeImage(
    _ source: String, _ title: String, _ node: Node, _ html: inout HTML
  ) {
    guard source.hasPrefix("data:") else {
      return fail(
        "link", node.range.start, "the site has no file '\(source)'",
        remedy: "pictures are drawn by code: <!-- figure NAME: lesson run … -->")
    }
    html.void("img", ["src": source, "alt": node.plainText, "title": title.isEmpty ? nil : title])
  }
}
