// Document: what a chapter's text is parsed into. One node type for blocks and inlines, each with the
// exact range that it takes in the chapter, so that every later message can point at file, line and column.
// Relies on nothing; `Document.parse` (Parsing/) fills it through libcmark.

/// A place in a chapter: 1-based line, and 1-based column counted in UTF-8 bytes of the raw line.
public struct SourcePosition: Hashable, Comparable, Sendable {
  public var line: Int
  public var column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  public static func < (a: SourcePosition, b: SourcePosition) -> Bool {
    (a.line, a.column) < (b.line, b.column)
  }
}

/// The text from `start` to `end`, both inclusive, as libcmark counts.
public struct SourceRange: Hashable, Sendable {
  public var start: SourcePosition
  public var end: SourcePosition

  public init(_ start: SourcePosition, _ end: SourcePosition) {
    self.start = start
    self.end = end
  }
}

/// One node of the tree: a block or an inline, its range in the chapter, its children in order.
public struct Node: Hashable, Sendable {
  public var kind: Kind
  public var range: SourceRange
  public var children: [Node]

  public init(_ kind: Kind, _ range: SourceRange, _ children: [Node] = []) {
    self.kind = kind
    self.range = range
    self.children = children
  }

  /// What a node is. The first group are blocks, the second group inlines.
  public enum Kind: Hashable, Sendable {
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
  public struct List: Hashable, Sendable {
    public var isOrdered: Bool
    public var start: Int
    public var isTight: Bool

    public init(isOrdered: Bool, start: Int, isTight: Bool) {
      self.isOrdered = isOrdered
      self.start = start
      self.isTight = isTight
    }
  }

  /// A column's alignment in a pipe table.
  public enum Alignment: Hashable, Sendable { case none, left, center, right }

  /// GitHub's five alerts (`> [!NOTE]`).
  public enum Alert: String, Hashable, Sendable, CaseIterable {
    case note = "NOTE"
    case tip = "TIP"
    case important = "IMPORTANT"
    case warning = "WARNING"
    case caution = "CAUTION"
  }

  /// A fenced or indented code block.
  public struct CodeBlock: Hashable, Sendable {
    /// The whole info string, unescaped as CommonMark says; empty for an indented block.
    public var info: String
    /// The text inside, container prefixes removed, ending in a newline unless empty.
    public var literal: String
    /// Where each line of `literal` begins in the chapter, after the prefix of its quotes and lists.
    public var lines: [SourcePosition]
    /// The fence, or nil for an indented block.
    public var fence: Fence?

    public init(info: String, literal: String, lines: [SourcePosition], fence: Fence?) {
      self.info = info
      self.literal = literal
      self.lines = lines
      self.fence = fence
    }
  }

  /// A code fence as it stands in the chapter.
  public struct Fence: Hashable, Sendable {
    public var character: Character
    public var length: Int
    /// False when the block ran to the end of its container without a closing fence.
    public var isClosed: Bool
    /// Where the info string begins (or would begin).
    public var info: SourcePosition

    public init(character: Character, length: Int, isClosed: Bool, info: SourcePosition) {
      self.character = character
      self.length = length
      self.isClosed = isClosed
      self.info = info
    }
  }
}

/// A parsed chapter.
public struct Document: Hashable, Sendable {
  /// The chapter's path as messages print it, relative to the book's root.
  public var file: String
  /// The raw text, line ends and byte-order mark as they stand.
  public var text: String
  /// The lines between the two `---` at the very top, without them, or nil. The tree starts after it.
  public var frontMatter: FrontMatter?
  /// The `document` node.
  public var root: Node
  /// Footnote definitions by label, in the order of their first reference; also children of `root`'s tree
  /// where they stand.
  public var footnotes: [Node]

  public init(file: String, text: String, frontMatter: FrontMatter?, root: Node, footnotes: [Node]) {
    self.file = file
    self.text = text
    self.frontMatter = frontMatter
    self.root = root
    self.footnotes = footnotes
  }

  /// YAML at the top of a chapter.
  public struct FrontMatter: Hashable, Sendable {
    public var text: String
    /// The line of the text's first line.
    public var line: Int

    public init(text: String, line: Int) {
      self.text = text
      self.line = line
    }
  }
}
