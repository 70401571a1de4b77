// Site: the book's verified chapters → its pages. A pure function: no file is read, no clock asked, nothing
// depends on the machine, so two people who build one book get the same bytes.
// Relies on: Chapter/ and Pages/ for the pages, Search/ for the index, Links/ for the check at the end,
// Assets/.

import BookMarkdown
import BookPrograms
import BookVerify

/// Everything that a site is made of.
package struct SiteInput: Sendable {
  package var contents: Contents
  /// The chapters that are written, in the book's order.
  package var chapters: [SitePage]
  /// Glossary.md: each heading is a term, what follows it is its entry.
  package var glossary: Document?
  /// Records of `make bench` by name.
  package var measurements: [String: Measurement]
  /// Draws the named figure from the JSON that its command printed. A `Problem` or any other error becomes a
  /// problem at the figure's line.
  package var drawFigure: @Sendable (_ name: String, _ json: String) throws -> FigureDrawing
  /// A `live` block's program as wasm, or the `MissingImage`; nil for a site whose blocks have no button.
  package var makeLiveImage: (@Sendable (_ chapter: Chapter, _ block: Block) throws -> [UInt8])?

  package init(
    contents: Contents, chapters: [SitePage], glossary: Document? = nil,
    measurements: [String: Measurement] = [:],
    drawFigure: @escaping @Sendable (_ name: String, _ json: String) throws -> FigureDrawing
  ) {
    self.contents = contents
    self.chapters = chapters
    self.glossary = glossary
    self.measurements = measurements
    self.drawFigure = drawFigure
  }
}

/// A chapter that becomes a page.
package struct SitePage: Sendable {
  package var chapter: Chapter
  /// What its blocks did; nil shows every block as not verified.
  package var lock: Lock?
  /// In the table of contents, from 1.
  package var number: Int
  /// As the table of contents has it.
  package var title: String
  /// The file's name without `.md`, `01-stack-heap`: the page's permanent address.
  package var slug: String

  package init(chapter: Chapter, lock: Lock?, number: Int, title: String, slug: String) {
    self.chapter = chapter
    self.lock = lock
    self.number = number
    self.title = title
    self.slug = slug
  }

  var path: String { slug + ".html" }
  /// `0x0a`
  var address: String { "0x" + hex }
  /// Two digits at least: `0a`.
  var hex: String {
    let digits = String(number, radix: 16)
    return digits.count < 2 ? "0" + digits : digits
  }
  /// What `lesson check` is told to find this chapter: the digits that its file begins with, or its whole
  /// name.
  var pattern: String {
    let digits = slug.prefix { $0.isASCII && $0.isNumber }
    return digits.isEmpty ? slug : String(digits)
  }
}

/// A figure as its code drew it.
package struct FigureDrawing: Sendable {
  /// What the figure shows, for those who do not see it.
  package var title: String
  package var steps: [Step]
  /// What a reader can do with it, when it is a lab.
  package var lab: Lab?

  package init(title: String, steps: [Step], lab: Lab? = nil) {
    self.title = title
    self.steps = steps
    self.lab = lab
  }

  /// One state: the same picture 640 and 360 units wide, and its sentence.
  package struct Step: Sendable {
    package var wide: [UInt8]
    package var narrow: [UInt8]
    package var words: String

    package init(wide: [UInt8], narrow: [UInt8], words: String) {
      self.wide = wide
      self.narrow = narrow
      self.words = words
    }
  }
}

extension FigureDrawing {
  /// The same machine in a reader's hands: wasm that draws the picture, and the page's words for it.
  package struct Lab: Sendable {
    /// In file names.
    package var name: String
    /// What can be set.
    package var choices: [Choice]
    /// What can be done.
    package var actions: [Action]
    /// By the number of the event.
    package var sentences: [String]
    /// The wasm, or why there is none.
    package var image: Result<[UInt8], MissingImage>

    package init(
      name: String, choices: [Choice], actions: [Action], sentences: [String],
      image: Result<[UInt8], MissingImage>
    ) {
      self.name = name
      self.choices = choices
      self.actions = actions
      self.sentences = sentences
      self.image = image
    }

    /// Something to set: an operand of every action.
    package struct Choice: Sendable {
      package var name: String
      package var operand: Int
      package var options: [String]

      package init(name: String, operand: Int, options: [String]) {
        self.name = name
        self.operand = operand
        self.options = options
      }
    }

    /// Something to do.
    package struct Action: Sendable {
      package var name: String
      package var kind: Int

      package init(name: String, kind: Int) {
        self.name = name
        self.kind = kind
      }
    }
  }
}

