// InlineAligner: the exact place of every inline node. libcmark says only roughly where an inline stands, but its
// nodes come in the text's order, and it is known what each is made of. So they are laid along the content with a
// cursor: each takes the bytes that make it, delimiters and escapes included. Nothing is guessed; where a node and
// the text disagree, the rest is marked as lost.
// Relies on: Content, LinkSyntax, Entity.

/// Lays the inlines of one paragraph, heading or cell along its content.
struct InlineAligner {
  /// Inlines nested deeper than this are given as text, so that later walks may recurse.
  static let maximumDepth = 100

  private let content: Content
  private let bytes: [UInt8]
  private let source: SourceLines
  private let footnotes: Footnotes.Labels
  private let end: Int
  private var at: Int
  private var open: [Open]
  /// True when a node did not fit the text. It and all after it then have the rest of the content as their
  /// range.
  private(set) var isLost = false

  /// A node whose children are being read; the first is the block itself.
  private struct Open {
    var kind: Node.Kind
    var start: Int
    /// The entry after its last child.
    var next: Int
    /// What stands behind the children.
    var closing: Closing
    var children: [Node] = []
  }

  private enum Closing {
    case nothing
    case delimiter(UInt8, count: Int)
    case bracket
    case greater
  }

  init(_ content: Content, _ source: SourceLines, _ footnotes: Footnotes.Labels) {
    self.content = content
    self.source = source
    self.footnotes = footnotes
    bytes = content.bytes
    at = content.first
    end = content.last
    open = []
  }

  /// The nodes of `entries[range]`, each with its place.
  ///
  /// - Complexity: O(length of the content), without recursion.
  mutating func nodes(_ entries: [CommonMark.Entry], _ range: Range<Int>) -> [Node] {
    open = [Open(kind: .paragraph, start: at, next: range.upperBound, closing: .nothing)]
    for index in range {
      close(before: index)
      align(entries[index])
    }
    close(before: range.upperBound)
    return open[0].children
  }

  private mutating func align(_ entry: CommonMark.Entry) {
    let start = at
    switch entry.kind {
    case .text(let text): alignText(Array(text.utf8))
    case .softBreak, .lineBreak: alignBreak(entry.kind)
    case .code:
      takeCode()
      append(entry.kind, start..<at)
    case .html(let literal):
      take(Array(literal.utf8))
      append(entry.kind, start..<at)
    case .emphasis: openDelimited(entry, count: 1)
    case .strong: openDelimited(entry, count: 2)
    case .link, .image: openLink(entry)
    default:
      isLost = true
      append(entry.kind, start..<end)
    }
  }

  private mutating func openDelimited(_ entry: CommonMark.Entry, count: Int) {
    let start = at
    let byte = at < end ? bytes[at] : 0
    if byte == UInt8(ascii: "*") || byte == UInt8(ascii: "_") {
      take(byte, count: count)
    } else {
      isLost = true
    }
    open.append(
      Open(kind: entry.kind, start: start, next: entry.next, closing: .delimiter(byte, count: count)))
  }

  private mutating func openLink(_ entry: CommonMark.Entry) {
    let start = at
    var closing = Closing.bracket
    if case .image = entry.kind { take(.bang) }
    if at < end, bytes[at] == .less {
      take(.less)
      closing = .greater
    } else {
      take(.openBracket)
    }
    open.append(Open(kind: entry.kind, start: start, next: entry.next, closing: closing))
  }

  /// A break's range goes from the spaces or the backslash before it through the line's end.
  private mutating func alignBreak(_ kind: Node.Kind) {
    let start = at
    var skipsSpaces = true
    if at + 1 < end, bytes[at] == .backslash, bytes[at + 1] == .newline {
      at += 1
      skipsSpaces = false
    }
    while at < end, bytes[at] != .newline, bytes[at].isWhitespace { at += 1 }
    take(.newline)
    append(kind, start..<at)
    while skipsSpaces, at < end, bytes[at].isSpaceOrTab { at += 1 }
  }

  // MARK: Nodes

