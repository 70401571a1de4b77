// HTMLWriter: a tree as HTML, byte for byte as libcmark's own renderer writes it, with a plain form for what
// CommonMark does not have. A site overrides single nodes and lets the rest be written here.
// Source: libcmark 0.30.2, src/html.c. Relies on: HTMLText for escaping.

/// A whole document as HTML.
package enum HTML {
  /// The HTML of `document`, raw HTML in it kept as it stands.
  ///
  /// - Complexity: O(length).
  package static func render(_ document: Document) -> String { HTMLWriter.render(document) }
}

/// Writes nodes as HTML.
package struct HTMLWriter {
  /// HTML for a node instead of the writer's own, or nil. A block's text must end in a newline. The writer
  /// that it gets is the one to write the node's children with.
  package var override: (Node, HTMLWriter) -> String?
  /// True for what stands in an item of a tight list: its paragraphs have no tags.
  package var isTight = false

  package init(override: @escaping (Node, HTMLWriter) -> String? = { _, _ in nil }) {
    self.override = override
  }

  /// The HTML of `document`, raw HTML in it kept as it stands.
  ///
  /// - Complexity: O(length).
  package static func render(_ document: Document) -> String {
    HTMLWriter().html(document.root.children)
  }

  /// The HTML of `nodes`, blocks or inlines.
  package func html(_ nodes: [Node]) -> String {
    var output = Output()
    write(nodes, &output)
    return output.text
  }

  /// The text so far; blocks begin on a line of their own.
  private struct Output {
    var text = ""

    mutating func startLine() {
      if !text.isEmpty, text.utf8.last != .newline { text.append("\n") }
    }
  }

  private func write(_ nodes: [Node], _ output: inout Output) {
    for node in nodes {
      var writer = self
      if node.kind != .item { writer.isTight = false }
      if let text = override(node, node.kind == .paragraph ? self : writer) {
        if node.isBlock { output.startLine() }
        output.text += text
      } else if node.kind == .paragraph, isTight {
        writer.write(node.children, &output)
      } else if node.isBlock {
        writer.writeBlock(node, &output)
      } else {
        writer.writeInline(node, &output)
      }
    }
  }

  // MARK: Blocks

  private func writeBlock(_ node: Node, _ output: inout Output) {
    switch node.kind {
    case .document: write(node.children, &output)
    case .blockQuote: wrap("blockquote", "", node, &output)
    case .list(let list):
      let start = list.isOrdered && list.start != 1 ? " start=\"\(list.start)\"" : ""
      var writer = self
      writer.isTight = list.isTight
      writer.wrap(list.isOrdered ? "ol" : "ul", start, node, &output)
    case .item: writeLine("li", "", node, &output)
    case .codeBlock(let code): writeCode(code, &output)
    case .htmlBlock(let html):
      output.startLine()
      output.text += html
      output.startLine()
    case .paragraph: writeLine("p", "", node, &output)
    case .heading(let level, let anchor):
      let id = anchor.isEmpty ? "" : " id=\"\(HTMLText.escaped(anchor))\""
      writeLine("h\(level)", id, node, &output)
    case .thematicBreak:
      output.startLine()
      output.text += "<hr />\n"
    case .table: writeTable(node, &output)
    case .tableRow, .tableCell: write(node.children, &output)
    case .alert(let alert): wrap("blockquote", " class=\"\(alert.rawValue.lowercased())\"", node, &output)
    case .footnoteDefinition(let label): wrap("aside", " id=\"fn-\(HTMLText.escaped(label))\"", node, &output)
    default: break
    }
  }

  /// Tags on lines of their own around blocks.
  private func wrap(_ tag: String, _ attributes: String, _ node: Node, _ output: inout Output) {
    output.startLine()
    output.text += "<\(tag)\(attributes)>\n"
    write(node.children, &output)
    output.startLine()
    output.text += "</\(tag)>\n"
  }

  /// Tags directly around what stands between them.
  private func writeLine(_ tag: String, _ attributes: String, _ node: Node, _ output: inout Output) {
    output.startLine()
    output.text += "<\(tag)\(attributes)>"
    write(node.children, &output)
    output.text += "</\(tag)>\n"
  }

  private func writeCode(_ code: Node.CodeBlock, _ output: inout Output) {
    output.startLine()
    let language = String(decoding: code.info.utf8.prefix { !$0.isWhitespace }, as: UTF8.self)
    let attribute = language.isEmpty ? "" : " class=\"language-\(HTMLText.escaped(language))\""
    output.text += "<pre><code\(attribute)>\(HTMLText.escaped(code.literal))</code></pre>\n"
  }

  private func writeTable(_ node: Node, _ output: inout Output) {
    output.startLine()
    output.text += "<table>\n"
    for (index, row) in node.children.enumerated() {
      if index == 0 { output.text += "<thead>\n" }
      if index == 1 { output.text += "<tbody>\n" }
      if let text = override(row, self) {
        output.text += text
      } else {
        output.text += "<tr>\n"
        for cell in row.children { writeCell(index == 0 ? "th" : "td", cell, &output) }
        output.text += "</tr>\n"
      }
      if index == 0 { output.text += "</thead>\n" }
    }
    output.text += node.children.count > 1 ? "</tbody>\n</table>\n" : "</table>\n"
  }

  private func writeCell(_ tag: String, _ cell: Node, _ output: inout Output) {
    if let text = override(cell, self) {
      output.text += text
    } else {
      writeLine(tag, Self.alignment(cell), cell, &output)
    }
  }

  private static func alignment(_ cell: Node) -> String {
    switch cell.kind {
    case .tableCell(.left): " align=\"left\""
    case .tableCell(.center): " align=\"center\""
    case .tableCell(.right): " align=\"right\""
    default: ""
    }
  }

  // MARK: Inlines

  private func writeInline(_ node: Node, _ output: inout Output) {
    switch node.kind {
    case .text(let text): output.text += HTMLText.escaped(text)
    case .softBreak: output.text += "\n"
    case .lineBreak: output.text += "<br />\n"
    case .code(let text): output.text += "<code>\(HTMLText.escaped(text))</code>"
    case .html(let html): output.text += html
    case .emphasis: surround("<em>", "</em>", node, &output)
    case .strong: surround("<strong>", "</strong>", node, &output)
    case .link(let destination, let title):
      let address = HTMLText.escapedAddress(destination)
      surround("<a href=\"\(address)\"\(Self.title(title))>", "</a>", node, &output)
    case .image(let source, let title):
      let address = HTMLText.escapedAddress(source)
      output.text += "<img src=\"\(address)\" alt=\"\(Self.alternative(node))\"\(Self.title(title)) />"
    case .footnoteReference(let label):
      let label = HTMLText.escaped(label)
      output.text += "<sup><a href=\"#fn-\(label)\">\(label)</a></sup>"
    default: break
    }
  }

  private func surround(_ before: String, _ after: String, _ node: Node, _ output: inout Output) {
    output.text += before
    write(node.children, &output)
    output.text += after
  }

  private static func title(_ title: String) -> String {
    title.isEmpty ? "" : " title=\"\(HTMLText.escaped(title))\""
  }

  /// An image's children as the plain text of its `alt`, as libcmark writes it.
  private static func alternative(_ node: Node) -> String {
    node.children.map { child in
      switch child.kind {
      case .text(let text), .code(let text), .html(let text): HTMLText.escaped(text)
      case .softBreak, .lineBreak: " "
      default: alternative(child)
      }
    }.joined()
  }
}
