// TreeBuilder: the laid-out entries as the document's nodes. Here tables, alerts and footnote definitions
// come into the tree, which libcmark knows as paragraphs, quotes and list items.
// Relies on: Layout, InlineAligner, Tables, Fragments, Alerts, Footnotes, Anchors.

/// Builds the nodes of one layout.
struct TreeBuilder {
  private let layout: Layout
  private let extensions: Document.Extensions
  private let footnotes: Footnotes.Labels
  private var alerts: [Int: Node.Alert] = [:]
  private var tables: [Int: Found] = [:]
  private var fragments = Fragments()
  private var anchors = Anchors()
  /// True when an inline did not fit its text; a fault of ours, which the tests look for.
  private(set) var isLost = false

  /// A paragraph with a table in it: the numbers of its fragments.
  private struct Found {
    var table: Table
    var above: Int?
    var cells: [[Int?]]
    var below: Int?
  }

  private var source: SourceLines { layout.source }

  init(_ layout: Layout, _ extensions: Document.Extensions) {
    self.layout = layout
    self.extensions = extensions
    footnotes = Footnotes.Labels(layout.feed.markers)
    for index in layout.entries.indices where layout.entries[index].kind == .blockQuote {
      if extensions.contains(.alerts) { alerts[index] = Alerts.alert(layout, at: index) }
    }
    if extensions.contains(.tables) {
      for index in layout.leaves.indices { findTable(index) }
      fragments.parse(with: layout)
    }
  }

  /// The blocks of the document.
  mutating func nodes() -> [Node] { children(of: 0) }

  // MARK: Tables

  private mutating func findTable(_ index: Int) {
    guard case .text(let whole, let range)? = layout.leaves[index] else { return }
    let content = text(whole, at: index)
    switch layout.entries[index].kind {
    case .paragraph: break
    case .heading(level: 2, _) where ruleStart(range.upperBound) != nil: break
    default: return
    }
    guard let table = Table(in: content) else { return }
    let first = content.lines.firstIndex { $0.start >= content.first } ?? 0
    var found = Found(table: table, cells: [])
    if first < table.line { found.above = fragments.add(content.slice(lines: first..<table.line)) }
    found.cells = table.rows.map { row in
      row.cells.map { $0.content.map { fragments.add($0) } }
    }
    if table.end < content.lines.count {
      found.below = fragments.add(content.slice(lines: table.end..<content.lines.count))
    }
    tables[index] = found
  }

  private mutating func nodes(_ found: Found) -> [Node] {
    var result: [Node] = []
    if let above = found.above { result.append(paragraph(above)) }
    let rows = found.table.rows.enumerated().map { number, row in
      let cells = row.cells.enumerated().map { column, cell in
        let inlines = found.cells[number][column].map { self.inlines($0) } ?? []
        return Node(.tableCell(found.table.alignments[column]), source.range(of: cell.range), inlines)
      }
      return Node(.tableRow(isHeader: number == 0), source.range(of: row.range), cells)
    }
    let range = SourceRange(rows[0].range.start, rows[rows.count - 1].range.end)
    result.append(Node(.table(alignments: found.table.alignments), range, rows))
    if let below = found.below { result.append(paragraph(below)) }
    return result
  }

  private mutating func paragraph(_ fragment: Int) -> Node {
    let range = fragments.contents[fragment].range
    return Node(.paragraph, source.range(of: range), inlines(fragment))
  }

  private mutating func inlines(_ fragment: Int) -> [Node] {
    fragments.nodes(fragment, source, footnotes, isLost: &isLost)
  }

  // MARK: Leaves

  /// The text of a leaf, without the line that makes its quote an alert.
  private func text(_ content: Content, at index: Int) -> Content {
    guard index > 0, alerts[index - 1] != nil, content.lines.count > 1 else { return content }
    var content = content
    let second = content.lines[1]
    content.first = content.bytes[second.start..<second.end].firstIndex { !$0.isSpaceOrTab } ?? second.end
    return content
  }

