// Exact places: for every node of a corpus, the raw text at the node's range is what the node says, its
// children stand inside it and one after the other. The checks read the raw text only, not the parser's own
// bookkeeping.

import BookMarkdown
import Testing

/// What is wrong with the places of a document.
private struct PlaceCheck {
  let lines: SourceLines
  let text: String
  var faults: [String] = []

  init(_ text: String, _ extensions: Document.Extensions = .all) {
    self.text = text
    lines = SourceLines(text)
    var isLost = false
    let document = Document.parse(text, file: "p.md", extensions: extensions) { isLost = $0 }
    if isLost { faults.append("an inline does not fit its text") }
    visit(document.root)
  }

  private mutating func visit(_ node: Node) {
    let source = lines.text(of: node.range).replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    if let fault = isBlock(node, source) ?? isInline(node, source) {
      faults.append("\(fault), not \(source.debugDescription) at \(node.range)")
    }
    var before: SourcePosition?
    for child in node.children {
      if child.range.start < node.range.start || node.range.end < child.range.end {
        faults.append("\(child.kind) at \(child.range) leaves \(node.kind) at \(node.range)")
      }
      if let before, child.range.start <= before {
        faults.append("\(child.kind) at \(child.range) begins before the end of what stands before it")
      }
      before = child.range.end
      visit(child)
    }
  }

  private func isBlock(_ node: Node, _ source: String) -> String? {
    switch node.kind {
    case .blockQuote, .alert: source.hasPrefix(">") ? nil : "a quote"
    case .list(let list):
      list.isOrdered ? (source.first?.isNumber == true ? nil : "a number") : isBullet(source)
    case .item: source.first?.isNumber == true ? nil : isBullet(source)
    case .heading(let level, _): isHeading(level, source) ? nil : "a heading"
    case .thematicBreak: source.allSatisfy { "*-_ \t".contains($0) } && source.count >= 3 ? nil : "a rule"
    case .htmlBlock(let literal): isHTML(literal, source) ? nil : "html \(literal.debugDescription)"
    case .codeBlock(let code): isCode(code, source)
    case .footnoteDefinition(let label): source.hasPrefix("[^\(label)]:") ? nil : "definition of \(label)"
    case .tableCell: source.contains("\n") || source.hasPrefix(" ") || source.hasSuffix(" ") ? "a cell" : nil
    case .paragraph: source.isEmpty || source.last == "\n" || source.last == " " ? "a paragraph" : nil
    default: nil
    }
  }

  private func isBullet(_ source: String) -> String? {
    source.first.map { "-+*".contains($0) } == true ? nil : "a bullet"
  }

  private func isHeading(_ level: Int, _ source: String) -> Bool {
    if source.hasPrefix(String(repeating: "#", count: level)), !source.contains("\n") { return true }
    let last = source.split(separator: "\n").last?.drop { " \t>".contains($0) } ?? ""
    return source.contains("\n") && last.allSatisfy { $0 == (level == 1 ? "=" : "-") }
  }

  private func isHTML(_ literal: String, _ source: String) -> Bool {
    let wanted = literal.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    let found = source.split(separator: "\n", omittingEmptySubsequences: false)
    guard source.hasPrefix("<"), wanted.count == found.count || literal.hasSuffix("\n\n") else {
      return false
    }
    return zip(wanted, found).allSatisfy { line, raw in
      let line = line.drop { " \t".contains($0) }
      return raw.hasSuffix(line) || raw.contains("\0")
    }
  }

  private func isCode(_ code: Node.CodeBlock, _ source: String) -> String? {
    let literal = code.literal.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    guard literal.count == code.lines.count else { return "\(literal.count) lines of code" }
    for (line, position) in zip(literal, code.lines) {
      let raw = lines[line: position.line].bytes.dropFirst(position.column - 1)
      let text = String(decoding: raw, as: UTF8.self)
      if text != line, !expandsTab(text, to: line), !text.contains("\0") {
        return "code \(line.debugDescription)"
      }
    }
    guard let fence = code.fence else { return nil }
    let run = String(repeating: fence.character, count: fence.length)
    let info = lines[line: fence.info.line].bytes.dropFirst(fence.info.column - 1)
    if info.first == 0x20 || !code.info.isEmpty && info.isEmpty { return "info \(code.info)" }
    let last = source.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    let isClosed = code.fence?.isClosed == true
    return source.hasPrefix(run) && isClosed == (isClosed && last.hasSuffix(run)) ? nil : "a fence"
  }

  /// True when `line` is `raw` with the rest of a tab that was an indent in part.
  private func expandsTab(_ raw: String, to line: Substring) -> Bool {
    guard raw.hasPrefix("\t") else { return false }
    return line.drop { $0 == " " } == raw.dropFirst().drop { $0 == " " } && line.hasPrefix(" ")
  }

