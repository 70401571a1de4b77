// Containers: the quotes and list items that blocks stand in, and for any line where its content begins
// behind their prefixes. It repeats libcmark's own rules, because libcmark keeps the result to itself.
// Relies on: Feed, LineCursor. Source: libcmark 0.30.2, src/blocks.c (check_open_blocks, open_new_blocks).

/// The containers of one document, each known by its index; 0 is the document.
struct Containers {
  private enum Rule {
    case document
    case quote
    /// A list item whose content is indented by this many columns.
    case item(columns: Int)
  }

  private struct Container {
    var rule: Rule
    var parent: Int
    var firstLine: Int
    /// Behind the opening marker.
    var opened: LineCursor
    /// The index in the feed's bytes of the opening marker.
    var marker: Int
  }

  private var all = [
    Container(rule: .document, parent: 0, firstLine: 0, opened: LineCursor(offset: 0), marker: 0)
  ]

  /// The index in the feed's bytes of the container's `>` or list marker.
  func marker(of container: Int) -> Int { all[container].marker }

  func parent(of container: Int) -> Int { all[container].parent }

  /// Where the content of `line` begins. `isLazy` says that the line lacks the prefix of a container and so
  /// can only continue a paragraph; the cursor then stands before the prefix that is missing.
  ///
  /// - Complexity: O(depth + length of the prefixes).
  func content(ofLine line: Int, in container: Int, _ feed: Feed) -> (cursor: LineCursor, isLazy: Bool) {
    let this = all[container]
    if case .document = this.rule { return (LineCursor(offset: feed.starts[line - 1]), false) }
    if this.firstLine == line { return (this.opened, false) }
    var (cursor, isLazy) = content(ofLine: line, in: this.parent, feed)
    guard !isLazy else { return (cursor, true) }
    let (first, indent) = cursor.nonspace(in: feed.bytes)
    switch this.rule {
    case .document: break
    case .quote:
      guard indent <= 3, feed.bytes[first] == .greater else { return (cursor, true) }
      cursor.advance(indent + 1, in: feed.bytes)
      if feed.bytes[cursor.offset].isSpaceOrTab { cursor.advance(1, in: feed.bytes) }
    case .item(let columns):
      if indent >= columns {
        cursor.advance(columns, in: feed.bytes)
      } else if feed.bytes[first] == .newline {
        cursor.skipSpaces(in: feed.bytes)
      } else {
        isLazy = true
      }
    }
    return (cursor, isLazy)
  }

  /// Opens a quote that begins on `line`.
  mutating func openQuote(onLine line: Int, in parent: Int, _ feed: Feed) -> Int {
    var cursor = content(ofLine: line, in: parent, feed).cursor
    let (marker, indent) = cursor.nonspace(in: feed.bytes)
    cursor.advance(indent + 1, in: feed.bytes)
    if feed.bytes[cursor.offset].isSpaceOrTab { cursor.advance(1, in: feed.bytes) }
    all.append(Container(rule: .quote, parent: parent, firstLine: line, opened: cursor, marker: marker))
    return all.count - 1
  }

  /// Opens a list item that begins on `line`.
  mutating func openItem(onLine line: Int, in parent: Int, _ feed: Feed) -> Int {
    let bytes = feed.bytes
    var cursor = content(ofLine: line, in: parent, feed).cursor
    let (marker, indent) = cursor.nonspace(in: bytes)
    let width = bytes[marker...].prefix { $0.isDigit }.count + 1
    cursor.advance(indent + width, in: bytes)
    var spaces = cursor
    while spaces.column - cursor.column <= 5, bytes[spaces.offset].isSpaceOrTab {
      spaces.advance(1, in: bytes)
    }
    var padding = spaces.column - cursor.column
    if (1...4).contains(padding), bytes[spaces.offset] != .newline {
      cursor = spaces
    } else {
      // Indented code, or nothing, behind the marker: one space belongs to it.
      if padding > 0 { cursor.advance(1, in: bytes) }
      padding = 1
    }
    all.append(
      Container(
        rule: .item(columns: indent + width + padding), parent: parent, firstLine: line, opened: cursor,
        marker: marker))
    return all.count - 1
  }
}
