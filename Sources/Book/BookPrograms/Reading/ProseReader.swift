// ProseReader: the values, claims and measured numbers that stand inside a paragraph, between two HTML
// comments. Also the one slip of Markdown that swallows code: a paragraph line that begins like a fence.
// Relies on: BlockReader, which it extends, and the document's inline nodes with their exact positions.

import BookMarkdown

extension BlockReader {
  /// A `<!-- value … -->` that waits for its end.
  private struct Opening {
    var kind: Block.Kind
    var words: String
    var range: SourceRange
    var text = ""
    var end: SourcePosition
  }

  /// Reads one paragraph, heading or table cell.
  mutating func readProse(_ node: Node) {
    var opening: Opening?
    var isLineStart = true
    for child in node.children { read(child, &opening, &isLineStart) }
    if let opening { failUnclosed(opening) }
  }

  private mutating func read(_ node: Node, _ opening: inout Opening?, _ isLineStart: inout Bool) {
    switch node.kind {
    case .html(let html):
      if let comment = EngineComment(html) { read(comment, node, &opening) }
    case .text(let text):
      if isLineStart, text.hasPrefix("```") || text.hasPrefix("~~~") { failFence(node) }
      checkComments(in: text, node)
      if opening != nil { opening?.text += text }
    case .code(let text):
      if opening != nil { opening?.text += text }
    case .softBreak, .lineBreak:
      if opening != nil { opening?.text += "\n" }
      return isLineStart = true
    default:
      for child in node.children { read(child, &opening, &isLineStart) }
    }
    isLineStart = false
  }

  private mutating func read(_ comment: EngineComment, _ node: Node, _ opening: inout Opening?) {
    switch comment {
    case .value(let words): open(.value, words, node, &opening)
    case .measured(let words): open(.measured, words, node, &opening)
    case .end(let name): close(name, node, &opening)
    case .verify(let words): readClaim(words, node.range)
    case .figure:
      fail("figure", node.range.start, "a figure stands on a line of its own", "put blank lines around it")
    case .swift:
      fail("comment", node.range.start, "hidden setup stands on lines of its own", "begin it on a new line")
    }
  }

  private mutating func open(_ kind: Block.Kind, _ words: String, _ node: Node, _ opening: inout Opening?) {
    if opening != nil {
      fail("value", node.range.start, "a value inside a value", "close the first before")
    }
    opening = Opening(kind: kind, words: words, range: node.range, end: node.range.end)
  }

  private mutating func close(_ name: String, _ node: Node, _ opening: inout Opening?) {
    guard let open = opening else {
      return fail("value", node.range.start, "'/\(name)' closes nothing", "remove it")
    }
    opening = nil
    let opened = open.kind == .value ? "value" : "measured"
    guard opened == name else {
      return fail("value", node.range.start, "'/\(name)' closes a '\(opened)'", "write <!-- /\(opened) -->")
    }
    guard !open.text.contains("\n") else {
      return fail("value", open.range.start, "a value stands on one line", "join the lines")
    }
    var start = open.range.end
    start.column += 1
    var expectation = Expectation()
    expectation.value = .init(text: open.text, position: start)
    let (options, code) = optionsAndCode(open.words, at: open.range.start)
    guard !code.isEmpty else {
      return fail("value", open.range.start, "a \(opened) without an expression", "<!-- \(opened) EXPR -->")
    }
    let range = SourceRange(open.range.start, node.range.end)
    append(open.kind, options, range, code, [open.range.start], expectation)
  }

  /// Reads `<!-- verify EXPR -->`.
  mutating func readClaim(_ words: String, _ range: SourceRange) {
    let (options, code) = optionsAndCode(words, at: range.start)
    guard !code.isEmpty else {
      return fail("value", range.start, "a claim without an expression", "<!-- verify a == b -->")
    }
    append(.claim, options, range, code, [range.start], Expectation())
  }

  /// A leading `group=NAME` or `id=NAME`, then the expression.
  private mutating func optionsAndCode(_ words: String, at position: SourcePosition) -> (BlockOptions, String)
  {
    var rest = Substring(words)
    var options: [InfoString.Word] = []
    while let word = InfoString(String(rest.prefix { !$0.isWhitespace }), at: position).words.first,
      word.sign == .equal, ["group", "id"].contains(word.key)
    {
      options.append(word)
      rest = rest.dropFirst(word.text.count).drop(while: \.isWhitespace)
    }
    let (read, wrong) = OptionReader.read(options, file: file)
    problems += wrong
    return (read, String(rest))
  }

  private mutating func failUnclosed(_ opening: Opening) {
    let name = opening.kind == .value ? "value" : "measured"
    fail(
      "value", opening.range.start, "this \(name) is never closed in its paragraph",
      "write <!-- /\(name) --> after the text")
  }

  /// In a line of text a comment with two hyphens inside is none: it would be shown, and claim nothing.
  /// Source: CommonMark 0.30, 6.6 Raw HTML.
  private mutating func checkComments(in text: String, _ node: Node) {
    for opening in text.ranges(of: "<!--") {
      let word = text[opening.upperBound...].drop(while: \.isWhitespace).prefix { !$0.isWhitespace }
      guard EngineComment.words.contains(String(word)) else { continue }
      var position = node.range.start
      position.column += text[..<opening.lowerBound].utf8.count
      fail(
        "comment", position, "this comment is read as text: in a line it may not hold '--', nor stay open",
        "write the expression without '--': a - -b, or a function of hidden setup")
    }
  }

  private mutating func failFence(_ node: Node) {
    fail(
      "fence", node.range.start, "this line begins like a fence but is text",
      "a backtick may not stand in the words after ```; use ~~~ or rename")
  }
}
