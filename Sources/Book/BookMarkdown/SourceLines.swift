// SourceLines: a chapter's raw lines with their own line ends, so that a message can quote one and an edit can
// replace a piece of one and leave every other byte alone.
// Relies on nothing. Invariant: the lines and endings, put together after the byte-order mark, are the text.

/// The raw lines of a text.
package struct SourceLines: Sendable {
  /// One line, without its end.
  package struct Line: Sendable {
    package var bytes: [UInt8]
    /// `\n`, `\r\n`, or nothing at the end of the text.
    package var ending: [UInt8]
    /// The offset in the text's UTF-8 of the line's first byte.
    package var offset: Int

    package var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  package private(set) var lines: [Line] = []
  /// True when the text begins with a byte-order mark, which belongs to no line.
  package let hasMark: Bool

  /// - Complexity: O(length).
  package init(_ text: String) {
    let bytes = Array(text.utf8)
    hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    var start = hasMark ? 3 : 0
    var at = start
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "\n") {
        let isCRLF = at > start && bytes[at - 1] == UInt8(ascii: "\r")
        let end = isCRLF ? at - 1 : at
        lines.append(Line(bytes: Array(bytes[start..<end]), ending: Array(bytes[end...at]), offset: start))
        start = at + 1
      }
      at += 1
    }
    if start < bytes.count { lines.append(Line(bytes: Array(bytes[start...]), ending: [], offset: start)) }
  }

  /// The 1-based line, or an empty one outside the text.
  package subscript(line number: Int) -> Line {
    lines.indices.contains(number - 1) ? lines[number - 1] : Line(bytes: [], ending: [], offset: 0)
  }

  /// The offset in the text's UTF-8 of a position.
  package func offset(of position: SourcePosition) -> Int {
    self[line: position.line].offset + position.column - 1
  }

  /// The text of a range, line ends as they stand; the end is inclusive.
  package func text(of range: SourceRange) -> String {
    var bytes: [UInt8] = []
    for number in range.start.line...max(range.start.line, range.end.line) {
      let line = self[line: number]
      let from = number == range.start.line ? range.start.column - 1 : 0
      let to = number == range.end.line ? min(range.end.column, line.bytes.count) : line.bytes.count
      if from < to { bytes += line.bytes[from..<to] }
      if number < range.end.line { bytes += line.ending }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
