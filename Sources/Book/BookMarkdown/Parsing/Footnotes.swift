// Footnotes: `[^label]: text` defines, `[^label]` refers. libcmark would drop a definition of one word as a link
// reference, so the colon is masked while it parses; a paragraph that begins with the masked mark is a definition,
// and an indented block right after it is its next paragraph.
// Relies on: Parser. Invariant: the mask is one byte for one byte, so that no place moves.

/// Finds footnote definitions and references.
enum Footnotes {
  /// What stands for the colon of `[^label]:` while libcmark parses. No chapter has it: it is a control character.
  private static let mask: UInt8 = 0x01

  /// Masks the colon when the line begins a definition, behind any quote or list markers.
  static func mask(_ line: [UInt8]) -> [UInt8] {
    let quiet: Set<UInt8> = [
      0x20, 0x09, UInt8(ascii: ">"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"),
    ]
    guard let start = line.firstIndex(where: { !quiet.contains($0) }), line[start] == UInt8(ascii: "["),
      start + 2 < line.count, line[start + 1] == UInt8(ascii: "^"),
      let end = line[start...].firstIndex(of: UInt8(ascii: "]")), end > start + 2, end + 1 < line.count,
      line[end + 1] == UInt8(ascii: ":")
    else { return line }
    var line = line
    line[end + 1] = mask
    return line
  }

  /// Takes the mask away again, in code.
  static func unmask(_ text: String) -> String {
    text.utf8.contains(mask) ? text.replacing("]\u{1}", with: "]:") : text
  }

  /// Turns masked paragraphs into definitions and texts `[^label]` into references.
  ///
  /// - Returns: The definitions in the order of their first reference, then those that nobody refers to.
  static func resolve(in root: inout Node, parser: Parser) -> [Node] {
    var definitions: [String: Node] = [:]
    define(in: &root, &definitions, parser)
    var order: [String] = []
    refer(in: &root, Set(definitions.keys), &order)
    var result: [Node] = []
    // A definition's own text may refer on; `order` grows while it is walked.
    collect(root, &result, order)
    return result
  }

  private static func collect(_ root: Node, _ result: inout [Node], _ order: [String]) {
    var found: [String: Node] = [:]
    root.walk { node in
      if case .footnoteDefinition(let label) = node.kind, found[label] == nil { found[label] = node }
    }
    for label in order { if let node = found.removeValue(forKey: label) { result.append(node) } }
    result += found.sorted { $0.value.range.start < $1.value.range.start }.map(\.value)
  }

  // MARK: Definitions

  private static func define(in node: inout Node, _ definitions: inout [String: Node], _ parser: Parser) {
    var children: [Node] = []
    var index = 0
    while index < node.children.count {
      var child = node.children[index]
      index += 1
      let made = split(child)
      guard !made.isEmpty else {
        if child.isBlock { define(in: &child, &definitions, parser) }
        children.append(child)
        continue
      }
      children += made
      while index < node.children.count, let more = continuation(node.children[index], parser) {
        children[children.count - 1].children += more
        children[children.count - 1].range.end = node.children[index].range.end
        index += 1
      }
    }
    for case let (label?, child) in children.map({ (label(of: $0), $0) }) where definitions[label] == nil {
      definitions[label] = child
    }
    node.children = children
  }

  private static func label(of node: Node) -> String? {
    if case .footnoteDefinition(let label) = node.kind { label } else { nil }
  }

  /// The definitions that a paragraph holds: one a line that begins with a masked mark.
  private static func split(_ paragraph: Node) -> [Node] {
    guard paragraph.kind == .paragraph, beginsDefinition(paragraph.children.first) else { return [] }
    var result: [Node] = []
    for (index, child) in paragraph.children.enumerated() {
      let isLineStart = index == 0 || paragraph.children[index - 1].kind == .softBreak
      if isLineStart, beginsDefinition(child), case .text(let text) = child.kind,
        let end = text.firstIndex(of: "\u{1}")
      {
        if index > 0 { result[result.count - 1].children[0].children.removeLast() }
        let label = String(text[text.index(text.startIndex, offsetBy: 2)..<text.index(before: end)])
        let rest = String(text[text.index(after: end)...].drop { $0 == " " || $0 == "\t" })
        var first = child
        first.range.start.column += text.utf8.count - rest.utf8.count
        first.kind = .text(rest)
        let range = SourceRange(child.range.start, child.range.end)
        let inner = Node(.paragraph, .init(first.range.start, child.range.end), rest.isEmpty ? [] : [first])
        result.append(Node(.footnoteDefinition(label: label), range, [inner]))
      } else {
        result[result.count - 1].children[0].children.append(child)
        result[result.count - 1].children[0].range.end = child.range.end
        result[result.count - 1].range.end = child.range.end
      }
    }
    return result
  }

  private static func beginsDefinition(_ node: Node?) -> Bool {
    guard case .text(let text)? = node?.kind else { return false }
    return text.hasPrefix("[^") && text.contains("]\u{1}")
  }

  /// The blocks inside an indented block that follows a definition, each at its place.
  private static func continuation(_ node: Node, _ parser: Parser) -> [Node]? {
    guard case .codeBlock(let code) = node.kind, code.fence == nil else { return nil }
    let bytes = Array(code.literal.utf8)
    var root = CommonMark.parse(bytes + parser.references)
    root.children.removeAll { $0.range.start.line > code.lines.count }
    for index in root.children.indices { move(&root.children[index], code.lines) }
    for index in root.children.indices { parser.place(&root.children[index], quoteDepth: 0) }
    return root.children
  }

  private static func move(_ node: inout Node, _ lines: [SourcePosition]) {
    func moved(_ position: SourcePosition) -> SourcePosition {
      guard lines.indices.contains(position.line - 1) else { return position }
      let line = lines[position.line - 1]
      return .init(line: line.line, column: line.column + position.column - 1)
    }
    node.range = SourceRange(moved(node.range.start), moved(node.range.end))
    for index in node.children.indices { move(&node.children[index], lines) }
  }

  // MARK: References

  private static func refer(in node: inout Node, _ labels: Set<String>, _ order: inout [String]) {
    var children: [Node] = []
    for var child in node.children {
      if case .text(let text) = child.kind, text.contains("[^") {
        children += split(text, child, labels, &order)
      } else {
        refer(in: &child, labels, &order)
        children.append(child)
      }
    }
    node.children = children
  }

  private static func split(
    _ text: String, _ node: Node, _ labels: Set<String>, _ order: inout [String]
  ) -> [Node] {
    var result: [Node] = []
    var rest = Substring(text)
    var column = node.range.start.column
    func add(_ piece: Substring, _ kind: Node.Kind) {
      guard !piece.isEmpty else { return }
      let start = SourcePosition(line: node.range.start.line, column: column)
      column += piece.utf8.count
      result.append(Node(kind, .init(start, .init(line: start.line, column: column - 1))))
    }
    while let open = rest.firstRange(of: "[^"), let close = rest[open.upperBound...].firstIndex(of: "]") {
      let label = String(rest[open.upperBound..<close])
      let after = rest.index(after: close)
      guard labels.contains(label) else {
        add(rest[..<after], .text(String(rest[..<after])))
        rest = rest[after...]
        continue
      }
      add(rest[..<open.lowerBound], .text(String(rest[..<open.lowerBound])))
      add(rest[open.lowerBound..<after], .footnoteReference(label: label))
      if !order.contains(label) { order.append(label) }
      rest = rest[after...]
    }
    add(rest, .text(String(rest)))
    return result
  }
}
