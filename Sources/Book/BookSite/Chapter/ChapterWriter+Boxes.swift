// Quotes that mean something (a question, a prediction, an exercise), alerts and tables.
// Relies on: ChapterWriter.

import BookMarkdown

extension ChapterWriter {
  /// What a quote's first strong words make of it.
  private enum Box {
    case question
    case prediction
    case exercise(String)
  }

  /// Appends a quote.
  mutating func writeQuote(_ node: Node, _ html: inout HTML) {
    guard let (box, content) = box(node) else {
      html.element("blockquote") { html in
        html.newline()
        write(node.children, &html)
      }
      return html.newline()
    }
    let (name, kind) =
      switch box {
      case .question: ("ask", "The question")
      case .prediction: ("predict", "Before you read on")
      case .exercise(let words): ("exercise", words)
      }
    html.element("div", ["class": name]) { html in
      html.element("span", ["class": "kind"], text: kind)
      html.newline()
      write(content, &html)
    }
    html.newline()
  }

  /// The box that a quote is, and its content without the words that say so.
  private func box(_ node: Node) -> (Box, [Node])? {
    guard var first = node.children.first, first.kind == .paragraph, let strong = first.children.first,
      strong.kind == .strong
    else { return nil }
    let words = strong.plainText
    let box: Box
    if words == "Question." {
      box = .question
    } else if words == "Before you read on." {
      box = .prediction
    } else if words.hasPrefix("Exercise") {
      box = .exercise(words.hasSuffix(".") ? String(words.dropLast()) : words)
    } else {
      return nil
    }
    first.children.removeFirst()
    if case .softBreak? = first.children.first?.kind { first.children.removeFirst() }
    if case .text(let text)? = first.children.first?.kind {
      first.children[0].kind = .text(String(text.drop(while: \.isWhitespace)))
    }
    let rest = Array(node.children.dropFirst())
    return (box, first.children.isEmpty ? rest : [first] + rest)
  }

  /// Appends an alert.
  mutating func writeAlert(_ alert: Node.Alert, _ node: Node, _ html: inout HTML) {
    let word = alert.rawValue.lowercased()
    let isGrave = alert == .warning || alert == .caution
    html.element("div", ["class": isGrave ? "alert grave" : "alert", "role": "note"]) { html in
      html.element("span", ["class": "kind"], text: word.prefix(1).uppercased() + word.dropFirst())
      html.newline()
      write(node.children, &html)
    }
    html.newline()
  }

  // MARK: Tables

  /// Appends a table in a frame that scrolls by itself.
  mutating func writeTable(_ node: Node, caption: [Node]?, _ html: inout HTML) {
    lastCharacter = nil
    let name = caption.map { $0.map(\.plainText).joined() } ?? "Table"
    html.element("div", ["class": "scroll", "tabindex": "0", "role": "group", "aria-label": name]) { html in
      html.element("table") { html in
        if let caption {
          html.element("caption") { writeCaption(caption, label: "Table", &$0) }
          html.newline()
        }
        for (index, row) in node.children.enumerated() {
          if index == 0 {
            html.element("thead") { writeRow(row, isHeader: true, &$0) }
            html.newline()
          }
        }
        html.element("tbody") { html in
          for row in node.children.dropFirst() {
            html.newline()
            writeRow(row, isHeader: false, &html)
          }
        }
      }
    }
    html.newline()
  }

  private mutating func writeRow(_ row: Node, isHeader: Bool, _ html: inout HTML) {
    html.element("tr") { html in
      for cell in row.children {
        lastCharacter = nil
        // A corner without words heads nothing.
        let heads = isHeader && !cell.plainText.allSatisfy(\.isWhitespace)
        html.element(heads ? "th" : "td", ["scope": heads ? "col" : nil, "class": alignment(cell)]) {
          inlines(cell.children, &$0)
        }
      }
    }
  }

  private func alignment(_ cell: Node) -> String? {
    switch cell.kind {
    case .tableCell(.right): "r"
    case .tableCell(.center): "m"
    default: nil
    }
  }

  /// Appends a caption, its number in bold: `Table 1.1.` and then the rest.
  mutating func writeCaption(_ nodes: [Node], label: String, _ html: inout HTML) {
    lastCharacter = nil
    var nodes = nodes
    if case .text(let text)? = nodes.first?.kind, text.hasPrefix(label + " ") {
      let number = text.dropFirst(label.count + 1).prefix { $0.isNumber || $0 == "." }
      if number.last == "." {
        html.element("b", text: label + " " + number)
        nodes[0].kind = .text(String(text.dropFirst(label.count + 1 + number.count)))
      }
    }
    inlines(nodes, &html)
  }
}
