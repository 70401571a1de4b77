// Footnotes: `[^label]: text` defines, `[^label]` refers. libcmark takes them for link references or text,
// and indented paragraphs for code; but a definition has a list item's shape, its content four columns in.
// So the text is parsed once to learn which lines begin a definition, and again with a list marker in place of
// `[^label]:` there, until no more come to light; such items become definitions. Relies on: Layout, Feed.
// Source: cmark-gfm 0.29, src/blocks.c (parse_footnote_definition_block_prefix).

/// Finds footnotes.
enum Footnotes {
  /// The labels that are defined.
  struct Labels {
    /// Each label as its definition spells it, by its case-folded form.
    private var spellings: [String: String] = [:]

    init(_ markers: [Int: Feed.Marker]) {
      for (_, marker) in markers.sorted(by: { $0.key < $1.key }) {
        let key = marker.label.lowercased()
        if spellings[key] == nil { spellings[key] = marker.label }
      }
    }

    /// The reference `[^label]` at the bracket at `index`, when its label is defined, and its length.
    func reference(at index: Int, in bytes: [UInt8], _ end: Int) -> (label: String, length: Int)? {
      guard !spellings.isEmpty, let close = labelEnd(at: index, in: bytes, end) else { return nil }
      let label = String(decoding: bytes[(index + 2)..<close], as: UTF8.self)
      return spellings[label.lowercased()].map { ($0, close + 1 - index) }
    }
  }

  /// Definitions nested deeper than this in one another are text; each level costs a pass over the whole text.
  static let maximumDepth = 4

  /// Parses `source`, footnote definitions as list items.
  ///
  /// It ends: `refused` and `used` only grow, and after `maximumDepth` passes no marker is added.
  static func layout(_ source: SourceLines, skipped: Int) -> Layout {
    var layout = Layout(Feed(source, skipped: skipped), source)
    var bullet: [UInt8] = []
    var used: Set<UInt8> = []
    var refused: Set<Int> = []
    var pass = 0
    while true {
      let known = layout.feed.markers
      let found = linesOfItems(in: layout)
      // A definition without text cannot interrupt a paragraph; then it is no item, and is left as it stands.
      refused.formUnion(known.keys.filter { !found.contains($0) })
      var markers = known
      if pass < maximumDepth { markers.merge(self.markers(in: layout)) { $1 } }
      markers = markers.filter { !refused.contains($0.key) }
      used.formUnion(marks(ofListsIn: layout))
      let unused = self.bullet(besides: used)
      if markers.keys == known.keys, known.isEmpty || bullet == unused { return layout }
      bullet = unused
      layout = Layout(Feed(source, skipped: skipped, markers: markers, bullet: bullet), source)
      pass += 1
    }
  }

  /// The lines on which a marker made an item.
  private static func linesOfItems(in layout: Layout) -> Set<Int> {
    guard !layout.feed.markers.isEmpty else { return [] }
    return Set(
      layout.entries.indices.compactMap {
        layout.marker(ofItem: $0) == nil ? nil : layout.entries[$0].firstLine
      })
  }

  /// The index of the `]` of `[^label]`.
  private static func labelEnd(at index: Int, in bytes: [UInt8], _ end: Int) -> Int? {
    guard index + 3 < end, bytes[index] == .openBracket, bytes[index + 1] == .caret else { return nil }
    for at in (index + 2)..<end {
      if bytes[at] == .closeBracket { return at > index + 2 ? at : nil }
      if bytes[at].isWhitespace || bytes[at] == .openBracket || bytes[at] == 0 { return nil }
    }
    return nil
  }

  // MARK: Definitions

