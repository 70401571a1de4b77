// InlineAligner: the exact place of every inline node. libcmark says only roughly where an inline stands (wrong in
// quotes and lists, nothing for soft breaks), but its tree is in the text's order. So the tree is laid along the
// raw text with a cursor: each node consumes the bytes that make it, delimiters and escapes included.
// Relies on: the raw lines, and how many quote markers a continuation line may begin with.

/// Lays the inlines of one paragraph, heading or cell along the raw text.
struct InlineAligner {
  private let lines: SourceLines
  private let lastLine: Int
  private let quoteDepth: Int
  /// The byte at which each line's content ends, for content that does not run to the line's end.
  private let limit: SourcePosition?
  private var line: Int
  /// 0-based byte in the raw line.
  private var at: Int

  /// - Parameters:
  ///   - start: Where the first inline may begin.
  ///   - lastLine: The last line of the content.
  ///   - limit: The first place that is no content any more, or nil for the end of the last line.
  init(
    lines: SourceLines, start: SourcePosition, lastLine: Int, quoteDepth: Int, limit: SourcePosition? = nil
  ) {
    self.lines = lines
    self.lastLine = lastLine
    self.quoteDepth = quoteDepth
    self.limit = limit
    line = start.line
    at = start.column - 1
  }

  /// Gives every node of `nodes` its range.
  mutating func align(_ nodes: inout [Node]) {
    skipSpaces()
    for index in nodes.indices { align(&nodes[index]) }
  }