  private mutating func append(_ kind: Node.Kind, _ range: Range<Int>, _ children: [Node] = []) {
    open[open.count - 1].children.append(Node(kind, self.range(range), children))
  }

  private func range(_ range: Range<Int>) -> SourceRange {
    let range = isLost ? min(range.lowerBound, end)..<end : range
    guard !range.isEmpty else {
      let place = range.lowerBound < end ? content.starts[range.lowerBound] : content.range.upperBound
      return source.range(of: place..<place)
    }
    return source.range(of: content.starts[range.lowerBound]..<content.ends[range.upperBound - 1])
  }

  private mutating func close(before index: Int) {
    while open.count > 1, let last = open.last, last.next <= index {
      if !isLost { takeClosing(last.closing) }
      open.removeLast()
      if open.count > Self.maximumDepth {
        let range = range(last.start..<at)
        open[open.count - 1].children.append(Node(.text(source.text(of: range)), range))
      } else {
        append(last.kind, last.start..<at, last.children)
      }
    }
  }

  // MARK: The cursor

  private mutating func take(_ text: [UInt8]) {
    if at + text.count <= end, bytes[at..<(at + text.count)].elementsEqual(text) {
      at += text.count
    } else {
      isLost = true
    }
  }

  private mutating func take(_ byte: UInt8, count: Int = 1) {
    for _ in 0..<count {
      if at < end, bytes[at] == byte { at += 1 } else { isLost = true }
    }
  }

  private mutating func takeClosing(_ closing: Closing) {
    switch closing {
    case .nothing: break
    case .delimiter(let byte, let count): take(byte, count: count)
    case .greater: take(.greater)
    case .bracket:
      take(.closeBracket)
      at = LinkSyntax(bytes: bytes, end: end).linkEnd(after: at)
    }
  }

  private mutating func takeCode() {
    let start = at
    while at < end, bytes[at] == .backtick { at += 1 }
    let length = at - start
    while length > 0, at < end {
      let run = at
      while at < end, bytes[at] == .backtick { at += 1 }
      if at - run == length { return }
      if at == run { at += 1 }
    }
    isLost = true
  }

  // MARK: Text

  /// Lays `literal` along the content: escapes and entities are longer there. Footnote references in it
  /// become nodes of their own, which an escaped bracket never does.
  private mutating func alignText(_ literal: [UInt8]) {
    var isAutolink = false
    if case .greater = open[open.count - 1].closing { isAutolink = true }
    var start = at
    var first = 0
    var index = 0
    while index < literal.count, !isLost {
      let (source, text) = unit(isAutolink)
      guard at < end, literal[index...].starts(with: text) else {
        isLost = true
        break
      }
      if bytes[at] == .openBracket, let (label, length) = footnotes.reference(at: at, in: bytes, end),
        literal[index...].starts(with: bytes[at..<(at + length)])
      {
        appendText(literal[first..<index], start..<at)
        append(.footnoteReference(label: label), at..<(at + length))
        at += length
        index += length
        (start, first) = (at, index)
      } else {
        at += source
        index += text.count
      }
    }
    appendText(literal[first...], start..<at)
  }

  private mutating func appendText(_ literal: ArraySlice<UInt8>, _ range: Range<Int>) {
    if !literal.isEmpty { append(.text(String(decoding: literal, as: UTF8.self)), range) }
  }

  /// How many bytes of the content make up what stands at the cursor, and what they say.
  private func unit(_ isAutolink: Bool) -> (source: Int, text: ArraySlice<UInt8>) {
    guard at < end else { return (0, []) }
    if bytes[at] == .backslash, !isAutolink, at + 1 < end, bytes[at + 1].isPunctuation {
      return (2, bytes[(at + 1)...(at + 1)])
    }
    if bytes[at] == .ampersand, let length = Entity.length(at: at, in: bytes, end) {
      let source = bytes[at..<(at + length)]
      if let text = Entity.text(source) { return (length, text[...]) }
    }
    return (1, bytes[at...at])
  }
}
