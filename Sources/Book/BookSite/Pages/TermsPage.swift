// TermsPage: terms.html: every term with its entry and the sections that use it, and an index of all
// headings. It is also what a reader without scripts has in the place of search.
// Relies on: Glossary, BookContext.

import BookMarkdown
import BookPrograms

/// Renders the page of terms.
enum TermsPage {
  static func render(_ book: BookContext, uses: [TermUse]) -> RenderedPage {
    var writer = ChapterWriter(book.glossaryPage, in: book, home: .glossary(page: ""))
    var terms = HTML()
    writeTerms(book, uses, &writer, &terms)
    let frame = Frame(
      title: "Terms and index · \(book.input.contents.title)",
      description: "The terms of the book, and where to find what.", in: book)
    let html = frame.page { html in
      html.element("main", ["class": "plain", "id": "text"]) { html in
        html.newline()
        html.element("h1", text: "Terms and index")
        html.newline()
        html.append(terms)
        writeIndex(book, &html)
      }
    }
    return RenderedPage(
      path: "terms.html", source: book.glossary.file ?? "Chapters/Contents.md", html: html,
      places: writer.places,
      problems: writer.problems)
  }

  private static func writeTerms(
    _ book: BookContext, _ uses: [TermUse], _ writer: inout ChapterWriter, _ html: inout HTML
  ) {
    guard !book.glossary.terms.isEmpty else { return }
    html.element("dl", ["class": "terms"]) { html in
      for term in book.glossary.terms {
        let id = "g-" + term.anchor
        writer.places.ids[id, default: []].append(term.position)
        html.newline()
        html.element("dt") { $0.element("dfn", text: term.name) }
        html.element("dd", ["id": id]) { html in
          writer.write(term.entry, &html)
          writeUses(uses.filter { $0.anchor == term.anchor }, &html)
        }
      }
    }
    html.newline()
  }

  private static func writeUses(_ uses: [TermUse], _ html: inout HTML) {
    guard !uses.isEmpty else { return }
    html.element("p", ["class": "uses"]) { html in
      for use in uses { html.element("a", ["href": use.address], text: use.label) }
    }
  }

  /// An entry of the index: a heading and where it stands.
  private struct Entry: Hashable {
    var words: String
    var address: String
    var label: String
  }

  private static func writeIndex(_ book: BookContext, _ html: inout HTML) {
    var entries: [Entry] = []
    for entry in book.pages {
      let writer = ChapterWriter(entry.page, in: book)
      entries.append(.init(words: entry.page.title, address: entry.page.path, label: entry.page.address))
      for section in entry.outline.sections where section.number > 0 {
        entries.append(
          .init(
            words: section.heading?.plainText ?? "", address: entry.page.path + "#" + section.anchor,
            label: writer.label(section)))
      }
    }
    guard !entries.isEmpty else { return }
    entries.sort { ($0.words.lowercased(), $0.address) < ($1.words.lowercased(), $1.address) }
    html.element("h2", ["id": "index"], text: "Sections, by their first word")
    html.newline()
    html.element("ul", ["class": "index"]) { html in
      for entry in entries {
        html.newline()
        html.element("li") { html in
          html.element("a", ["href": entry.address], text: Typography.set(entry.words, after: nil))
          html.text(" ")
          html.element("span", ["class": "hex"], text: entry.label)
        }
      }
    }
    html.newline()
  }
}
