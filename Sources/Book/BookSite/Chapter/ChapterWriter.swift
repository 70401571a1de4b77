// ChapterWriter: a chapter's tree → the HTML of its page, block by block. It knows what the book's
// conventions mean (a quote that is a question, an emphasis that is a caption), and shows what runs printed,
// never what a chapter hopes for.
// Relies on: BookContext for links and terms; the facets beside it: +Inlines, +Boxes, +Code, +Figures,
// +Labs, +Live, +Notes.
// Invariant: every id that the page gets goes through `id(_:at:)`, every link through `address(_:at:)`.

import BookMarkdown
import BookPrograms
import BookVerify

/// Writes one chapter.
struct ChapterWriter {
  let book: BookContext
  let page: SitePage
  let home: Home
  /// Blocks by the place where they begin.
  let blocks: [SourcePosition: Block]
  /// Where output fences begin that belong to a block and are shown with it.
  let ownedOutputs: Set<SourcePosition>

  var places = Places()
  var problems: [Problem] = []
  var notes = Notes()
  /// The section that is being written.
  var section: Outline.Section?
  var figureCount = 0
  /// What of the page a reader can drive.
  var labs: [LabScript] = []
  /// What of the page a reader can run.
  var liveBlocks: [LiveScript] = []
  /// The character before the one that comes next in the paragraph, for its quotes.
  var lastCharacter: Character?

  /// Where the text goes, which decides what its own names are called.
  enum Home {
    /// A page of chapters; the prefix stands before every name, since several chapters share the page for
    /// print.
    case chapter(prefix: String)
    /// An entry of the glossary; all entries have their home on `page`, which is empty on that page itself.
    case glossary(page: String)
  }

  init(_ page: SitePage, in book: BookContext, home: Home = .chapter(prefix: "")) {
    self.book = book
    self.page = page
    self.home = home
    blocks = Dictionary(
      page.chapter.blocks.map { ($0.range.start, $0) }, uniquingKeysWith: { first, _ in first })
    ownedOutputs = Set(
      page.chapter.blocks.flatMap { block in
        [block.expectation.output, block.expectation.standardError].compactMap { $0?.range.start }
      })
  }

  var file: String { page.chapter.file }

  // MARK: Names

  /// The id `name` of this page, remembered with its place in the chapter.
  mutating func id(_ name: String, at position: SourcePosition) -> String {
    var name = name
    if case .chapter(let prefix) = home { name = prefix + name }
    places.ids[name, default: []].append(position)
    return name
  }

  /// A link's destination as it goes into the page, remembered with its place. `#name` is this text's own.
  mutating func address(_ destination: String, at position: SourcePosition) -> String {
    var address = destination
    if destination.hasPrefix("#") {
      switch home {
      case .chapter(let prefix): address = "#" + prefix + destination.dropFirst()
      case .glossary(let page): address = page + "#g-" + destination.dropFirst()
      }
    }
    places.links[address] = places.links[address] ?? position
    return address
  }

  /// The address of a term's entry.
  mutating func address(ofTerm anchor: String, at position: SourcePosition) -> String {
    if case .glossary = home { return address("#" + anchor, at: position) }
    return address("#g-" + anchor, at: position)
  }

  mutating func fail(
    _ rule: String, _ position: SourcePosition, _ message: String, remedy: String? = nil,
    severity: Problem.Severity = .error
  ) {
    problems.append(Problem(rule, file, position, message, remedy: remedy, severity: severity))
  }

  // MARK: Sections

  /// Appends the sections of `outline`, the first with the chapter's head.
  mutating func write(
    _ outline: Outline, _ html: inout HTML, head: (inout ChapterWriter, inout HTML) -> Void,
    foot: (inout ChapterWriter, inout HTML) -> Void
  ) {
    for section in outline.sections {
      self.section = section
      let anchor = id(section.anchor, at: section.position)
      html.element("section", ["id": anchor]) { html in
        html.newline()
        if section.number == 0 { head(&self, &html) } else { writeHeading(section, anchor, &html) }
        write(section.nodes, &html, isSection: true)
        if section.number == outline.sections.count - 1 { foot(&self, &html) }
      }
      html.newline()
    }
  }

  private mutating func writeHeading(_ section: Outline.Section, _ anchor: String, _ html: inout HTML) {
    html.element("h2") { html in
      html.element("a", ["class": "addr", "href": "#" + anchor], text: label(section))
      html.text(" ")
      inlines(section.heading?.children ?? [], &html)
    }
    html.newline()
  }

