// Tables: GFM's pipe tables, found in the lines of paragraphs. Cells are pieces of a line with inlines of
// their own; all cells of a text are parsed by libcmark in one go (see Fragments).
// Source: GitHub Flavored Markdown Spec 0.29, §4.10; cmark-gfm 0.29, extensions/table.c. Relies on: Content.

/// A table as it stands in the lines of a paragraph.
struct Table {
  /// One cell: its inlines' content, or nil when it is empty, and its place in the raw text.
  struct Cell {
    var content: Content?
    var range: Range<Int>
  }

  /// A row: as many cells as the table has columns.
  struct Row {
    var cells: [Cell]
    var range: Range<Int>
  }

  var alignments: [Node.Alignment]
  /// The header first.
  var rows: [Row]
  /// The index of the header's line in the content.
  var line: Int
  /// The index of the line after the table; a line that lacks its container's prefix is no row.
  var end: Int

  /// Finds the first table of a paragraph: a line whose cells are as many as those of the delimiter row under
  /// it.
  init?(in content: Content) {
    let lines = content.lines.indices.drop { content.lines[$0].start < content.first }
    guard
      let delimiter = lines.dropFirst().first(where: { line in
        guard !content.lines[line].isLazy, let columns = Self.alignments(content, line)?.count else {
          return false
        }
        return Self.split(content, line - 1).count == columns
      }), let alignments = Self.alignments(content, delimiter)
    else { return nil }
    self.alignments = alignments
    line = delimiter - 1
    end = content.lines[delimiter...].firstIndex { $0.isLazy } ?? content.lines.count
    rows = []
    for row in [line] + Array((delimiter + 1)..<end) {
      rows.append(Self.row(content, row, columns: alignments.count))
    }
  }

  private static func row(_ content: Content, _ line: Int, columns: Int) -> Row {
    let whole = trim(content, content.lines[line].start..<content.lines[line].end)
    let range = place(content, whole)
    var cells = split(content, line).prefix(columns).map { cell in
      Cell(content: cell.isEmpty ? nil : content.cell(cell), range: place(content, cell))
    }
    while cells.count < columns {
      cells.append(Cell(content: nil, range: range.upperBound..<range.upperBound))
    }
    return Row(cells: cells, range: range)
  }

  private static func place(_ content: Content, _ range: Range<Int>) -> Range<Int> {
    let start = content.starts[range.lowerBound]
    return start..<(range.isEmpty ? start : content.ends[range.upperBound - 1])
  }

  private static func trim(_ content: Content, _ range: Range<Int>) -> Range<Int> {
    var (from, to) = (range.lowerBound, range.upperBound)
    while from < to, content.bytes[from].isWhitespace { from += 1 }
    while to > from, content.bytes[to - 1].isWhitespace { to -= 1 }
    return from..<to
  }

  /// The cells of a line, trimmed. Pipes at both ends are optional; a pipe after a backslash is text.
  private static func split(_ content: Content, _ line: Int) -> [Range<Int>] {
    let whole = trim(content, content.lines[line].start..<content.lines[line].end)
    var pipes: [Int] = []
    var at = whole.lowerBound
    while at < whole.upperBound {
      if content.bytes[at] == .pipe { pipes.append(at) }
      at += content.bytes[at] == .backslash && content.bytes[at + 1].isPunctuation ? 2 : 1
    }
    var from = whole.lowerBound
    if pipes.first == from, !whole.isEmpty {
      from += 1
      pipes.removeFirst()
    }
    var cells: [Range<Int>] = []
    for pipe in pipes {
      cells.append(trim(content, from..<pipe))
      from = pipe + 1
    }
    // Behind a pipe at the line's end is no cell.
    if from < whole.upperBound || cells.isEmpty { cells.append(trim(content, from..<whole.upperBound)) }
    return cells
  }

  /// The alignments of a delimiter row, or nil when the line is none. One without any pipe is an underline.
  private static func alignments(_ content: Content, _ line: Int) -> [Node.Alignment]? {
    let bytes = content.bytes[content.lines[line].start..<content.lines[line].end]
    guard bytes.contains(.pipe), bytes.allSatisfy({ isDelimiter($0) }) else { return nil }
    var alignments: [Node.Alignment] = []
    for cell in split(content, line) {
      let text = content.bytes[cell]
      let dashes = text.drop { $0 == .colon }.prefix { $0 == .hyphen }
      let (left, right) = (dashes.startIndex - cell.lowerBound, cell.upperBound - dashes.endIndex)
      guard !dashes.isEmpty, left <= 1, right <= 1, right == 0 || text.last == .colon else { return nil }
      alignments.append(left == 1 ? (right == 1 ? .center : .left) : (right == 1 ? .right : .none))
    }
    return alignments
  }

  private static func isDelimiter(_ byte: UInt8) -> Bool {
    byte == .pipe || byte == .hyphen || byte == .colon || byte.isWhitespace
  }
}
