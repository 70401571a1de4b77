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
    var reader = DocCommentReader(lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    reader.read()
    return reader.comments
  }

  private init(lines: [Substring]) { self.lines = lines }

  private mutating func read() {
    while at < lines.count {
      let text = lines[at].trimmingSpaces
      if scanner.isInCode, Self.isLineComment(text) {
        take(lineComment())
      } else if scanner.isInCode, text.hasPrefix("/**"), !text.hasPrefix("/**/"), !text.hasPrefix("/***") {
        take(blockComment())
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

  private mutating func blockComment() -> [RawLine] {
    var raw: [RawLine] = []
    repeat {
      let isFirst = raw.isEmpty
      var line = isFirst ? rawLine(dropping: 3) : RawLine(text: lines[at], line: at + 1, column: 1)
      _ = scanner.scan(line: Array(lines[at]))
      at += 1
      if scanner.isInCode {
        line.text = line.text.firstRange(of: "*/").map { line.text[..<$0.lowerBound] } ?? line.text
      }
      if isFirst {
        let blank = line.text.prefix { $0 == " " || $0 == "\t" }
        line = RawLine(
          text: line.text.dropFirst(blank.count), line: line.line, column: line.column + blank.utf8.count,
          isFlush: true)
      }
      raw.append(line)
    } while !scanner.isInCode && at < lines.count
    return Self.withoutStars(raw)
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
  private mutating func take(_ raw: [RawLine]) {
    var comment = DocComment(declaration: DeclarationName.after(lines[at...]))
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

/// What a declaration is called, read from its first line as a person would.
enum DeclarationName {
  private static let keywords: Set<Substring> = [
    "func", "var", "let", "struct", "class", "enum", "actor", "protocol", "typealias", "associatedtype",
    "case",
    "macro", "extension", "precedencegroup",
  ]

  /// The name in the first line of code below a comment: lower case, `init` and `subscript` as they are.
  static func after(_ lines: ArraySlice<Substring>) -> String {
    for line in lines.prefix(40) {
      let text = line.trimmingSpaces
      if text.isEmpty || text.hasPrefix("//") || text.hasPrefix("#") { continue }
      let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
      for (index, word) in words.enumerated() {
        if word == "init" || word == "subscript" { return String(word) }
        // `class func` declares a function.
        guard keywords.contains(word), index + 1 < words.count, !keywords.contains(words[index + 1]) else {
          continue
        }
        return words[index + 1].lowercased().filter { $0 != "_" }
      }
      if !text.hasPrefix("@") { break }
    }
    return "comment"
  }
}
