// Fragments: pieces of a text whose inlines libcmark has to read apart from their block: table cells, and the
// lines of a paragraph above a table. All of a text's pieces are parsed at once, followed by its link
// reference definitions, so that links resolve and the cost stays linear.
// Relies on: CommonMark, Content.

/// Pieces to parse, and then their inlines.
struct Fragments {
  private(set) var contents: [Content] = []
  private var entries: [CommonMark.Entry] = []
  /// Where each piece's inlines stand in `entries`.
  private var ranges: [Range<Int>] = []

  /// Adds a piece and gives its number.
  mutating func add(_ content: Content) -> Int {
    contents.append(content)
    return contents.count - 1
  }

  /// Parses all pieces. Each becomes a paragraph below a first line `x`: a line indented by four columns can
  /// only go on with a paragraph, so nothing in a piece is taken for a block.
  mutating func parse(with layout: Layout) {
    guard !contents.isEmpty else { return }
    var text: [UInt8] = []
    for content in contents {
      text += Array("x\n".utf8)
      for line in content.lines { text += Array("    ".utf8) + content.bytes[line.start...line.end] }
      text.append(.newline)
    }
    for definition in layout.definitions() { text += definition + [.newline] }
    entries = CommonMark.parse(text)
    var index = 1
    while index < entries.count, ranges.count < contents.count {
      // Past the paragraph, the `x` and the break after it.
      ranges.append(min(index + 3, entries[index].next)..<entries[index].next)
      index = entries[index].next
    }
  }

  /// The inlines of a piece.
  func nodes(_ number: Int, _ source: SourceLines, _ footnotes: Footnotes.Labels, isLost: inout Bool)
    -> [Node]
  {
    guard ranges.indices.contains(number) else { return [] }
    var aligner = InlineAligner(contents[number], source, footnotes)
    let nodes = aligner.nodes(entries, ranges[number])
    isLost = isLost || aligner.isLost
    return nodes
  }
}
