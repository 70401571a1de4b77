// Layout: where every block stands. libcmark's entries are walked once in order; containers are opened as
// they come, and each leaf gets its exact bytes: a text's content, a code block's lines and fence, a
// comment's extent. libcmark's own ends are wrong for fences, comments, setext headings and what follows a
// reference definition; here they are counted from the literals and read from the text.
// Relies on: CommonMark, Feed, Containers, LinkSyntax.

/// The places of one parsed text's blocks.
struct Layout {
  /// What a block without blocks in it is.
  enum Leaf {
    case text(Content, range: Range<Int>)
    case code(Node.CodeBlock, range: Range<Int>)
    case other(range: Range<Int>)
  }

  /// Blocks nested deeper than this are given as text: no chapter nests so deep, and later walks recurse.
  static let maximumDepth = 100

  let feed: Feed
  let source: SourceLines
  let entries: [CommonMark.Entry]
  private(set) var containers = Containers()
  /// For each entry that is a block: the container that it stands in, or that it is.
  private(set) var homes: [Int]
  private(set) var leaves: [Leaf?]

  /// - Complexity: O(length × depth), depth at most `maximumDepth`.
  init(_ feed: Feed, _ source: SourceLines) {
    self.feed = feed
    self.source = source
    entries = CommonMark.parse(feed.bytes)
    homes = Array(repeating: 0, count: entries.count)
    leaves = Array(repeating: nil, count: entries.count)
    var open: [(next: Int, home: Int)] = []
    var index = 0
    while index < entries.count {
      while let last = open.last, last.next <= index { open.removeLast() }
      let entry = entries[index]
      var home = open.last?.home ?? 0
      switch entry.kind {
      case .document, .list: break
      case .blockQuote where entry.depth <= Self.maximumDepth:
        home = containers.openQuote(onLine: entry.firstLine, in: home, feed)
      case .item where entry.depth <= Self.maximumDepth:
        home = containers.openItem(onLine: entry.firstLine, in: home, feed)
      default:
        leaves[index] = leaf(entry, home)
        homes[index] = home
        index = entry.next
        continue
      }
      homes[index] = home
      open.append((entry.next, home))
      index += 1
    }
  }

  /// The lines that a leaf takes in the chapter's text, from the first to the last.
  private func lines(of leaf: Leaf) -> ClosedRange<Int> {
    let range =
      switch leaf {
      case .text(_, let range), .code(_, let range), .other(let range): range
      }
    let first = source.position(ofOffset: range.lowerBound).line
    return first...max(first, source.position(ofOffset: max(range.upperBound - 1, range.lowerBound)).line)
  }

  /// For each line number the innermost container around it, or nil where a leaf stands that `isSkipped`.
  ///
  /// - Complexity: O(lines × depth).
  func homes(ofLinesOutside isSkipped: (Leaf) -> Bool) -> [Int?] {
    var homes: [Int?] = Array(repeating: 0, count: feed.lineCount + 1)
    var index = 0
    while index < entries.count {
      let entry = entries[index]
      guard let leaf = leaves[index] else {
        let last = min(entry.lastLine, feed.lineCount)
        for line in stride(from: max(entry.firstLine, 1), through: last, by: 1) {
          homes[line] = self.homes[index]
        }
        index += 1
        continue
      }
      if isSkipped(leaf) { for line in lines(of: leaf) { homes[line] = nil } }
      index = entry.next
    }
    return homes
  }

  /// The link reference definitions, each with its line end. libcmark takes them out of the tree, so they are
  /// looked for in the lines of which nothing else came.
  func definitions() -> [ArraySlice<UInt8>] {
    let homes = homes(ofLinesOutside: { _ in true })
    var result: [ArraySlice<UInt8>] = []
    var line = 1
    while line <= feed.lineCount {
      guard let home = homes[line] else {
        line += 1
        continue
      }
      var content = Content()
      while line <= feed.lineCount, homes[line] == home, !isBlank(line, home) {
        append(line, home, to: &content)
        line += 1
      }
      let syntax = LinkSyntax(bytes: content.bytes, end: content.bytes.count)
      while let end = syntax.definition(from: content.first) {
        result.append(content.bytes[content.first..<end])
        content.first = end
      }
      if content.lines.isEmpty { line += 1 }
    }
    return result
  }

  private func isBlank(_ line: Int, _ home: Int) -> Bool {
    let cursor = containers.content(ofLine: line, in: home, feed).cursor
    return feed.bytes[cursor.nonspace(in: feed.bytes).offset] == .newline
  }

  private func leaf(_ entry: CommonMark.Entry, _ home: Int) -> Leaf {
    let cursor = containers.content(ofLine: entry.firstLine, in: home, feed).cursor
    let start = cursor.nonspace(in: feed.bytes).offset
    let place = feed.places[start]
    switch entry.kind {
    case .paragraph:
      var content = content(entry.firstLine...max(entry.firstLine, entry.lastLine), home)
      skipDefinitions(&content)
      return .text(content, range: content.range)
    case .heading: return heading(entry, home, start)
    case .codeBlock(let code): return self.code(code, entry.firstLine, home)
    case .htmlBlock(let literal):
      let count = max(literal.utf8.count { $0 == .newline }, 1)
      return .other(range: place..<max(place, lineEnd(entry.firstLine + count - 1)))
    case .thematicBreak: return .other(range: place..<feed.trimmedEnd(ofLine: entry.firstLine))
    default:
      // Nested too deep.
      let last = min(max(entry.lastLine, entry.firstLine), feed.lineCount)
      return .other(range: place..<max(place, feed.trimmedEnd(ofLine: last)))
    }
  }

