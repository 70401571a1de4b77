// Parser: a chapter's text → its Document. libcmark makes the tree; this gives every node its exact place and adds
// what CommonMark does not have: front matter, tables, footnotes, alerts, heading anchors.
// Relies on: CommonMark, InlineAligner, and one file for each extension. The extensions never change what a code
// block is.

extension Document {
  /// What is read beyond CommonMark.
  package struct Extensions: OptionSet, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let tables = Extensions(rawValue: 1)
    package static let footnotes = Extensions(rawValue: 2)
    package static let alerts = Extensions(rawValue: 4)
    package static let anchors = Extensions(rawValue: 8)
    package static let frontMatter = Extensions(rawValue: 16)
    package static let all: Extensions = [.tables, .footnotes, .alerts, .anchors, .frontMatter]
    package static let none: Extensions = []
  }

  /// Parses a chapter.
  ///
  /// - Parameters:
  ///   - text: UTF-8 with LF or CRLF line ends; a byte-order mark is skipped.
  ///   - file: The path that messages name.
  /// - Complexity: O(length), and O(length × references) for what tables and footnotes parse once more.
  package static func parse(_ text: String, file: String, extensions: Extensions = .all) -> Document {
    Parser(text, file: file, extensions: extensions).document()
  }
}

/// Parses one text.
struct Parser {
  let text: String
  let file: String
  let extensions: Document.Extensions
  let lines: SourceLines
  /// Lines that look like link reference definitions, for the pieces that are parsed on their own.
  let references: [UInt8]

  init(_ text: String, file: String, extensions: Document.Extensions) {
    self.text = text
    self.file = file
    self.extensions = extensions
    lines = SourceLines(text)
    references = Self.references(in: lines)
  }

  func document() -> Document {
    let matter = extensions.contains(.frontMatter) ? frontMatter() : nil
    // The matter, its opening and its closing line.
    let skipped = matter.map { $0.line + $0.text.count { $0 == "\n" } } ?? 0
    var root = CommonMark.parse(body(from: skipped))
    shift(&root, by: skipped)
    place(&root, quoteDepth: 0)
    root.range = SourceRange(.init(line: skipped + 1, column: 1), end(of: root))
    var footnotes: [Node] = []
    if extensions.contains(.footnotes) { footnotes = Footnotes.resolve(in: &root, parser: self) }
    if extensions.contains(.anchors) { Anchors.assign(in: &root) }
    return Document(file: file, text: text, frontMatter: matter, root: root, footnotes: footnotes)
  }

  // MARK: What libcmark gets to see

  private func frontMatter() -> Document.FrontMatter? {
    guard lines.lines.first?.text == "---",
      let end = lines.lines.indices.dropFirst().first(where: { lines.lines[$0].text == "---" })
    else { return nil }
    return .init(text: lines.lines[1..<end].map { $0.text + "\n" }.joined(), line: 2)
  }

  /// The raw text after the front matter. Footnote definitions are masked, because libcmark takes `[^1]: word`
  /// for a link reference definition and drops it.
  private func body(from skipped: Int) -> [UInt8] {
    var result: [UInt8] = []
    for line in lines.lines.dropFirst(skipped) {
      result += extensions.contains(.footnotes) ? Footnotes.mask(line.bytes) : line.bytes
      result += line.ending
    }
    return result
  }

  private static func references(in lines: SourceLines) -> [UInt8] {
    var result: [UInt8] = []
    for line in lines.lines {
      let text = line.bytes.drop { $0 == 0x20 }
      guard line.bytes.count - text.count <= 3, text.first == UInt8(ascii: "["),
        text.dropFirst().first != UInt8(ascii: "^"),
        let end = text.firstIndex(of: UInt8(ascii: "]")), text[(end + 1)...].first == UInt8(ascii: ":")
      else { continue }
      result += Array("\n".utf8) + text + Array("\n".utf8)
    }
    return result
  }

  private func shift(_ node: inout Node, by count: Int) {
    guard count > 0 else { return }
    node.range.start.line += count
    node.range.end.line += count
    for index in node.children.indices { shift(&node.children[index], by: count) }
  }

  // MARK: Places

  /// Mends the range of `node` and everything below it, and reads the extensions that are blocks.
  func place(_ node: inout Node, quoteDepth: Int) {
    switch node.kind {
    case .codeBlock(var code):
      place(&code, in: &node)
      node.kind = .codeBlock(code)
    case .htmlBlock(let html):
      let last =
        node.range.start.line
        + max(html.split(separator: "\n", omittingEmptySubsequences: false).count - 2, 0)
      node.range.end = .init(line: last, column: max(lines[line: last].bytes.count, node.range.start.column))
      if extensions.contains(.footnotes) { node.kind = .htmlBlock(Footnotes.unmask(html)) }
    case .paragraph:
      align(&node, start: node.range.start, lastLine: node.range.end.line, quoteDepth: quoteDepth)
    case .heading(let level, _):
      let start = headingStart(node, level)
      let isATX = start != node.range.start
      let lastLine = isATX ? start.line : underline(of: node) - 1
      if !isATX { node.range.end = lineEnd(lastLine + 1) }
      align(&node, start: start, lastLine: lastLine, quoteDepth: quoteDepth)
    default:
      placeChildren(of: &node, quoteDepth: quoteDepth)
    }
  }

