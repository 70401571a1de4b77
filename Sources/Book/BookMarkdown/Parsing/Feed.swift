// Feed: the bytes that libcmark gets to see, and for each of them its place in the raw text. They differ from
// the raw text in four ways: no byte-order mark, `\n` as every line's end, front matter as empty lines, and
// NUL as U+FFFD; and a line that defines a footnote begins with a list marker instead (see Footnotes).
// Relies on: SourceLines. Invariant: lines of the feed and of the text have the same numbers.

/// What is parsed in place of a text.
struct Feed {
  /// A line whose `[^label]:` is fed as a list marker. All offsets are in the raw line.
  struct Marker {
    var label: String
    /// Where the marker goes: after the prefixes of the quotes and lists around it.
    var prefix: Int
    /// Where the `[` stands.
    var bracket: Int
    /// Where the `:` stands.
    var colon: Int
    /// Where the definition's text begins.
    var text: Int
    /// True when nothing stands behind the colon.
    var isEmpty: Bool
  }

  private(set) var bytes: [UInt8] = []
  /// The raw offset of each byte, and one more for the end.
  private(set) var places: [Int] = []
  /// The index in `bytes` of each line's first byte, and one more for the end.
  private(set) var starts: [Int] = []
  /// By line number.
  let markers: [Int: Marker]

  var lineCount: Int { starts.count - 1 }

  /// - Parameters:
  ///   - skipped: How many lines from the top are fed as empty ones.
  ///   - bullet: The list marker of footnote definitions, four columns with its spaces.
  /// - Complexity: O(length).
  init(_ source: SourceLines, skipped: Int, markers: [Int: Marker] = [:], bullet: [UInt8] = []) {
    self.markers = markers
    bytes.reserveCapacity(source.length + 1)
    places.reserveCapacity(source.length + 2)
    for (index, line) in source.lines.enumerated() {
      starts.append(bytes.count)
      if index >= skipped {
        if let marker = markers[index + 1] {
          append(line, from: 0, to: marker.prefix)
          for byte in bullet { append(byte, line.offset + marker.bracket) }
          append(line, from: marker.text, to: line.bytes.count)
        } else {
          append(line, from: 0, to: line.bytes.count)
        }
      }
      append(.newline, line.offset + line.bytes.count)
    }
    starts.append(bytes.count)
    places.append(source.length)
  }

  private mutating func append(_ byte: UInt8, _ place: Int) {
    bytes.append(byte)
    places.append(place)
  }

  private mutating func append(_ line: SourceLines.Line, from: Int, to: Int) {
    for index in from..<max(from, to) {
      if line.bytes[index] == 0 {
        for byte in [0xEF, 0xBF, 0xBD] as [UInt8] { append(byte, line.offset + index) }
      } else {
        append(line.bytes[index], line.offset + index)
      }
    }
  }

  /// The index of the line's `\n`.
  func end(ofLine number: Int) -> Int { starts[number] - 1 }

  /// The raw offset after the byte at `index`; a line end may have two bytes.
  func placeAfter(_ index: Int) -> Int {
    bytes[index] == .newline ? places[index + 1] : places[index] + 1
  }

  /// The raw offset after the line's last byte that is no space or tab.
  func trimmedEnd(ofLine number: Int) -> Int {
    var end = end(ofLine: number)
    if let marker = markers[number], marker.isEmpty {
      return places[starts[number - 1] + marker.prefix] - marker.bracket + marker.colon + 1
    }
    while end > starts[number - 1], bytes[end - 1].isSpaceOrTab { end -= 1 }
    return end > starts[number - 1] ? placeAfter(end - 1) : places[end]
  }
}
