// SourceLines: a chapter's raw lines with their own line ends, so that a message can quote one and an edit
// can replace a piece of one and leave every other byte alone; and the way between byte offsets and
// positions.
// Relies on nothing. Invariant: the lines and endings, put together after the byte-order mark, are the text.

/// The raw lines of a text. A line ends with `\n`, `\r\n` or a lone `\r`, as in CommonMark.
package struct SourceLines: Sendable {
  /// One line, without its end.
  package struct Line: Sendable {
    package var bytes: [UInt8]
    /// `\n`, `\r\n`, `\r`, or nothing at the end of the text.
    package var ending: [UInt8]
    /// The offset in the text's UTF-8 of the line's first byte.
    package var offset: Int

    package var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  package private(set) var lines: [Line] = []
  /// True when the text begins with a byte-order mark, which belongs to no line.
  package let hasMark: Bool
  /// The length of the text in bytes, the mark included.
  package let length: Int

  /// - Complexity: O(length).
  package init(_ text: String) {
    let bytes = Array(text.utf8)
    length = bytes.count
    hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    var start = hasMark ? 3 : 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != .newline, bytes[end] != .carriageReturn { end += 1 }
      var next = min(end + 1, bytes.count)
      if next < bytes.count, bytes[end] == .carriageReturn, bytes[next] == .newline { next += 1 }
      lines.append(Line(bytes: Array(bytes[start..<end]), ending: Array(bytes[end..<next]), offset: start))
      start = next
    }
  }

  /// The 1-based line, or an empty one outside the text.
  package subscript(line number: Int) -> Line {
    lines.indices.contains(number - 1)
      ? lines[number - 1] : Line(bytes: [], ending: [], offset: number < 1 ? 0 : length)
  }

  /// The offset in the text's UTF-8 of a position.
  package func offset(of position: SourcePosition) -> Int {
    self[line: position.line].offset + position.column - 1
  }

  /// The position of an offset; the end of the text is on a line of its own after a final line end.
  ///
  /// - Complexity: O(log lines).
  package func position(ofOffset offset: Int) -> SourcePosition {
    var (low, high) = (0, lines.count)
    while low < high {
      let middle = (low + high) / 2
      if lines[middle].offset <= offset { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return .init(line: 1, column: 1) }
    let line = lines[low - 1]
    let isPastLine = !line.ending.isEmpty && offset >= line.offset + line.bytes.count + line.ending.count
    if isPastLine { return .init(line: low + 1, column: 1) }
    return .init(line: low, column: offset - line.offset + 1)
  }

  /// The range, both ends inclusive, of the bytes `offsets`. An empty one ends a column before it starts.
  func range(of offsets: Range<Int>) -> SourceRange {
    let start = position(ofOffset: offsets.lowerBound)
    guard !offsets.isEmpty else {
      return SourceRange(start, .init(line: start.line, column: start.column - 1))
    }
    return SourceRange(start, position(ofOffset: offsets.upperBound - 1))
  }

  /// The text of a range, line ends as they stand; the end is inclusive.
  package func text(of range: SourceRange) -> String {
    var bytes: [UInt8] = []
    for number in range.start.line...max(range.start.line, range.end.line) {
      let line = self[line: number]
      let whole = line.bytes + line.ending
      let from = number == range.start.line ? range.start.column - 1 : 0
      let to = number == range.end.line ? min(range.end.column, whole.count) : whole.count
      if from < to { bytes += whole[from..<to] }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