  private func placeChildren(of node: inout Node, quoteDepth: Int) {
    let depth = quoteDepth + (node.kind == .blockQuote ? 1 : 0)
    var children: [Node] = []
    for var child in node.children {
      place(&child, quoteDepth: depth)
      if extensions.contains(.tables), child.kind == .paragraph {
        children += Tables.read(child, parser: self, quoteDepth: depth)
      } else {
        children.append(child)
      }
    }
    node.children = children
    if !children.isEmpty { node.range.end = end(of: node) }
    if extensions.contains(.alerts) { Alerts.read(&node) }
  }

  /// The later of the last child's end and, for a node without children, its own start.
  private func end(of node: Node) -> SourcePosition {
    node.children.map(\.range.end).max() ?? max(node.range.start, node.range.end)
  }

  /// Aligns the inlines of `node`. Link reference definitions at a paragraph's start are gone from the tree and not
  /// from the text: the content then begins at the first line from which the inlines reach the end.
  private func align(_ node: inout Node, start: SourcePosition, lastLine: Int, quoteDepth: Int) {
    var first: [Node]?
    var start = start
    while start.line <= lastLine {
      var children = node.children
      var aligner = InlineAligner(lines: lines, start: start, lastLine: lastLine, quoteDepth: quoteDepth)
      aligner.align(&children)
      first = first ?? children
      guard
        lines[line: node.range.start.line].bytes.dropFirst(node.range.start.column - 1).first
          == UInt8(ascii: "["),
        !aligner.isAtEnd
      else {
        node.children = children
        node.range.start = min(node.range.start, start)
        return
      }
      start = aligner.contentStart(ofLine: start.line + 1)
    }
    node.children = first ?? node.children
  }

  /// Past the `#`s of an ATX heading; a setext heading begins with its text.
  private func headingStart(_ node: Node, _ level: Int) -> SourcePosition {
    var start = node.range.start
    let bytes = lines[line: start.line].bytes.dropFirst(start.column - 1)
    let marks = bytes.prefix { $0 == UInt8(ascii: "#") }.count
    let isATX = marks == level && (bytes.dropFirst(marks).first.map { $0 == 0x20 || $0 == 0x09 } ?? true)
    if isATX { start.column += marks }
    return start
  }

  /// The line of a setext heading's `===` or `---`. libcmark's own end is a line late after a link definition.
  private func underline(of node: Node) -> Int {
    let candidates = (node.range.start.line + 1)...max(node.range.start.line + 1, node.range.end.line)
    return candidates.first { number in
      let marks = lines[line: number].bytes.filter { $0 != 0x20 && $0 != 0x09 && $0 != UInt8(ascii: ">") }
      return Set(marks) == [UInt8(ascii: "=")] || Set(marks) == [UInt8(ascii: "-")]
    } ?? node.range.end.line
  }

  // MARK: Code

  private func place(_ code: inout Node.CodeBlock, in node: inout Node) {
    if extensions.contains(.footnotes) { code.literal = Footnotes.unmask(code.literal) }
    let start = node.range.start
    let first = lines[line: start.line].bytes.dropFirst(start.column - 1).drop { $0 == 0x20 }
    let marker = first.first
    let length = first.prefix { $0 == marker }.count
    let isFenced =
      (marker == UInt8(ascii: "`") || marker == UInt8(ascii: "~")) && length >= 3
      && node.range.start.line < node.range.end.line + 1
      && isFence(first, info: code.info, literal: code.literal)
    let count =
      code.literal.isEmpty
      ? 0 : code.literal.split(separator: "\n", omittingEmptySubsequences: false).count - 1
    code.lines = lineStarts(code.literal, firstLine: start.line + (isFenced ? 1 : 0), count: count)
    guard isFenced, let marker else {
      if count > 0 { node.range.end = lineEnd(start.line + count - 1) }
      return
    }
    let closing = start.line + count + 1
    let isClosed = isClosingFence(line: closing, marker: marker, length: length)
    let afterFence = lines[line: start.line].bytes.count - first.count + length
    let infoColumn = afterFence + first.dropFirst(length).prefix { $0 == 0x20 || $0 == 0x09 }.count + 1
    code.fence = .init(
      character: Character(Unicode.Scalar(marker)), length: length, isClosed: isClosed,
      info: .init(line: start.line, column: infoColumn))
    node.range.end = lineEnd(isClosed ? closing : start.line + count)
  }

  /// An indented block may begin with backticks, too: then they are its text.
  private func isFence(_ first: ArraySlice<UInt8>, info: String, literal: String) -> Bool {
    guard let line = literal.split(separator: "\n", omittingEmptySubsequences: false).first else {
      return true
    }
    return !info.isEmpty || Array(line.utf8) != Array(first)
      || !literal.hasPrefix(String(decoding: first, as: UTF8.self))
  }

  private func lineStarts(_ literal: String, firstLine: Int, count: Int) -> [SourcePosition] {
    let texts = literal.split(separator: "\n", omittingEmptySubsequences: false)
    return (0..<count).map { index in
      let raw = lines[line: firstLine + index].bytes.count
      return SourcePosition(line: firstLine + index, column: max(raw - texts[index].utf8.count, 0) + 1)
    }
  }

  private func isClosingFence(line: Int, marker: UInt8, length: Int) -> Bool {
    let text = lines[line: line].bytes.drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ">") }
    let run = text.prefix { $0 == marker }.count
    return run >= length && text.dropFirst(run).allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  private func lineEnd(_ line: Int) -> SourcePosition {
    .init(line: line, column: max(lines[line: line].bytes.count, 1))
  }
}
