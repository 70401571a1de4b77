// FixtureBook: a small book with one block of every kind, read from Tests/Fixtures/books/pages as any book
// is, with a figure drawn here. Its locks are written by hand: what is tested is the page, not the runs.
// Relies on: BookFolder, Lock.

import BookMarkdown
import BookPrograms
import BookSite
import BookVerify
import Foundation

/// The fixture, and texts made into a book of one chapter.
enum FixtureBook {
  static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .appending(path: "Fixtures")

  static func input(folder: String? = nil) throws -> SiteInput {
    let book = try BookFolder.open(folder ?? fixtures.appending(path: "books/pages").path)
    return SiteInput.read(book) { name, json in try draw(name, json) }.input
  }

  /// A book of one chapter.
  static func input(chapter text: String, lock: Lock? = nil, glossary: String? = nil) -> SiteInput {
    let file = "Chapters/en/01-one.md"
    let chapter = BlockReader.read(Document.parse(text, file: file))
    let contents = Contents(
      title: "A Book", lede: "", language: "en", modules: [], commands: ["lesson"],
      parts: [.init(title: "I. Part", chapters: [.init(number: 1, title: "One", file: file)])])
    return SiteInput(
      contents: contents,
      chapters: [SitePage(chapter: chapter, lock: lock, number: 1, title: "One", slug: "01-one")],
      glossary: glossary.map { Document.parse($0, file: "Chapters/Glossary.md") },
      drawFigure: { name, json in try draw(name, json) })
  }

  /// The chapter's page of a book of one chapter.
  static func page(_ text: String, lock: Lock? = nil, glossary: String? = nil) -> String {
    let site = Site.render(input(chapter: text, lock: lock, glossary: glossary))
    return file(of: "01-one.html", in: site)
  }

  static func file(of path: String, in site: Site) -> String {
    site.files.first { $0.path == path }.map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
  }

  /// The text of HTML without tags, its entities resolved.
  static func withoutTags(_ html: String) -> String {
    html.replacing(/<[^>]*>/, with: "").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
  }

  private struct Broken: Error {}

  /// Draws as many steps as the JSON asks for: a row of cells of which one more is in use at each step.
  private static func draw(_ name: String, _ json: String) throws -> FigureDrawing {
    guard let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Int],
      let count = object["steps"]
    else { throw Broken() }
    let steps = (0..<count).map { step in
      FigureDrawing.Step(
        wide: cells(640, live: step), narrow: cells(360, live: step),
        words: "\(step) of \(count) cells are in use.")
    }
    return FigureDrawing(title: "The \(name), step by step", steps: steps)
  }

  private static func cells(_ width: Int, live: Int) -> [UInt8] {
    var svg =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) 60\" role=\"img\" aria-label=\"\(live) cells in use.\">"
    svg += "<text class=\"lab\" x=\"0\" y=\"40\">heap</text>"
    for cell in 0..<((width - 80) / 22) {
      svg +=
        "<rect class=\"cell\(cell < live ? " live" : "")\" x=\"\(80 + cell * 22)\" y=\"25\" width=\"20\" height=\"20\"/>"
    }
    return Array((svg + "</svg>").utf8)
  }
}