  /// True when nothing but spaces and a heading's closing `#`s is left of the content.
  var isAtEnd: Bool {
    line == lastLine && bytes.dropFirst(at).allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: "#") }
  }

  /// Where the content of another line of the same block begins.
  func contentStart(ofLine number: Int) -> SourcePosition {
    var other = self
    other.line = number - 1
    guard number <= lastLine else { return .init(line: number, column: 1) }
    other.nextLine()
    return other.position
  }

  // MARK: The cursor

  private var bytes: [UInt8] { lines[line: line].bytes }
  private var current: UInt8? {
    if let limit, line == limit.line, at >= limit.column - 1 { return nil }
    let bytes = bytes
    return at < bytes.count ? bytes[at] : nil
  }
  private var position: SourcePosition { .init(line: line, column: at + 1) }
  /// The place of the byte before the cursor.
  private var before: SourcePosition { .init(line: line, column: max(at, 1)) }

  private mutating func skipSpaces() {
    while let byte = current, byte == 0x20 || byte == 0x09 { at += 1 }
  }

  /// Goes to the content of the next line, past the markers of its quotes.
  private mutating func nextLine() {
    guard line < lastLine else { return }
    line += 1
    at = 0
    skipSpaces()
    var quotes = quoteDepth
    while quotes > 0, current == UInt8(ascii: ">") {
      at += 1
      quotes -= 1
      skipSpaces()
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    at += 1
    return true
  }

  private mutating func take(run byte: UInt8) -> Int {
    var count = 0
    while take(byte) { count += 1 }
    return count
  }

  // MARK: Nodes

  private mutating func align(_ node: inout Node) {
    if case .softBreak = node.kind { return alignBreak(&node) }
    if case .lineBreak = node.kind { return alignBreak(&node) }
    let start = position
    switch node.kind {
    case .text(let text): alignText(text)
    case .code: alignCode()
    case .html(let literal): alignLiteral(literal)
    case .emphasis: alignDelimited(&node, count: 1)
    case .strong: alignDelimited(&node, count: 2)
    case .link: alignLink(&node)
    case .image:
      _ = take(UInt8(ascii: "!"))
      alignBracketed(&node)
    default: break
    }
    node.range = SourceRange(start, before)
  }

  private mutating func alignBreak(_ node: inout Node) {
    let start = position
    skipSpaces()
    if case .lineBreak = node.kind { _ = take(UInt8(ascii: "\\")) }
    node.range = SourceRange(start, .init(line: line, column: max(bytes.count, start.column)))
    nextLine()
  }

  private mutating func alignDelimited(_ node: inout Node, count: Int) {
    at += count
    for index in node.children.indices { align(&node.children[index]) }
    at += count
  }

  private mutating func alignCode() {
    let count = take(run: UInt8(ascii: "`"))
    while true {
      guard let byte = current else {
        if line >= lastLine { return }
        nextLine()
        continue
      }
      if byte == UInt8(ascii: "`") {
        if take(run: UInt8(ascii: "`")) == count { return }
      } else {
        at += 1
      }
    }
  }

  private mutating func alignLiteral(_ literal: String) {
    for byte in literal.utf8 {
      if byte == UInt8(ascii: "\n") {
        nextLine()
        // An HTML tag keeps the spaces that open its next line; `nextLine` went past them.
      } else if current == byte {
        at += 1
      }
    }
  }

  private mutating func alignLink(_ node: inout Node) {
    guard take(UInt8(ascii: "<")) else { return alignBracketed(&node) }
    for index in node.children.indices { align(&node.children[index]) }
    _ = take(UInt8(ascii: ">"))
  }

  /// `[` children `]` and what follows: `(destination "title")`, `[label]`, `[]` or nothing.
  private mutating func alignBracketed(_ node: inout Node) {
    _ = take(UInt8(ascii: "["))
    for index in node.children.indices { align(&node.children[index]) }
    _ = take(UInt8(ascii: "]"))
    let afterText = (line, at)
    if current == UInt8(ascii: "("), skipInlineTail() { return }
    (line, at) = afterText
    if current == UInt8(ascii: "["), skipLabel() { return }
    (line, at) = afterText
  }

  private mutating func skipBlank() {
    skipSpaces()
    while current == nil, line < lastLine {
      nextLine()
      skipSpaces()
    }
  }

  private mutating func skipInlineTail() -> Bool {
    at += 1
    skipBlank()
    if current == UInt8(ascii: ")") { return take(UInt8(ascii: ")")) }
    if take(UInt8(ascii: "<")) {
      guard skip(until: UInt8(ascii: ">")) else { return false }
    } else {
      skipBareDestination()
    }
    skipBlank()
    if let quote = current, [UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "(")].contains(quote) {
      at += 1
      guard skip(until: quote == UInt8(ascii: "(") ? UInt8(ascii: ")") : quote) else { return false }
      skipBlank()
    }
    return take(UInt8(ascii: ")"))
  }

  private mutating func skipBareDestination() {
    var depth = 0
    while let byte = current, byte > 0x20 {
      if byte == UInt8(ascii: "\\"), at + 1 < bytes.count, bytes[at + 1].isPunctuation {
        at += 2
        continue
      }
      if byte == UInt8(ascii: "(") { depth += 1 }
      if byte == UInt8(ascii: ")") {
        if depth == 0 { return }
        depth -= 1
      }
      at += 1
    }
  }

  /// Past the next `end` that is not escaped.
  private mutating func skip(until end: UInt8) -> Bool {
    while true {
      guard let byte = current else {
        if line >= lastLine { return false }
        nextLine()
        continue
      }
      at += byte == UInt8(ascii: "\\") ? 2 : 1
      if byte == end { return true }
    }
  }

  private mutating func skipLabel() -> Bool {
    at += 1
    return skip(until: UInt8(ascii: "]"))
  }

  private mutating func alignText(_ text: String) {
    var rest = Substring(text)
    while let scalar = rest.unicodeScalars.first {
      if current == UInt8(ascii: "\\"), at + 1 < bytes.count, bytes[at + 1].isPunctuation,
        scalar.value == UInt32(bytes[at + 1])
      {
        at += 2
        rest.unicodeScalars.removeFirst()
      } else if current == UInt8(ascii: "&"), let entity = entity(), rest.hasPrefix(entity.text) {
        at += entity.length
        rest = rest.dropFirst(entity.text.count)
      } else if current == nil, line < lastLine, limit == nil {
        nextLine()
      } else if current == nil {
        return
      } else {
        at += String(scalar).utf8.count
        rest.unicodeScalars.removeFirst()
      }
    }
  }

  /// The entity at the cursor, decoded by libcmark itself.
  private func entity() -> (text: String, length: Int)? {
    let rest = bytes[at...].prefix(40)
    guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else { return nil }
    let source = Array(rest[...end])
    let node = CommonMark.parse([UInt8(ascii: "a")] + source)
    let text = node.plainText.dropFirst()
    guard text != Substring(String(decoding: source, as: UTF8.self)), !text.isEmpty else { return nil }
    return (String(text), source.count)
  }
}

extension UInt8 {
  /// ASCII punctuation, which a backslash escapes.
  var isPunctuation: Bool {
    switch self {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
    default: false
    }
  }
}
