// Content: the text of a paragraph, heading or table cell as inlines are read from it, container prefixes and
// leading spaces gone, with the place in the raw text of each byte.
// Relies on: Feed. Invariant: `bytes`, `starts` and `ends` are equally long, and `starts` never falls.

/// Text that holds inlines.
struct Content {
  /// One line of it.
  struct Line {
    /// The index in `bytes` of its first byte.
    var start: Int
    /// The index of its `\n`.
    var end: Int
    /// True when the line lacks the prefix of a container that it continues.
    var isLazy: Bool
  }

  /// Every line ends in `\n`.
  private(set) var bytes: [UInt8] = []
  /// The raw offset of each byte. An escaped pipe in a table cell begins at its backslash.
  private(set) var starts: [Int] = []
  /// The raw offset after each byte.
  private(set) var ends: [Int] = []
  private(set) var lines: [Line] = []
  /// Where the inlines begin: after link reference definitions.
  var first = 0

  /// The index after the last byte that is not white space.
  var last: Int {
    var end = bytes.count
    while end > first, bytes[end - 1].isWhitespace { end -= 1 }
    return end
  }

  /// The raw offsets of the inlines.
  var range: Range<Int> { first < last ? starts[first]..<ends[last - 1] : start..<start }

  private var start: Int { first < starts.count ? starts[first] : ends.last ?? 0 }

  /// Adds what stands in the feed from `cursor` to the line's end.
  mutating func appendLine(from cursor: LineCursor, isLazy: Bool, _ feed: Feed) {
    let start = bytes.count
    var index = cursor.offset
    if cursor.isInsideTab {
      for _ in 0..<cursor.pendingSpaces { append(.space, feed.places[index], feed.placeAfter(index)) }
      index += 1
    }
    while true {
      let byte = feed.bytes[index]
      append(byte, feed.places[index], feed.placeAfter(index))
      if byte == .newline { break }
      index += 1
    }
    lines.append(Line(start: start, end: bytes.count - 1, isLazy: isLazy))
  }

  /// A piece of the lines `range`, as content of its own; each line without its leading spaces.
  func slice(lines range: Range<Int>) -> Content {
    var result = Content()
    for line in lines[range] {
      let start = bytes[line.start..<line.end].firstIndex { !$0.isSpaceOrTab } ?? line.end
      result.append(contentsOf: self, start...line.end, isLazy: line.isLazy)
    }
    return result
  }

  /// One line of content from `range`, in which `\|` is a pipe.
  func cell(_ range: Range<Int>) -> Content {
    var result = Content()
    var index = range.lowerBound
    while index < range.upperBound {
      let isEscaped =
        bytes[index] == .backslash && index + 1 < range.upperBound && bytes[index + 1] == .pipe
      let next = isEscaped ? index + 1 : index
      result.append(bytes[next], starts[index], ends[next])
      index = next + 1
    }
    let end = result.ends.last ?? 0
    result.append(.newline, end, end)
    result.lines = [Line(start: 0, end: result.bytes.count - 1, isLazy: false)]
    return result
  }

  private mutating func append(_ byte: UInt8, _ start: Int, _ end: Int) {
    bytes.append(byte)
    starts.append(start)
    ends.append(end)
  }

  private mutating func append(contentsOf other: Content, _ range: ClosedRange<Int>, isLazy: Bool) {
    lines.append(Line(start: bytes.count, end: bytes.count + range.count - 1, isLazy: isLazy))
    bytes += other.bytes[range]
    starts += other.starts[range]
    ends += other.ends[range]
  }
}
