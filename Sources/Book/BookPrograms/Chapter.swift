// Chapter and Book: the values that travel down the line. A chapter is its document and the blocks in it; a
// book is its configuration and its chapters in order.

import BookMarkdown

/// One chapter: its document and the blocks found in it, in order.
package struct Chapter: Sendable {
  /// Relative to the book's root: `Chapters/en/01-stack-heap.md`.
  package var file: String { document.file }
  package var document: Document
  package var blocks: [Block]
  /// What was wrong while reading it; a chapter with errors is not run.
  package var problems: [Problem]
  /// `-swift-version` of its blocks.
  package var languageMode = "6"
  /// False for the docs of a package, in which `lesson accept` writes nothing.
  package var takesEdits = true

  package init(document: Document, blocks: [Block], problems: [Problem]) {
    self.document = document
    self.blocks = blocks
    self.problems = problems
  }
}

/// What Contents.md says: the book's front matter, and its parts and chapters in order.
package struct Contents: Hashable, Sendable {
  package var title: String
  /// One sentence under the title.
  package var lede: String
  package var language: String
  /// Modules of the surrounding package that blocks may import.
  package var modules: [String]
  /// Programs that console blocks may start, `lesson` always among them.
  package var commands: [String]
  package var parts: [Part]
  /// `-swift-version` of blocks whose chapter says nothing else.
  package var languageMode = "6"
  /// Chapters whose runs keep the machine's network.
  package var network: Set<String> = []

  package init(
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
  package struct Part: Hashable, Sendable {
    /// The heading as written: `I. A value and its place`.
    package var title: String
    package var chapters: [Entry]

    package init(title: String, chapters: [Entry]) {
      self.title = title
      self.chapters = chapters
    }
  }

  /// A chapter in the table of contents.
  package struct Entry: Hashable, Sendable {
    package var number: Int
    package var title: String
    /// Relative to the book's root, or nil for a chapter that is planned and not yet written.
    package var file: String?

    package init(number: Int, title: String, file: String?) {
      self.number = number
      self.title = title
      self.file = file
    }
  }
}
