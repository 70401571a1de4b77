// DocComment: the documentation comments of a Swift source, each as the Markdown that it holds and the place of each of
// its lines, so that every message about it points into the source.
// Relies on: SwiftComments' scanner, so that a string that looks like a comment is none.

import BookMarkdown

/// One `///` run or `/** … */`.
struct DocComment: Hashable {
  /// What it documents, in the letters of a block's name: `chunked` for `func chunked(by:)`.
  var declaration: String
  /// The Markdown without the comment's signs, a line each.
  var lines: [String] = []
  /// Where each of them begins in the source.
  var positions: [SourcePosition] = []

  var text: String { lines.map { $0 + "\n" }.joined() }

  /// Where a place of the Markdown stands in the source.
  func position(_ place: SourcePosition) -> SourcePosition {
    guard let last = positions.last else { return place }
    guard positions.indices.contains(place.line - 1) else { return last }
    let start = positions[place.line - 1]
    return SourcePosition(line: start.line, column: start.column + place.column - 1)
  }

  func range(_ range: SourceRange) -> SourceRange {
    SourceRange(position(range.start), position(range.end))
  }
}

/// Finds the documentation comments of a source.
struct DocCommentReader {
  /// A comment's line as it stands: its text after the signs, and the 1-based column in bytes at which that begins.
  private struct RawLine {
    var text: Substring
    var line: Int
    var column: Int
    /// True behind `/**`, where a line begins wherever the others do.
    var isFlush = false
  }

  private let lines: [Substring]
  private var scanner = SwiftComments.Scanner()
  private var at = 0
  private var comments: [DocComment] = []

  /// The comments, in order.
  ///
  /// - Complexity: O(length of `source`).
  static func read(_ source: String) -> [DocComment] {
    let text = source.replacing("\r\n", with: "\n")
    // A byte-order mark is before the first line, not in it.
    let lines = text.dropFirst(text.first == "\u{FEFF}" ? 1 : 0)
    var reader = DocCommentReader(lines: lines.split(separator: "\n", omittingEmptySubsequences: false))
    reader.read()
    return reader.comments
  }

  private init(lines: [Substring]) { self.lines = lines }

  private mutating func read() {
    while at < lines.count {
      let text = lines[at].trimmingSpaces
      if scanner.isInCode, Self.isLineComment(text) {
        take(lineComment(), rest: "")
      } else if scanner.isInCode, text.hasPrefix("/**"), !text.hasPrefix("/**/"), !text.hasPrefix("/***") {
        let (raw, rest) = blockComment()
        take(raw, rest: rest)
      } else {
        skipLine()
      }
    }
  }

  private mutating func skipLine() {
    // Most lines open nothing that runs over their end; looking at every character of a source would take its time.
    if !scanner.isInCode
      || lines[at].utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "*") })
    {
      _ = scanner.scan(line: Array(lines[at]))
    }
    at += 1
  }

  private static func isLineComment(_ text: Substring) -> Bool {
    text.hasPrefix("///") && !text.hasPrefix("////")
  }

  private mutating func lineComment() -> [RawLine] {
    var raw: [RawLine] = []
    while at < lines.count, Self.isLineComment(lines[at].trimmingSpaces) {
      raw.append(rawLine(dropping: 3))
      at += 1
    }
    return raw
  }

  /// The current line without its indentation and `count` signs.
  private func rawLine(dropping count: Int) -> RawLine {
    let line = lines[at]
    let text = line.drop { $0 == " " || $0 == "\t" }.dropFirst(count)
    return RawLine(text: text, line: at + 1, column: line[..<text.startIndex].utf8.count + 1)
  }

  /// - Returns: The comment's lines, and what stands behind its end on the last of them.
  private mutating func blockComment() -> ([RawLine], rest: Substring) {
    var raw: [RawLine] = []
    var rest: Substring?
    var depth = 1
    while rest == nil, at < lines.count {
      let isFirst = raw.isEmpty
      var line = isFirst ? rawLine(dropping: 3) : RawLine(text: lines[at], line: at + 1, column: 1)
      _ = scanner.scan(line: Array(lines[at]))
      at += 1
      if let end = Self.end(of: line.text, &depth) {
        rest = line.text[end...].dropFirst(2)
        line.text = line.text[..<end]
      }
      if isFirst {
        let blank = line.text.prefix { $0 == " " || $0 == "\t" }
        line = RawLine(
          text: line.text.dropFirst(blank.count), line: line.line, column: line.column + blank.utf8.count,
          isFlush: true)
      }
      raw.append(line)
    }
    return (Self.withoutStars(raw), rest ?? "")
  }

  /// Where the block comment ends that is `depth` deep at the start of `text`, or nil when it goes on.
  private static func end(of text: Substring, _ depth: inout Int) -> Substring.Index? {
    var rest = text
    while !rest.isEmpty {
      let isEnd = rest.hasPrefix("*/")
      if isEnd { depth -= 1 }
      if depth == 0 { return rest.startIndex }
      let isStart = rest.hasPrefix("/*")
      if isStart { depth += 1 }
      rest = rest.dropFirst(isStart || isEnd ? 2 : 1)
    }
    return nil
  }

  /// A column of `*` at the left is decoration when every line has one.
  private static func withoutStars(_ raw: [RawLine]) -> [RawLine] {
    let rest = raw.dropFirst().filter { !$0.text.trimmingSpaces.isEmpty }
    guard !rest.isEmpty, rest.allSatisfy({ $0.text.trimmingSpaces.hasPrefix("*") }) else { return raw }
    return raw.enumerated().map { index, line in
      guard index > 0, let star = line.text.firstIndex(of: "*") else { return line }
      var line = line
      line.column += line.text[...star].utf8.count
      line.text = line.text[line.text.index(after: star)...]
      return line
    }
  }

  /// Keeps the comment without the indentation that all of its lines share.
  ///
  /// - Parameter rest: What stands behind it on its last line.
  private mutating func take(_ raw: [RawLine], rest: Substring) {
    var comment = DocComment(declaration: DeclarationName.first(in: [rest] + lines[at...].prefix(40)))
    let indented = raw.filter { !$0.isFlush && !$0.text.trimmingSpaces.isEmpty }
    let indent = indented.map { $0.text.prefix { $0 == " " || $0 == "\t" }.count }.min() ?? 0
    for line in raw {
      let dropped = line.text.prefix(line.isFlush ? 0 : indent).prefix { $0 == " " || $0 == "\t" }
      comment.lines.append(String(line.text.dropFirst(dropped.count)))
      comment.positions.append(.init(line: line.line, column: line.column + dropped.utf8.count))
    }
    comments.append(comment)
  }
}