  private mutating func leaf(_ leaf: Layout.Leaf, _ index: Int) -> [Node] {
    let entry = layout.entries[index]
    switch leaf {
    case .code(let code, let range): return [Node(.codeBlock(code), source.range(of: range))]
    case .other(let range): return [other(entry.kind, source.range(of: range))]
    case .text(let whole, var range):
      let isAlert = index > 0 && alerts[index - 1] != nil
      if isAlert, whole.lines.count == 1 { return [] }
      let content = text(whole, at: index)
      if let found = tables[index] { return nodes(found) + underline(entry, range) }
      if isAlert { range = content.range }
      var aligner = InlineAligner(content, source, footnotes)
      let inlines = aligner.nodes(layout.entries, (index + (isAlert ? 3 : 1))..<entry.next)
      isLost = isLost || aligner.isLost
      return [text(entry.kind, source.range(of: range), inlines)]
    }
  }

  private mutating func text(_ kind: Node.Kind, _ range: SourceRange, _ inlines: [Node]) -> Node {
    var node = Node(kind, range, inlines)
    if case .heading(let level, _) = kind, extensions.contains(.anchors) {
      node.kind = .heading(level: level, anchor: anchors.anchor(for: node.plainText))
    }
    return node
  }

  private func other(_ kind: Node.Kind, _ range: SourceRange) -> Node {
    switch kind {
    case .htmlBlock, .thematicBreak: Node(kind, range)
    default: Node(.paragraph, range, [Node(.text(source.text(of: range)), range)])
    }
  }

  /// A row of hyphens under a table makes libcmark's paragraph a heading; it is a rule below the table.
  private func underline(_ entry: CommonMark.Entry, _ range: Range<Int>) -> [Node] {
    guard case .heading = entry.kind, let start = ruleStart(range.upperBound) else { return [] }
    return [Node(.thematicBreak, source.range(of: start..<range.upperBound))]
  }

  /// Where the three or more hyphens begin that end at `end`.
  private func ruleStart(_ end: Int) -> Int? {
    let last = source.position(ofOffset: end - 1)
    let hyphens = source[line: last.line].bytes.prefix(last.column).reversed().prefix { $0 == .hyphen }.count
    return hyphens >= 3 ? end - hyphens : nil
  }

  // MARK: Containers

  private mutating func children(of index: Int) -> [Node] {
    var result: [Node] = []
    var child = index + 1
    while child < layout.entries[index].next {
      result += blocks(child)
      child = layout.entries[child].next
    }
    return result
  }

  /// The nodes that an entry becomes: mostly one.
  private mutating func blocks(_ index: Int) -> [Node] {
    if let leaf = layout.leaves[index] { return self.leaf(leaf, index) }
    let children = children(of: index)
    let kind = layout.entries[index].kind
    switch kind {
    case .list(let list): return lists(list, children)
    case .blockQuote:
      return [container(alerts[index].map { .alert($0) } ?? kind, index, children)]
    default:
      guard let marker = layout.marker(ofItem: index) else { return [container(kind, index, children)] }
      return [container(.footnoteDefinition(label: marker.label), index, children)]
    }
  }

  /// A list without the items that are footnote definitions, which stand beside it.
  private func lists(_ list: Node.List, _ children: [Node]) -> [Node] {
    var result: [Node] = []
    for child in children {
      if case .footnoteDefinition = child.kind {
        result.append(child)
      } else if let last = result.last, case .list = last.kind {
        result[result.count - 1].children.append(child)
        result[result.count - 1].range.end = child.range.end
      } else {
        result.append(Node(.list(list), child.range, [child]))
      }
    }
    return result
  }

  /// A quote or an item from its marker to the end of what stands in it. libcmark's last line counts blank
  /// lines and is needed for link reference definitions, which are no nodes.
  private func container(_ kind: Node.Kind, _ index: Int, _ children: [Node]) -> Node {
    let feed = layout.feed
    let entry = layout.entries[index]
    let home = layout.homes[index]
    let parent = layout.containers.parent(of: home)
    let least = children.last?.range.end.line ?? entry.firstLine
    var last = min(entry.lastLine, feed.lineCount)
    while last > least {
      let cursor = layout.containers.content(ofLine: last, in: parent, feed).cursor
      if feed.bytes[cursor.nonspace(in: feed.bytes).offset] != .newline { break }
      last -= 1
    }
    let start = feed.places[layout.containers.marker(of: home)]
    let end = feed.trimmedEnd(ofLine: max(last, entry.firstLine))
    var range = source.range(of: start..<max(end, start))
    if let child = children.last { range.end = max(child.range.end, range.end) }
    return Node(kind, range, children)
  }
}