  private func isInline(_ node: Node, _ source: String) -> String? {
    switch node.kind {
    case .text(let literal): says(literal, source) ? nil : "text \(literal.debugDescription)"
    case .softBreak: source.hasSuffix("\n") && source.allSatisfy(\.isWhitespace) ? nil : "a soft break"
    case .lineBreak: source == "\\\n" || source.hasSuffix("  \n") ? nil : "a line break"
    case .code(let literal): isCode(literal, source) ? nil : "code \(literal.debugDescription)"
    case .html(let literal):
      if source.contains("\n") {
        source.hasPrefix("<") && source.hasSuffix(">") ? nil : "html \(literal.debugDescription)"
      } else {
        // In a table cell an escaped pipe is a pipe.
        [source, source.replacing("\\|", with: "|")].map { $0.replacing("\0", with: "\u{FFFD}") }.contains(
          literal)
          ? nil : "html \(literal.debugDescription)"
      }
    case .emphasis: isDelimited(source, ["*", "_"]) ? nil : "emphasis"
    case .strong: isDelimited(source, ["**", "__"]) ? nil : "strong"
    case .link:
      source.hasPrefix("[") && (source.hasSuffix("]") || source.hasSuffix(")"))
        || source.hasPrefix("<") && source.hasSuffix(">") ? nil : "a link"
    case .image: source.hasPrefix("![") && (source.hasSuffix("]") || source.hasSuffix(")")) ? nil : "an image"
    case .footnoteReference(let label):
      source.lowercased() == "[^\(label)]".lowercased() ? nil : "reference to \(label)"
    default: nil
    }
  }

  private func isDelimited(_ source: String, _ marks: [String]) -> Bool {
    marks.contains { source.hasPrefix($0) && source.hasSuffix($0) && source.count > 2 * $0.count }
  }

  private func isCode(_ literal: String, _ source: String) -> Bool {
    let run = source.prefix { $0 == "`" }
    guard !run.isEmpty, source.hasSuffix(run), source.count > 2 * run.count else { return false }
    let inner = source.dropFirst(run.count).dropLast(run.count).replacing("\0", with: "\u{FFFD}")
    if inner.contains("\n") { return true }
    let plain = inner.replacing("\\|", with: "|")
    let isPadded = plain.hasPrefix(" ") && plain.hasSuffix(" ") && plain.contains { $0 != " " }
    return [inner, plain, Substring(plain.dropFirst().dropLast())].contains { $0 == literal }
      && (plain.count == literal.count || isPadded || inner != plain)
  }

  /// True when `source` reads as `literal`, escapes and entities resolved.
  private func says(_ literal: String, _ source: String) -> Bool {
    var result = ""
    var rest = Substring(source.replacing("\0", with: "\u{FFFD}"))
    while let character = rest.unicodeScalars.first {
      if character == "&", let end = rest.firstIndex(of: ";"), let meaning = Self.meaning(rest[...end]) {
        result += meaning
        rest = rest[rest.index(after: end)...]
        continue
      }
      rest.unicodeScalars.removeFirst()
      if character == "\\", let next = rest.unicodeScalars.first, isPunctuation(next),
        !source.hasPrefix("http")
      {
        result.unicodeScalars.append(next)
        rest.unicodeScalars.removeFirst()
      } else {
        result.unicodeScalars.append(character)
      }
    }
    // Too deep to be nodes: then the literal is the source itself. An indent by half a tab is spaces.
    return result == literal || source == literal || expandsTab(result, to: literal[...])
  }

  /// What an entity stands for, by libcmark's own renderer.
  private static func meaning(_ entity: Substring) -> String? {
    guard entity.utf8.count < 40,
      entity.dropFirst().dropLast().allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "#") })
    else { return nil }
    let html = String(CommonMark.referenceHTML("a" + entity).dropFirst(4).dropLast(5))
    let text = html.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&amp;", with: "&")
    return text == String(entity) ? nil : text
  }

  private func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    ("!"..."/").contains(scalar) || (":"..."@").contains(scalar) || ("["..."`").contains(scalar)
      || ("{"..."~").contains(scalar)
  }
}

func faults(_ text: String, _ extensions: Document.Extensions = .all) -> [String] {
  let check = PlaceCheck(text, extensions)
  return check.faults.isEmpty ? [] : check.faults + [text.debugDescription]
}

@Test("every node stands where its range says, in every container and with every line end")
func places() {
  for text in Corpus.placed {
    #expect(faults(text) == [])
    #expect(faults(text, .none) == [])
  }
}

@Test("every node of the specification's examples stands where its range says, in any container")
func specificationPlaces() throws {
  for example in try SpecificationExample.all() {
    for text in [
      example.markdown, Corpus.quote(example.markdown), Corpus.item(Corpus.quote(example.markdown)),
    ] {
      #expect(faults(text) == [], "example \(example.example)")
      #expect(faults(text, .none) == [], "example \(example.example)")
    }
  }
}

@Test("every node of made-up texts stands where its range says", arguments: 1...8)
func madeUpPlaces(seed: UInt64) {
  for text in Corpus.madeUp(1500, seed: seed, length: 40) {
    #expect(faults(text) == [])
    #expect(faults(text, .none) == [])
  }
}

@Test("places count UTF-8 bytes, front matter lines and no byte-order mark")
func columns() throws {
  let document = Document.parse("\u{FEFF}---\na: b\n---\nö *é* x\n", file: "p.md")
  let paragraph = try #require(document.root.children.first)
  #expect(paragraph.range == SourceRange(.init(line: 4, column: 1), .init(line: 4, column: 9)))
  #expect(paragraph.children[1].range == SourceRange(.init(line: 4, column: 4), .init(line: 4, column: 7)))
  let first = Document.parse("\u{FEFF}a", file: "p.md").root.children.first
  #expect(first?.range == SourceRange(.init(line: 1, column: 1), .init(line: 1, column: 1)))
}
