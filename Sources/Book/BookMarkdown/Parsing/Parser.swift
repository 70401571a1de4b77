// Parser: a chapter's text → its Document, in the order of the steps: front matter, footnote definitions,
// libcmark's tree and the places of its blocks (Layout), nodes (TreeBuilder). The extensions never change
// what a code block is, but for the indented paragraphs of a footnote, which plain CommonMark takes for code.
// Relies on: Footnotes, Layout, TreeBuilder.

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
  ///   - text: UTF-8 with any line ends; a byte-order mark is skipped. Every text is a document.
  ///   - file: The path that messages name.
  /// - Complexity: O(length), times two to six with footnotes. Blocks and inlines nested deeper than 100 become text.
  package static func parse(_ text: String, file: String, extensions: Extensions = .all) -> Document {
    parse(text, file: file, extensions: extensions, isLost: nil)
  }

  /// As `parse(_:file:extensions:)`; tells `isLost` whether an inline's place could not be found.
  package static func parse(
    _ text: String, file: String, extensions: Extensions, isLost: ((Bool) -> Void)?
  ) -> Document {
    let source = SourceLines(text)
    let matter = extensions.contains(.frontMatter) ? frontMatter(source) : nil
    // Its opening line, its lines, its closing line.
    let skipped = matter.map { $0.lineCount + 2 } ?? 0
    let layout =
      extensions.contains(.footnotes)
      ? Footnotes.layout(source, skipped: skipped) : Layout(Feed(source, skipped: skipped), source)
    var builder = TreeBuilder(layout, extensions)
    let nodes = builder.nodes()
    isLost?(builder.isLost)
    let start = SourcePosition(line: skipped + 1, column: 1)
    let last = source.lines.count
    let end = SourcePosition(
      line: max(last, start.line), column: last < start.line ? 0 : source[line: last].bytes.count)
    let root = Node(.document, SourceRange(start, end), nodes)
    return Document(
      file: file, text: text, frontMatter: matter?.text, root: root, footnotes: Footnotes.inOrder(root))
  }

  private static func frontMatter(_ source: SourceLines) -> (text: FrontMatter, lineCount: Int)? {
    func isFence(_ line: SourceLines.Line) -> Bool {
      line.bytes.starts(with: [.hyphen, .hyphen, .hyphen])
        && line.bytes.dropFirst(3).allSatisfy { $0.isSpaceOrTab }
    }
    guard let first = source.lines.first, isFence(first),
      let end = source.lines.indices.dropFirst().first(where: { isFence(source.lines[$0]) })
    else { return nil }
    let text = source.lines[1..<end].map { $0.text + "\n" }.joined()
    return (FrontMatter(text: text, line: 2), end - 1)
  }
}
