// What a browser gets while the book is being written.

import BookMarkdown
import BookPrograms
import BookServe
import BookSite
import Testing

@Suite struct ServedBookTests {
  private let text = "# A\n\nLede.\n\n## First\n\n```swift id=one skip=\"x\"\n```\n\n## Second\n\nText.\n"

  private func book(_ problems: [Problem]) -> ServedBook {
    let file = "Chapters/en/01-one.md"
    let chapter = BlockReader.read(Document.parse(text, file: file))
    let contents = Contents(
      title: "A Book", lede: "", language: "en", modules: [], commands: [],
      parts: [.init(title: "I", chapters: [.init(number: 1, title: "One", file: file)])])
    let page = SitePage(chapter: chapter, lock: nil, number: 1, title: "One", slug: "01-one")
    let site = Site.render(
      SiteInput(contents: contents, chapters: [page]) { _, _ in FigureDrawing(title: "", steps: []) })
    return ServedBook(site: site, problems: problems)
  }

  private func problem(line: Int, _ message: String, severity: Problem.Severity = .error) -> Problem {
    Problem("output", "Chapters/en/01-one.md", .init(line: line, column: 1), message, severity: severity)
  }

  private func served(_ book: ServedBook, _ path: String) -> String {
    book.response(to: path, version: 7).map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
  }

  @Test("a page asks for the next version, a stylesheet is as it is")
  func version() {
    let book = book([])
    #expect(served(book, "/").contains("/-/version?since=7"))
    #expect(served(book, "/01-one.html").contains("/-/version?since=7"))
    #expect(
      book.response(to: "/style.css", version: 7)?.bytes
        == book.site.files.first { $0.path == "style.css" }?.bytes)
    #expect(book.response(to: "/style.css", version: 7)?.type == "text/css; charset=utf-8")
    #expect(book.response(to: "/nothing.html", version: 7) == nil)
    #expect(book.response(to: "/../Package.swift", version: 7) == nil)
  }

  @Test(
    "a problem stands at the block or section that it is about",
    arguments: [(8, "b-one"), (12, "second"), (1, "a")])
  func place(line: Int, id: String) {
    let page = served(book([problem(line: line, "it printed <b>")]), "/01-one.html")
    #expect(page.contains("<pre data-at=\"\(id)\""))
    #expect(page.contains("it printed &lt;b&gt;"))
    #expect(page.contains("href=\"/01-one.html#\(id)\""))
  }

  @Test("another page lists the problem and links to its place")
  func elsewhere() {
    let page = served(book([problem(line: 8, "wrong")]), "/index.html")
    #expect(page.contains("1 problem"))
    #expect(page.contains("href=\"/01-one.html#b-one\""))
    #expect(!page.contains("data-at=\""))
  }

  @Test("a warning alone is not shown")
  func warning() {
    #expect(!served(book([problem(line: 8, "hm", severity: .warning)]), "/01-one.html").contains("1 problem"))
  }

  @Test("a book that cannot be opened says so on every page and waits")
  func failure() {
    let page = served(ServedBook(failure: problem(line: 1, "no book here")), "/01-one.html")
    #expect(page.contains("no book here"))
    #expect(page.contains("/-/version?since=7"))
  }
}
