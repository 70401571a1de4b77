// Chapter and Book: the values that travel down the line. A chapter is its document and the blocks in it; a
// book is its configuration and its chapters in order.

import BookMarkdown

/// One chapter: its document and the blocks found in it, in order.
public struct Chapter: Sendable {
  /// Relative to the book's root: `Chapters/en/01-stack-heap.md`.
  public var file: String { document.file }
  public var document: Document
  public var blocks: [Block]
  /// What was wrong while reading it; a chapter with errors is not run.
  public var problems: [Problem]

  public init(document: Document, blocks: [Block], problems: [Problem]) {
    self.document = document
    self.blocks = blocks
    self.problems = problems
  }
}

/// What Contents.md says: the book's front matter, and its parts and chapters in order.
public struct Contents: Hashable, Sendable {
  public var title: String
  /// One sentence under the title.
  public var lede: String
  public var language: String
  /// Modules of the surrounding package that blocks may import.
  public var modules: [String]
  /// Programs that console blocks may start, `lesson` always among them.
  public var commands: [String]
  public var parts: [Part]

  public init(
    title: String, lede: String, language: String, modules: [String], commands: [String], parts: [Part]
  ) {
    self.title = title
    self.lede = lede
    self.language = language
    self.modules = modules
    self.commands = commands
    self.parts = parts
  }

  /// A part of the book: its heading and its chapters.
  public struct Part: Hashable, Sendable {
    /// The heading as written: `I. A value and its place`.
    public var title: String
    public var chapters: [Entry]

    public init(title: String, chapters: [Entry]) {
      self.title = title
      self.chapters = chapters
    }
  }

  /// A chapter in the table of contents.
  public struct Entry: Hashable, Sendable {
    public var number: Int
    public var title: String
    /// Relative to the book's root, or nil for a chapter that is planned and not yet written.
    public var file: String?

    public init(number: Int, title: String, file: String?) {
      self.number = number
      self.title = title
      self.file = file
    }
  }
}