  // MARK: Text

  private func content(_ lines: ClosedRange<Int>, _ home: Int) -> Content {
    var content = Content()
    for line in lines { append(line, home, to: &content) }
    return content
  }

  private func append(_ line: Int, _ home: Int, to content: inout Content) {
    var (cursor, isLazy) = containers.content(ofLine: line, in: home, feed)
    if !isLazy { cursor.skipSpaces(in: feed.bytes) }
    content.appendLine(from: cursor, isLazy: isLazy, feed)
  }

  /// Moves the content's beginning behind its link reference definitions.
  private func skipDefinitions(_ content: inout Content) {
    let syntax = LinkSyntax(bytes: content.bytes, end: content.bytes.count)
    while let end = syntax.definition(from: content.first) { content.first = end }
  }

  private func heading(_ entry: CommonMark.Entry, _ home: Int, _ start: Int) -> Leaf {
    let place = feed.places[start]
    let marks = feed.bytes[start...].prefix { $0 == .hash }.count
    let isATX = (1...6).contains(marks) && feed.bytes[start + marks].isWhitespace
    guard !isATX else {
      var content = Content()
      var cursor = LineCursor(offset: start + marks)
      cursor.skipSpaces(in: feed.bytes)
      content.appendLine(from: cursor, isLazy: false, feed)
      return .text(content, range: place..<feed.trimmedEnd(ofLine: entry.firstLine))
    }
    // The first underline with text above it, reference definitions aside, ends the heading.
    var content = content(entry.firstLine...entry.firstLine, home)
    var line = entry.firstLine + 1
    while line <= feed.lineCount {
      if isUnderline(line, home) {
        var text = content
        skipDefinitions(&text)
        if text.first < text.last {
          content = text
          break
        }
      }
      append(line, home, to: &content)
      line += 1
    }
    let first = content.range.lowerBound
    return .text(content, range: first..<max(first, feed.trimmedEnd(ofLine: min(line, feed.lineCount))))
  }

  private func isUnderline(_ line: Int, _ home: Int) -> Bool {
    let (cursor, isLazy) = containers.content(ofLine: line, in: home, feed)
    let (start, indent) = cursor.nonspace(in: feed.bytes)
    let mark = feed.bytes[start]
    guard !isLazy, indent <= 3, mark == .equals || mark == .hyphen else { return false }
    let rest = feed.bytes[start..<feed.end(ofLine: line)].drop { $0 == mark }
    return rest.allSatisfy { $0.isSpaceOrTab }
  }

  // MARK: Code

  private func lineEnd(_ line: Int) -> Int { feed.places[feed.end(ofLine: min(line, feed.lineCount))] }

  private func code(_ parsed: Node.CodeBlock, _ line: Int, _ home: Int) -> Leaf {
    var code = parsed
    let count = code.literal.utf8.count { $0 == .newline }
    var cursor = containers.content(ofLine: line, in: home, feed).cursor
    let (start, indent) = cursor.nonspace(in: feed.bytes)
    guard indent <= 3 else {
      cursor.advance(4, in: feed.bytes)
      code.lines = (line..<(line + count)).map { self.codeLine($0, home, isFenced: false, indent: 4) }
      let place = feed.places[cursor.offset]
      return .code(code, range: place..<max(place, lineEnd(line + count - 1)))
    }
    let mark = feed.bytes[start]
    let length = feed.bytes[start...].prefix { $0 == mark }.count
    var info = start + length
    while feed.bytes[info].isSpaceOrTab { info += 1 }
    code.lines = ((line + 1)..<(line + 1 + count)).map {
      codeLine($0, home, isFenced: true, indent: start - cursor.offset)
    }
    let closing = line + count + 1
    let isClosed = isClosingFence(closing, home, mark, length)
    code.fence = .init(
      character: Character(Unicode.Scalar(mark)), length: length, isClosed: isClosed,
      info: source.position(ofOffset: feed.places[info]))
    let end = isClosed ? feed.trimmedEnd(ofLine: closing) : lineEnd(line + count)
    return .code(code, range: feed.places[start]..<end)
  }

  /// Where a line of code begins, behind the containers' prefixes and the block's own indent.
  private func codeLine(_ line: Int, _ home: Int, isFenced: Bool, indent: Int) -> SourcePosition {
    guard line <= feed.lineCount else { return source.position(ofOffset: source.length) }
    var cursor = containers.content(ofLine: line, in: home, feed).cursor
    if isFenced {
      var left = indent
      while left > 0, feed.bytes[cursor.offset].isSpaceOrTab {
        cursor.advance(1, in: feed.bytes)
        left -= 1
      }
    } else if cursor.nonspace(in: feed.bytes).indent >= indent {
      cursor.advance(indent, in: feed.bytes)
    } else {
      cursor.skipSpaces(in: feed.bytes)
    }
    return source.position(ofOffset: feed.places[cursor.offset])
  }

  private func isClosingFence(_ line: Int, _ home: Int, _ mark: UInt8, _ length: Int) -> Bool {
    guard line <= feed.lineCount else { return false }
    let (cursor, isLazy) = containers.content(ofLine: line, in: home, feed)
    let (start, indent) = cursor.nonspace(in: feed.bytes)
    let rest = feed.bytes[start..<feed.end(ofLine: line)]
    let run = rest.prefix { $0 == mark }.count
    // libcmark remembers no more than 255 of an opening fence.
    return !isLazy && indent <= 3 && run >= min(length, 255)
      && rest.dropFirst(run).allSatisfy { $0.isSpaceOrTab }
  }
}
