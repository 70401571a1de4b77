// LineCursor: how libcmark walks over the beginning of a line, where tabs are columns and may be taken in
// part.
// Relies on: Feed. Source: libcmark 0.30.2, src/blocks.c (S_advance_offset, S_find_first_nonspace).

/// A place in a line while its prefixes are read.
struct LineCursor {
  /// Index into the feed's bytes.
  var offset: Int
  /// 0-based, a tab going to the next multiple of four.
  var column = 0
  /// True when some columns of the tab at `offset` are taken already.
  var isInsideTab = false

  private var columnsToTab: Int { 4 - column % 4 }

  /// Takes at most `columns` columns, within the line.
  mutating func advance(_ columns: Int, in bytes: [UInt8]) {
    var left = columns
    while left > 0, bytes[offset] != .newline {
      let width = bytes[offset] == .tab ? columnsToTab : 1
      isInsideTab = width > left
      column += min(width, left)
      if !isInsideTab { offset += 1 }
      left -= min(width, left)
    }
  }

  /// The first byte from here that is no space or tab, and how many columns away it is.
  func nonspace(in bytes: [UInt8]) -> (offset: Int, indent: Int) {
    var ahead = self
    while bytes[ahead.offset].isSpaceOrTab { ahead.advance(1, in: bytes) }
    return (ahead.offset, ahead.column - column)
  }

  /// Goes to the first byte that is no space or tab.
  mutating func skipSpaces(in bytes: [UInt8]) {
    advance(nonspace(in: bytes).indent, in: bytes)
  }

  /// The columns of the tab at `offset` that are not taken: libcmark adds them to a line as spaces.
  var pendingSpaces: Int { isInsideTab ? columnsToTab : 0 }
}
