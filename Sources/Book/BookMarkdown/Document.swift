// Document: what a chapter's text is parsed into. One node type for blocks and inlines, each with the
// exact range that it takes in the chapter, so that every later message can point at file, line and column.
// Relies on nothing; `Document.parse` (Parsing/) fills it through libcmark.

/// A place in a chapter: 1-based line, and 1-based column counted in UTF-8 bytes of the raw line.
package struct SourcePosition: Hashable, Comparable, Sendable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (a: SourcePosition, b: SourcePosition) -> Bool {
    (a.line, a.column) < (b.line, b.column)
  }
}

/// The text from `start` to `end`, both inclusive, as libcmark counts.
package struct SourceRange: Hashable, Sendable {
  package var start: SourcePosition
  package var end: SourcePosition

  package init(_ start: SourcePosition, _ end: SourcePosition) {
    self.start = start
    self.end = end
  }
}

/// One node of the tree: a block or an inline, its range in the chapter, its children in order.
package struct Node: Hashable, Sendable {
  package var kind: Kind
  package var range: SourceRange
  package var children: [Node]

  package init(_ kind: Kind, _ range: SourceRange, _ children: [Node] = []) {
    self.kind = kind
    self.range = range
    self.children = children
  }

  /// What a node is. The first group are blocks, the second group inlines.
  package enum Kind: Hashable, Sendable {
    case document
    case blockQuote
    case list(List)
    case item
    case codeBlock(CodeBlock)
    case htmlBlock(String)
    case paragraph
    case heading(level: Int, anchor: String)
    case thematicBreak
    case table(alignments: [Alignment])
    case tableRow(isHeader: Bool)
    case tableCell(Alignment)
    case alert(Alert)
    case footnoteDefinition(label: String)

    case text(String)
    case softBreak
    case lineBreak
    case code(String)
    case html(String)
    case emphasis
    case strong
    case link(destination: String, title: String)
    case image(source: String, title: String)
    case footnoteReference(label: String)
  }

  /// A list's shape, as libcmark reports it.
  package struct List: Hashable, Sendable {
    package var isOrdered: Bool
    package var start: Int
    package var isTight: Bool

    package init(isOrdered: Bool, start: Int, isTight: Bool) {
      self.isOrdered = isOrdered
      self.start = start
      self.isTight = isTight
    }
  }

  /// A column's alignment in a pipe table.
  package enum Alignment: Hashable, Sendable { case none, left, center, right }

  /// GitHub's five alerts (`> [!NOTE]`).
  package enum Alert: String, Hashable, Sendable, CaseIterable {
    case note = "NOTE"
    case tip = "TIP"
    case important = "IMPORTANT"
    case warning = "WARNING"
    case caution = "CAUTION"
  }

  /// A fenced or indented code block.
  package struct CodeBlock: Hashable, Sendable {
    /// The whole info string, unescaped as CommonMark says; empty for an indented block.
    package var info: String
    /// The text inside, container prefixes removed, ending in a newline unless empty.
    package var literal: String
    /// Where each line of `literal` begins in the chapter, after the prefix of its quotes and lists.
    package var lines: [SourcePosition]
    /// The fence, or nil for an indented block.
    package var fence: Fence?

    package init(info: String, literal: String, lines: [SourcePosition], fence: Fence?) {
      self.info = info
      self.literal = literal
      self.lines = lines
      self.fence = fence
    }
  }

  /// A code fence as it stands in the chapter.
  package struct Fence: Hashable, Sendable {
    package var character: Character
    package var length: Int
    /// False when the block ran to the end of its container without a closing fence.
    package var isClosed: Bool
    /// Where the info string begins (or would begin).
    package var info: SourcePosition

    package init(character: Character, length: Int, isClosed: Bool, info: SourcePosition) {
      self.character = character
      self.length = length
      self.isClosed = isClosed
      self.info = info
    }
  }
}

/// A parsed chapter.
package struct Document: Hashable, Sendable {
  /// The chapter's path as messages print it, relative to the book's root.
  package var file: String
  /// The raw text, line ends and byte-order mark as they stand.
  package var text: String
  /// The lines between the two `---` at the very top, without them, or nil. The tree starts after it.
  package var frontMatter: FrontMatter?
  /// The `document` node.
  package var root: Node
  /// Footnote definitions by label, in the order of their first reference; also children of `root`'s tree
  /// where they stand.
  package var footnotes: [Node]

  package init(file: String, text: String, frontMatter: FrontMatter?, root: Node, footnotes: [Node]) {
    self.file = file
    self.text = text
    self.frontMatter = frontMatter
    self.root = root
    self.footnotes = footnotes
  }

  /// YAML at the top of a chapter.
  package struct FrontMatter: Hashable, Sendable {
    package var text: String
    /// The line of the text's first line.
    package var line: Int

    package init(text: String, line: Int) {
      self.text = text
      self.line = line
    }
  }
}