  /// The lines that begin a definition and have no marker yet: at first all but those inside other definitions.
  private static func markers(in layout: Layout) -> [Int: Feed.Marker] {
    let feed = layout.feed
    let candidates = (1..<max(feed.lineCount + 1, 1)).filter { line in
      if feed.markers[line] != nil { return false }
      let bytes = feed.bytes[feed.starts[line - 1]..<feed.starts[line]]
      return bytes.contains(.caret) && !layout.source[line: line].bytes.contains(0)
    }
    guard !candidates.isEmpty else { return [:] }
    let homes = layout.homes { leaf in if case .text = leaf { false } else { true } }
    var markers: [Int: Feed.Marker] = [:]
    for line in candidates {
      guard let home = homes[line], let marker = marker(line, home, layout) else { continue }
      markers[line] = marker
    }
    return markers
  }

  private static func marker(_ line: Int, _ home: Int, _ layout: Layout) -> Feed.Marker? {
    let feed = layout.feed
    let start = feed.starts[line - 1]
    let end = feed.end(ofLine: line)
    let cursor = layout.containers.content(ofLine: line, in: home, feed).cursor
    let (bracket, indent) = cursor.nonspace(in: feed.bytes)
    guard indent <= 3, let close = labelEnd(at: bracket, in: feed.bytes, end), close + 1 < end,
      feed.bytes[close + 1] == .colon
    else { return nil }
    var text = close + 2
    while text < end, feed.bytes[text].isSpaceOrTab { text += 1 }
    // Spaces before the bracket go, so that the content's four columns count from the container; a tab stays.
    let isPlain = !feed.bytes[cursor.offset..<bracket].contains(.tab)
    return Feed.Marker(
      label: String(decoding: feed.bytes[(bracket + 2)..<close], as: UTF8.self),
      prefix: (isPlain ? cursor.offset : bracket) - start, bracket: bracket - start,
      colon: close + 1 - start, text: text - start, isEmpty: text == end)
  }

  /// The marks of the text's own lists.
  private static func marks(ofListsIn layout: Layout) -> Set<UInt8> {
    var marks: Set<UInt8> = []
    for (index, entry) in layout.entries.enumerated()
    where entry.kind == .item && layout.leaves[index] == nil && layout.marker(ofItem: index) == nil {
      let marker = layout.containers.marker(of: layout.homes[index])
      marks.insert(layout.feed.bytes[marker...].first { !$0.isDigit } ?? 0)
    }
    return marks
  }

  /// A list marker that no list of the text has, so that definitions never join one.
  private static func bullet(besides used: Set<UInt8>) -> [UInt8] {
    let bullets = ["+   ", "1)  ", "1.  ", "*   ", "-   "]
    let unused = bullets.first { bullet in !bullet.utf8.contains { used.contains($0) } }
    return Array((unused ?? bullets[0]).utf8)
  }

  // MARK: Order

  /// The definitions in the order in which the text first refers to them; the rest follow as they stand.
  static func inOrder(_ root: Node) -> [Node] {
    var definitions: [String: Node] = [:]
    var order: [String] = []
    root.walk { node in
      guard case .footnoteDefinition(let label) = node.kind else { return }
      order.append(label)
      if definitions[label] == nil { definitions[label] = node }
    }
    guard !definitions.isEmpty else { return [] }
    var result: [Node] = []
    func collect(_ node: Node) {
      if case .footnoteDefinition = node.kind { return }
      if case .footnoteReference(let label) = node.kind,
        let definition = definitions.removeValue(forKey: label)
      {
        result.append(definition)
      }
      for child in node.children { collect(child) }
    }
    collect(root)
    var next = 0
    while next < result.count {
      for child in result[next].children { collect(child) }
      next += 1
    }
    return result + order.compactMap { definitions.removeValue(forKey: $0) }
  }
}

extension Layout {
  /// The footnote marker that made this list item, or nil for the text's own items.
  func marker(ofItem index: Int) -> Feed.Marker? {
    let entry = entries[index]
    guard entry.kind == .item, leaves[index] == nil, let marker = feed.markers[entry.firstLine],
      containers.marker(of: homes[index]) == feed.starts[entry.firstLine - 1] + marker.prefix
    else { return nil }
    return marker
  }
}
