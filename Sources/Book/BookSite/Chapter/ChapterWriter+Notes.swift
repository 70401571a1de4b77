// Footnotes, margin notes and the terms of a chapter. A footnote whose label begins with `aside-` stands in
// the margin beside its paragraph; the others, and the terms that the chapter links to, stand at its end.
// Relies on: ChapterWriter, Glossary.

import BookMarkdown

/// What a chapter's text has referred to so far.
struct Notes {
  /// Footnotes by the order of their first reference; the index plus 1 is the number shown.
  var order: [String] = []
  /// How often each was referred to.
  var references: [String: Int] = [:]
  /// Margin notes that the paragraph being written refers to.
  var pendingAsides: [String] = []
  /// Margin notes that stand in the page already.
  var writtenAsides: Set<String> = []
  /// Anchors of terms, by the order of their first use.
  var terms: [String] = []
  var uses: [TermUse] = []
}

extension ChapterWriter {
  /// Appends a reference: a raised number, or nothing for a margin note, which then follows the paragraph.
  mutating func writeReference(_ label: String, at position: SourcePosition, _ html: inout HTML) {
    if label.hasPrefix("aside-") {
      if notes.writtenAsides.insert(label).inserted { notes.pendingAsides.append(label) }
      return
    }
    if !notes.order.contains(label) { notes.order.append(label) }
    let number = (notes.order.firstIndex(of: label) ?? 0) + 1
    let count = notes.references[label, default: 0] + 1
    notes.references[label] = count
    let name = count == 1 ? "r-\(label)" : "r-\(label)-\(count)"
    html.element(
      "a",
      [
        "class": "fn", "id": id(name, at: position), "href": address("#n-" + label, at: position),
        "aria-label": "Note \(number)",
      ], text: String(number))
  }

  /// Appends one node of a section, its margin notes beside it.
  ///
  /// - Parameter room: In rem, how far it is to the next node that has notes.
  mutating func writeWithAsides(_ node: Node, room: Double, _ html: inout HTML) {
    let text = HTML { write(node, &$0) }
    guard !notes.pendingAsides.isEmpty else { return html.append(text) }
    let height = notes.pendingAsides.compactMap(definition).reduce(0) { $0 + Self.height($1, lineLength: 34) }
    // A note that is longer than its paragraph hangs down beside what follows, unless it would meet the next
    // one.
    html.element("div", ["class": height < room ? "beside free" : "beside"]) { html in
      html.append(text)
      writePendingAsides(&html)
    }
    html.newline()
  }

  /// An estimate of the height, in rem, from the first of `nodes` to the next one that refers to a margin
  /// note.
  static func room(in nodes: ArraySlice<Node>) -> Double {
    let rest = nodes.dropFirst().prefix { !refersToAside($0) }
    return (nodes.prefix(1) + rest).reduce(0) { $0 + height($1, lineLength: 68) }
  }

  private static func refersToAside(_ node: Node) -> Bool {
    var found = false
    node.walk { if case .footnoteReference(let label) = $0.kind, label.hasPrefix("aside-") { found = true } }
    return found
  }

  /// In rem, rather less than more for text and code, so that notes keep apart.
  private static func height(_ node: Node, lineLength: Int) -> Double {
    switch node.kind {
    case .paragraph: Double(node.plainText.count / lineLength + 1) * 1.6
    case .codeBlock(let code): Double(code.lines.count) * 1.2
    case .heading, .tableRow: 1.6
    case .htmlBlock: 0
    default: node.children.reduce(0) { $0 + height($1, lineLength: lineLength) }
    }
  }

  /// Appends the margin notes that the text before referred to.
  mutating func writePendingAsides(_ html: inout HTML) {
    let labels = notes.pendingAsides
    notes.pendingAsides = []
    for label in labels {
      guard let definition = definition(label) else { continue }
      html.element("aside", ["class": "note", "id": id("n-" + label, at: definition.range.start)]) { html in
        write(definition.children, &html)
      }
      html.newline()
    }
  }

  /// Appends footnotes and terms, if the chapter has any.
  mutating func writeNotes(_ html: inout HTML) {
    guard !notes.order.isEmpty || !notes.terms.isEmpty else { return }
    html.element("aside", ["class": "notes", "aria-label": "Notes and terms of chapter \(page.number)"]) {
      html in
      writeFootnotes(&html)
      writeTerms(&html)
    }
    html.newline()
  }

  private mutating func writeFootnotes(_ html: inout HTML) {
    guard !notes.order.isEmpty else { return }
    html.newline()
    html.element("ol") { html in
      var index = 0
      // A note's own text may refer to further notes, so the list grows while it is written.
      while index < notes.order.count {
        writeFootnote(notes.order[index], &html)
        index += 1
      }
    }
    html.newline()
  }

  private mutating func writeFootnote(_ label: String, _ html: inout HTML) {
    guard let definition = definition(label) else { return }
    html.newline()
    html.element("li", ["id": id("n-" + label, at: definition.range.start)]) { html in
      write(definition.children, &html)
      for count in 1...max(1, notes.references[label] ?? 1) {
        let name = count == 1 ? "#r-\(label)" : "#r-\(label)-\(count)"
        let words = count == 1 ? "Back to the text" : "Back to the text, reference \(count)"
        html.element(
          "a",
          [
            "class": "back", "href": address(name, at: definition.range.start), "aria-label": words,
          ], text: "↩")
      }
    }
  }

  private mutating func writeTerms(_ html: inout HTML) {
    guard !notes.terms.isEmpty else { return }
    html.newline()
    html.element("dl") { html in
      var index = 0
      while index < notes.terms.count {
        if let term = book.glossary[notes.terms[index]] {
          html.newline()
          html.element("dt") { $0.element("dfn", text: term.name) }
          html.element("dd", ["id": id("g-" + term.anchor, at: page.chapter.document.root.range.start)]) {
            html in
            // Links between entries lead to the page of all terms.
            var entry = ChapterWriter(book.glossaryPage, in: book, home: .glossary(page: "terms.html"))
            entry.write(term.entry, &html)
          }
        }
        index += 1
      }
    }
    html.newline()
  }

  private func definition(_ label: String) -> Node? {
    page.chapter.document.footnotes.first { node in
      if case .footnoteDefinition(label) = node.kind { true } else { false }
    }
  }
}