  /// `01.2`
  func label(_ section: Outline.Section) -> String {
    section.number == 0 ? page.hex : "\(page.hex).\(String(section.number, radix: 16))"
  }

  // MARK: Blocks of text

  /// Appends `nodes` in order.
  ///
  /// - Parameter isSection: True directly under a heading: margin notes stand after their paragraph there.
  mutating func write(_ nodes: [Node], _ html: inout HTML, isSection: Bool = false) {
    var index = 0
    while index < nodes.count {
      let node = nodes[index]
      let next = index + 1 < nodes.count ? nodes[index + 1] : nil
      index += 1
      if let next, isTable(next), let caption = caption(node, startingWith: "Table") {
        writeTable(next, caption: caption, &html)
        index += 1
      } else if let block = blocks[node.range.start], case .figure(let name) = block.kind {
        let words = next.flatMap { caption($0, startingWith: "") }
        writeFigure(name, block, caption: words, &html)
        if words != nil { index += 1 }
      } else if isSection {
        writeWithAsides(node, room: Self.room(in: nodes[(index - 1)...]), &html)
      } else {
        write(node, &html)
      }
      // A caption's notes have nothing to stand beside but what follows.
      if isSection { writePendingAsides(&html) }
    }
  }

  /// Appends one node that is a block.
  mutating func write(_ node: Node, _ html: inout HTML, isTight: Bool = false) {
    lastCharacter = nil
    switch node.kind {
    case .paragraph:
      if isTight { return inlines(node.children, &html) }
      let isEmpty = HTML { html in inlines(node.children, &html) }
      if isEmpty.bytes.allSatisfy(\.isSpace) { return }
      html.element("p") { $0.append(isEmpty) }
      html.newline()
    case .heading(let level, let anchor): writeHeading(node, level, anchor, &html)
    case .list(let list): writeList(list, node, &html)
    case .blockQuote: writeQuote(node, &html)
    case .alert(let alert): writeAlert(alert, node, &html)
    case .codeBlock(let code): writeCode(code, node, &html)
    case .htmlBlock(let text): writeAuthorHTML(text, at: node.range.start, &html)
    case .thematicBreak:
      html.void("hr")
      html.newline()
    case .table: writeTable(node, caption: nil, &html)
    case .footnoteDefinition: break
    case .document, .item: write(node.children, &html)
    default: inlines([node], &html)
    }
  }

  private mutating func writeHeading(_ node: Node, _ level: Int, _ anchor: String, _ html: inout HTML) {
    let attributes: HTML.Attributes = ["id": anchor.isEmpty ? nil : id(anchor, at: node.range.start)]
    let children = node.children
    switch level {
    case 1: html.element("h1", attributes) { inlines(children, &$0) }
    case 2: html.element("h2", attributes) { inlines(children, &$0) }
    case 3: html.element("h3", attributes) { inlines(children, &$0) }
    case 4: html.element("h4", attributes) { inlines(children, &$0) }
    case 5: html.element("h5", attributes) { inlines(children, &$0) }
    default: html.element("h6", attributes) { inlines(children, &$0) }
    }
    html.newline()
  }

  private mutating func writeList(_ list: Node.List, _ node: Node, _ html: inout HTML) {
    let start = list.isOrdered && list.start != 1 ? String(list.start) : nil
    html.element(list.isOrdered ? "ol" : "ul", ["start": start]) { html in
      html.newline()
      for item in node.children {
        html.element("li") { html in
          for child in item.children { write(child, &html, isTight: list.isTight) }
        }
        html.newline()
      }
    }
    html.newline()
  }

  /// Appends HTML of the author's, without its comments.
  mutating func writeAuthorHTML(_ text: String, at position: SourcePosition, _ html: inout HTML) {
    let markup = AuthorHTML.withoutComments(text)
    guard !markup.allSatisfy(\.isWhitespace) else { return }
    for tag in PageScan(Array(markup.utf8)).tags {
      for name in tag.ids { places.ids[name, default: []].append(position) }
      for link in tag.links { places.links[link] = places.links[link] ?? position }
    }
    html.markup(markup.utf8)
  }

  /// The inlines of a caption when `node` is one: a paragraph that is all emphasis.
  private func caption(_ node: Node, startingWith word: String) -> [Node]? {
    guard node.kind == .paragraph, node.children.count == 1, node.children[0].kind == .emphasis,
      node.plainText.hasPrefix(word)
    else { return nil }
    return node.children[0].children
  }

  private func isTable(_ node: Node) -> Bool {
    if case .table = node.kind { true } else { false }
  }
}
