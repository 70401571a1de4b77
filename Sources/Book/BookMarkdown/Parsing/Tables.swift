// Tables: GFM's pipe tables, found in paragraphs whose second line (or a later one) is a delimiter row. Cells are
// read from the raw lines, so that a code span with an escaped pipe is right and every inline has its place.
// Source: GitHub Flavored Markdown Spec 0.29, §4.10. Relies on: Parser for the raw lines and references.

/// Reads pipe tables.
enum Tables {
  /// The paragraph itself, or what it is with a table in it: text above, the table.
  static func read(_ paragraph: Node, parser: Parser, quoteDepth: Int) -> [Node] {
    let first = paragraph.range.start.line
    let last = paragraph.range.end.line
    guard last > first else { return [paragraph] }
    let rows = (first...last).map { row($0, paragraph: paragraph, parser, quoteDepth) }
    guard
      let at = rows.indices.dropFirst().first(where: { index in
        guard let alignments = delimiter(rows[index]) else { return false }
        return alignments.count == rows[index - 1].cells.count
          && (alignments.count > 1 || rows[index].hasPipe)
      }), let alignments = delimiter(rows[at])
    else { return [paragraph] }
    var result: [Node] = []
    if at > 1 { result.append(text(above: first + at - 1, of: paragraph)) }
    var table = Node(.table(alignments: alignments), .init(rows[at - 1].start, paragraph.range.end))
    for (index, row) in rows.enumerated() where index >= at - 1 && index != at {
      table.children.append(node(row, isHeader: index == at - 1, alignments, parser))
    }
    table.range.end = rows[rows.count - 1].end
    return result + [table]
  }

  /// A raw row: its cells as byte ranges of its line.
  private struct Row {
    var line: Int
    var bytes: [UInt8]
    var start: SourcePosition
    var end: SourcePosition
    var cells: [Range<Int>]
    var hasPipe: Bool
  }

  private static func row(_ line: Int, paragraph: Node, _ parser: Parser, _ quoteDepth: Int) -> Row {
    let bytes = parser.lines[line: line].bytes
    var at = line == paragraph.range.start.line ? paragraph.range.start.column - 1 : 0
    var quotes = line == paragraph.range.start.line ? 0 : quoteDepth
    func skipSpaces() { while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 } }
    skipSpaces()
    while quotes > 0, at < bytes.count, bytes[at] == UInt8(ascii: ">") {
      at += 1
      quotes -= 1
      skipSpaces()
    }
    var end = bytes.count
    while end > at, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    let (cells, hasPipe) = split(bytes, at..<end)
    return Row(
      line: line, bytes: bytes, start: .init(line: line, column: at + 1),
      end: .init(line: line, column: max(end, at + 1)),
      cells: cells, hasPipe: hasPipe)
  }

  private static func split(_ bytes: [UInt8], _ range: Range<Int>) -> ([Range<Int>], Bool) {
    let pipe = UInt8(ascii: "|")
    var start = range.lowerBound
    var end = range.upperBound
    var cells: [Range<Int>] = []
    var hasPipe = false
    if start < end, bytes[start] == pipe {
      start += 1
      hasPipe = true
    }
    if end > start, bytes[end - 1] == pipe, !isEscaped(bytes, end - 1) {
      end -= 1
      hasPipe = true
    }
    var from = start
    for at in start..<end where bytes[at] == pipe && !isEscaped(bytes, at) {
      cells.append(trim(bytes, from..<at))
      from = at + 1
      hasPipe = true
    }
    cells.append(trim(bytes, from..<max(from, end)))
    return (cells, hasPipe)
  }

  private static func isEscaped(_ bytes: [UInt8], _ at: Int) -> Bool {
    at > 0 && bytes[at - 1] == UInt8(ascii: "\\")
  }

  private static func trim(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
    var (from, to) = (range.lowerBound, range.upperBound)
    while from < to, bytes[from] == 0x20 || bytes[from] == 0x09 { from += 1 }
    while to > from, bytes[to - 1] == 0x20 || bytes[to - 1] == 0x09 { to -= 1 }
    return from..<to
  }

  /// The alignments of a delimiter row, or nil when it is none.
  private static func delimiter(_ row: Row) -> [Node.Alignment]? {
    var alignments: [Node.Alignment] = []
    for cell in row.cells {
      var text = row.bytes[cell]
      let isLeft = text.first == UInt8(ascii: ":")
      if isLeft { text = text.dropFirst() }
      let isRight = text.last == UInt8(ascii: ":")
      if isRight { text = text.dropLast() }
      guard !text.isEmpty, text.allSatisfy({ $0 == UInt8(ascii: "-") }) else { return nil }
      alignments.append(isLeft ? (isRight ? .center : .left) : (isRight ? .right : .none))
    }
    return alignments
  }

  private static func text(above line: Int, of paragraph: Node) -> Node {
    var rest = paragraph
    rest.children = paragraph.children.filter { $0.range.start.line < line }
    while let last = rest.children.last, last.kind == .softBreak || last.kind == .lineBreak {
      rest.children.removeLast()
    }
    rest.range.end = rest.children.last?.range.end ?? paragraph.range.start
    return rest
  }

  private static func node(_ row: Row, isHeader: Bool, _ alignments: [Node.Alignment], _ parser: Parser)
    -> Node
  {
    var result = Node(.tableRow(isHeader: isHeader), .init(row.start, row.end))
    for (index, alignment) in alignments.enumerated() {
      let cell = index < row.cells.count ? row.cells[index] : row.bytes.count..<row.bytes.count
      let start = SourcePosition(line: row.line, column: min(cell.lowerBound + 1, row.end.column))
      let end = SourcePosition(line: row.line, column: max(start.column, cell.upperBound))
      var children = inlines(row.bytes[cell], references: parser.references)
      var aligner = InlineAligner(
        lines: parser.lines, start: start, lastLine: row.line, quoteDepth: 0,
        limit: .init(line: row.line, column: cell.upperBound + 1))
      aligner.align(&children)
      result.children.append(Node(.tableCell(alignment), .init(start, end), children))
    }
    return result
  }

  /// A cell's inlines. An ATX heading holds exactly one line of inlines, whatever they begin with.
  private static func inlines(_ bytes: ArraySlice<UInt8>, references: [UInt8]) -> [Node] {
    var text = Array("# ".utf8)
    var isEscaped = false
    for byte in bytes {
      if byte == UInt8(ascii: "|"), isEscaped { text.removeLast() }
      text.append(byte)
      isEscaped = byte == UInt8(ascii: "\\")
    }
    let root = CommonMark.parse(text + Array(" #\n".utf8) + references)
    return root.children.first?.children ?? []
  }
}
