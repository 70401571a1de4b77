// BookContext: what every page has to know of the others: the pages by their chapter, their outlines, the
// glossary.
// Relies on: SiteInput, Outline, Glossary. Made once a rendering, never changed.

import BookMarkdown
import BookPrograms
import BookVerify

/// The book as its pages see it.
struct BookContext: Sendable {
  let input: SiteInput
  let glossary: Glossary
  let pages: [Page]
  /// Chapter file → its page.
  private let byFile: [String: Int]

  /// A chapter, its outline and its neighbors.
  struct Page: Sendable {
    var page: SitePage
    var outline: Outline
    var part: String?
    var previous: Neighbor
    var next: Neighbor?
  }

  /// What stands before or after a chapter; without a path it is planned.
  struct Neighbor: Sendable {
    var title: String
    var path: String?
  }

  init(_ input: SiteInput) {
    self.input = input
    glossary = Glossary(input.glossary)
    let paths = Dictionary(
      input.chapters.map { ($0.number, $0.path) }, uniquingKeysWith: { first, _ in first })
    let entries = input.contents.parts.flatMap(\.chapters)
    func neighbor(_ number: Int) -> Neighbor? {
      guard let entry = entries.first(where: { $0.number == number }) else { return nil }
      return Neighbor(title: "\(entry.number) \(entry.title)", path: paths[number])
    }
    pages = input.chapters.map { page in
      Page(
        page: page, outline: Outline(page.chapter.document),
        part: input.contents.parts.first { $0.chapters.contains { $0.number == page.number } }?.title,
        previous: neighbor(page.number - 1) ?? Neighbor(title: "Contents", path: "index.html"),
        next: neighbor(page.number + 1))
    }
    byFile = Dictionary(
      input.chapters.enumerated().map { ($1.chapter.file, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func page(ofFile file: String) -> SitePage? {
    byFile[file].map { pages[$0].page }
  }

  /// The glossary as a text to write; it has no blocks.
  var glossaryPage: SitePage {
    let range = SourceRange(.init(line: 1, column: 1), .init(line: 1, column: 1))
    let document =
      input.glossary
      ?? Document(file: "", text: "", frontMatter: nil, root: Node(.document, range), footnotes: [])
    return SitePage(
      chapter: Chapter(document: document, blocks: [], problems: []), lock: nil, number: 0, title: "Terms",
      slug: "terms")
  }

  var files: [String] { pages.map(\.page.chapter.file) }

  /// `Swift 6.3.1` of `swift-6.3.1-RELEASE x86_64-unknown-linux-gnu`.
  static func shortToolchain(_ name: String) -> String {
    let parts = name.prefix { $0 != " " }.split(separator: "-")
    guard parts.count >= 2, parts[0] == "swift" else { return String(name.prefix { $0 != " " }) }
    return "Swift \(parts[1])"
  }
}
