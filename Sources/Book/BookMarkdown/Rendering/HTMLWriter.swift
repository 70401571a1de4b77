// HTMLWriter: a tree as HTML, byte for byte as libcmark's own renderer writes it, with a plain form for what
// CommonMark does not have. A site overrides single nodes and lets the rest be written here.
// Source: libcmark 0.30.2, src/html.c. Relies on: HTMLText for escaping.

/// Writes nodes as HTML.
package struct HTMLWriter {
  /// HTML for a node instead of the writer's own, or nil. A block's text must end in a newline.
  package var override: (Node, HTMLWriter) -> String?

  package init(override: @escaping (Node, HTMLWriter) -> String? = { _, _ in nil }) {
    self.override = override
  }

  /// The HTML of `document`, raw HTML in it kept as it stands.
  package static func render(_ document: Document) -> String {
    HTMLWriter().html(document.root.children)
  }

  /// The HTML of `nodes`, blocks or inlines.
  package func html(_ nodes: [Node]) -> String {
    var output = Output()
    for node in nodes { write(node, &output, isTight: false) }
    return output.text
  }

  /// The text so far; blocks begin on a line of their own.
  private struct Output {
    var text = ""

    mutating func startLine() {
      if !text.isEmpty, text.utf8.last != UInt8(ascii: "\n") { text.append("\n") }
    }
  }

  private func write(_ node: Node, _ output: inout Output, isTight: Bool) {
    if let text = override(node, self) {
      if node.isBlock { output.startLine() }
      output.text += text
      return
    }
    if node.isBlock { writeBlock(node, &output, isTight) } else { output.text += inline(node) }
  }

  private func writeBlock(_ node: Node, _ output: inout Output, _ isTight: Bool) {
    switch node.kind {
    case .document: writeChildren(node, &output)
    case .blockQuote: wrap("blockquote", "", node, &output)
    case .list(let list): writeList(list, node, &output)
    case .item: writeItem(node, &output, isTight: false)
    case .codeBlock(let code): writeCode(code, &output)
    case .htmlBlock(let html):
      output.startLine()
      output.text += html
      output.startLine()
    case .paragraph: writeParagraph(node, &output, isTight)
    case .heading(let level, let anchor):
      output.startLine()
      let id = anchor.isEmpty ? "" : " id=\"\(HTMLText.escaped(anchor))\""
      output.text += "<h\(level)\(id)>\(inlines(node))</h\(level)>\n"
    case .thematicBreak:
      output.startLine()
      output.text += "<hr />\n"
    case .table: writeTable(node, &output)
    case .alert(let alert): wrap("blockquote", " class=\"\(alert.rawValue.lowercased())\"", node, &output)
    case .footnoteDefinition(let label):
      wrap("aside", " id=\"fn-\(HTMLText.escaped(label))\"", node, &output)
    default: break
    }
  }

  private func wrap(_ tag: String, _ attributes: String, _ node: Node, _ output: inout Output) {
    output.startLine()
    output.text += "<\(tag)\(attributes)>\n"
    writeChildren(node, &output)
    output.startLine()
    output.text += "</\(tag)>\n"
  }

  private func writeChildren(_ node: Node, _ output: inout Output, isTight: Bool = false) {
    for child in node.children { write(child, &output, isTight: isTight) }
  }

  private func writeList(_ list: Node.List, _ node: Node, _ output: inout Output) {
    output.startLine()
    let tag = list.isOrdered ? "ol" : "ul"
    let start = list.isOrdered && list.start != 1 ? " start=\"\(list.start)\"" : ""
    output.text += "<\(tag)\(start)>\n"
    for item in node.children {
      if let text = override(item, self) {
        output.text += text
      } else {
        writeItem(item, &output, isTight: list.isTight)
      }
    }
    output.text += "</\(tag)>\n"
  }

  private func writeItem(_ node: Node, _ output: inout Output, isTight: Bool) {
    output.startLine()
    output.text += "<li>"
    writeChildren(node, &output, isTight: isTight)
    output.text += "</li>\n"
  }

  private func writeParagraph(_ node: Node, _ output: inout Output, _ isTight: Bool) {
    if isTight { return output.text += inlines(node) }
    output.startLine()
    output.text += "<p>\(inlines(node))</p>\n"
  }

  private func writeCode(_ code: Node.CodeBlock, _ output: inout Output) {
    output.startLine()
    let language = code.info.prefix { !$0.isWhitespace }
    let attribute = language.isEmpty ? "" : " class=\"language-\(HTMLText.escaped(String(language)))\""
    output.text += "<pre><code\(attribute)>\(HTMLText.escaped(code.literal))</code></pre>\n"
  }

  private func writeTable(_ node: Node, _ output: inout Output) {
    output.startLine()
    output.text += "<table>\n"
    for (index, row) in node.children.enumerated() {
      let tag = index == 0 ? "th" : "td"
      if index == 0 { output.text += "<thead>\n" }
      if index == 1 { output.text += "<tbody>\n" }
      output.text += "<tr>\n"
      for cell in row.children { output.text += "<\(tag)\(Self.alignment(cell))>\(inlines(cell))</\(tag)>\n" }
      output.text += "</tr>\n"
      if index == 0 { output.text += "</thead>\n" }
    }
    if node.children.count > 1 { output.text += "</tbody>\n" }
    output.text += "</table>\n"
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

  /// The HTML of a node's children as inlines.
  package func inlines(_ node: Node) -> String {
    node.children.map { override($0, self) ?? inline($0) }.joined()
  }

  private func inline(_ node: Node) -> String {
    switch node.kind {
    case .text(let text): HTMLText.escaped(text)
    case .softBreak: "\n"
    case .lineBreak: "<br />\n"
    case .code(let text): "<code>\(HTMLText.escaped(text))</code>"
    case .html(let html): html
    case .emphasis: "<em>\(inlines(node))</em>"
    case .strong: "<strong>\(inlines(node))</strong>"
    case .link(let destination, let title):
      "<a href=\"\(HTMLText.escapedAddress(destination))\"\(Self.title(title))>\(inlines(node))</a>"
    case .image(let source, let title):
      "<img src=\"\(HTMLText.escapedAddress(source))\" alt=\"\(Self.alternative(node))\"\(Self.title(title)) />"
    case .footnoteReference(let label):
      "<sup><a href=\"#fn-\(HTMLText.escaped(label))\">\(HTMLText.escaped(label))</a></sup>"
    default: ""
    }
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

/// Escaping, as libcmark's houdini does it.
package enum HTMLText {
  /// `&`, `<`, `>` and `"` as entities.
  package static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x26 || $0 == 0x3C || $0 == 0x3E || $0 == 0x22 }) else {
      return text
    }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A link's destination: what a URL may hold stays, `&` and `'` become entities, the rest percent codes.
  package static func escapedAddress(_ address: String) -> String {
    let safe = Set("-_.+!*(),%#@?=;:/,+$~".utf8)
    var result = ""
    for byte in address.utf8 {
      switch byte {
      case 0x26: result += "&amp;"
      case 0x27: result += "&#x27;"
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: result.unicodeScalars.append(Unicode.Scalar(byte))
      case _ where safe.contains(byte): result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let hex = String(byte, radix: 16, uppercase: true)
        result += "%" + (hex.count == 1 ? "0" : "") + hex
      }
    }
    return result
  }
}