/// Why there is no wasm; the picture stays a picture, the block stays text.
package struct MissingImage: Error {
  package var message: String

  package init(message: String) { self.message = message }
}

/// A file of the site.
package struct SiteFile: Hashable, Sendable {
  /// Relative to the site's folder; pages stand flat in it.
  package var path: String
  package var bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

extension SiteFile {
  /// A script of one call, with what it gives to the page.
  init(script path: String, _ call: String) {
    self.init(path: path, bytes: Array("// \(SiteWriter.generator).\n\(call)\n".utf8))
  }
}

/// A rendered site.
package struct Site: Sendable {
  /// Sorted by path.
  package var files: [SiteFile]
  /// Links that lead nowhere, names used twice, figures that could not be drawn.
  package var problems: [Problem]
  /// By chapter file, where what the chapter says stands in the site, in the chapter's order.
  package var landmarks: [String: [Landmark]]

  package init(files: [SiteFile], problems: [Problem], landmarks: [String: [Landmark]]) {
    self.files = files
    self.problems = problems
    self.landmarks = landmarks
  }

  /// A name in a page, and where in the chapter it was written.
  package struct Landmark: Hashable, Sendable {
    package var position: SourcePosition
    package var path: String
    package var id: String
  }

  /// The nearest name at or before a place of a chapter.
  package func landmark(at position: SourcePosition, in file: String) -> Landmark? {
    landmarks[file]?.last { $0.position <= position } ?? landmarks[file]?.first
  }

  /// Renders the whole book. A problem never stops it: an author wants to see the page, and a check fails by
  /// `problems`.
  ///
  /// - Complexity: O(text).
  package static func render(_ input: SiteInput) -> Site {
    let book = BookContext(input)
    var pages = book.pages.map { ChapterPage.render($0, in: book) }
    let uses = pages.flatMap(\.termUses)
    pages.append(Cover.render(book))
    pages.append(TermsPage.render(book, uses: uses))
    pages.append(PrintPage.render(book))
    var files = pages.map { SiteFile(path: $0.path, bytes: $0.html.bytes) }
    files.append(SiteFile(path: "style.css", bytes: Assets.style))
    files.append(SiteFile(path: "book.js", bytes: Assets.script))
    files += LabScript.files(of: pages.flatMap(\.labs)) + LiveScript.files(of: pages.flatMap(\.liveBlocks))
    files.append(SiteFile(path: "search.js", bytes: SearchIndex(of: book).script))
    let problems = pages.flatMap(\.problems) + LinkCheck.problems(in: pages, files: Set(files.map(\.path)))
    return Site(
      files: files.sorted { $0.path < $1.path },
      problems: problems.sorted { ($0.file, $0.position) < ($1.file, $1.position) },
      landmarks: Dictionary(pages.map { ($0.source, landmarks(of: $0)) }, uniquingKeysWith: { $0 + $1 }))
  }
}

extension Site {
  /// Sections and blocks, not the notes at a page's end.
  private static func landmarks(of page: RenderedPage) -> [Landmark] {
    page.places.ids.filter { !["n-", "r-", "g-"].contains($0.key.prefix(2)) }
      .compactMap { id, positions in
        positions.first.map { Landmark(position: $0, path: page.path, id: id) }
      }
      .sorted { ($0.position, $0.id) < ($1.position, $1.id) }
  }
}

/// One page before it becomes a file: its text, and where in a chapter its names and links were written.
struct RenderedPage: Sendable {
  var path: String
  /// The file that a problem on this page is reported at.
  var source: String
  var html: HTML
  var places = Places()
  var problems: [Problem] = []
  /// True for a page that repeats others: their links are checked where they stand first.
  var repeatsOthers = false
  /// Links to the glossary, for the index.
  var termUses: [TermUse] = []
  /// What of the page a reader can drive.
  var labs: [LabScript] = []
  /// What of the page a reader can run.
  var liveBlocks: [LiveScript] = []
}

/// Where the identifiers and the links of a page were written.
struct Places: Sendable {
  /// By id; more than one place means that a name is used twice.
  var ids: [String: [SourcePosition]] = [:]
  /// By destination, as it stands in the page.
  var links: [String: SourcePosition] = [:]
}
