// Cover: index.html: the title, the heap map of the whole book, and the table of contents. A chapter that is
// planned and not written is named and is no link.
// Relies on: BookContext.

import BookMarkdown
import BookPrograms

/// Renders the cover.
enum Cover {
  static func render(_ book: BookContext) -> RenderedPage {
    let contents = book.input.contents
    var frame = Frame(title: contents.title, description: contents.lede, in: book)
    frame.skip = "Skip to the contents"
    let html = frame.page { html in
      html.element("main", ["class": "cover", "id": "text"]) { html in
        html.newline()
        html.element("h1", text: contents.title)
        html.newline()
        if !contents.lede.isEmpty {
          html.element("p", ["class": "lede"], text: Typography.set(contents.lede, after: nil))
        }
        html.newline()
        writeMap(book, &html)
        writeLegend(book, &html)
        writePaths(book, &html)
        writeParts(book, &html)
      }
    }
    return RenderedPage(path: "index.html", source: "Chapters/Contents.md", html: html)
  }

  private static func page(_ entry: Contents.Entry, in book: BookContext) -> BookContext.Page? {
    guard let file = entry.file else { return nil }
    return book.pages.first { $0.page.chapter.file == file }
  }

  private static func hasPlanned(_ book: BookContext) -> Bool {
    book.input.contents.parts.flatMap(\.chapters).contains { page($0, in: book) == nil }
  }

  /// The whole book, cell by cell. The table of contents below says the same in words, so it is hidden from
  /// those who listen.
  private static func writeMap(_ book: BookContext, _ html: inout HTML) {
    html.element("div", ["class": "map big", "aria-hidden": "true"]) { html in
      for entry in book.input.contents.parts.flatMap(\.chapters) {
        html.newline()
        if let page = page(entry, in: book) {
          writeCells(page, &html)
        } else {
          html.element("span") { $0.element("i") }
        }
      }
    }
    html.newline()
  }

  private static func writeCells(_ page: BookContext.Page, _ html: inout HTML) {
    for section in page.outline.sections {
      html.element("a", ["href": page.page.path + "#" + section.anchor, "tabindex": "-1"]) {
        $0.cells(section)
      }
    }
  }

  private static func writeLegend(_ book: BookContext, _ html: inout HTML) {
    html.element("p", ["class": "sans legend"]) { html in
      html.text(
        "Each square is about a minute. White is unread, gray begun, black read: the book keeps its own "
      )
      html.text("account, as a collector would.")
      if hasPlanned(book) { html.text(" Dashed chapters are reserved and not yet committed.") }
    }
    html.newline()
  }

  private static func writePaths(_ book: BookContext, _ html: inout HTML) {
    html.element("ul", ["class": "paths"]) { html in
      if let first = book.pages.first {
        html.element("li") { html in
          html.element("a", ["href": first.page.path]) { html in
            html.element("b", text: "Start reading:")
            html.text(" " + Typography.set(first.page.title, after: nil))
          }
        }
      }
      html.element("li") { $0.element("a", ["href": "terms.html"], text: "Terms and index") }
      html.element("li") {
        $0.element("a", ["href": "book.html"], text: "The whole book on one page, for print")
      }
    }
    html.newline()
  }

  private static func writeParts(_ book: BookContext, _ html: inout HTML) {
    html.element("div", ["class": "parts"]) { html in
      for (index, part) in book.input.contents.parts.enumerated() {
        let id = "part-\(index + 1)"
        html.newline()
        html.element("section", ["aria-labelledby": id]) { html in
          html.element("h2", ["id": id], text: Typography.set(part.title, after: nil))
          html.element("ol") { html in
            for entry in part.chapters { write(entry, in: book, &html) }
          }
        }
      }
    }
    html.newline()
  }

  private static func write(_ entry: Contents.Entry, in book: BookContext, _ html: inout HTML) {
    let digits = String(entry.number, radix: 16)
    let address = "0x" + (digits.count < 2 ? "0" : "") + digits
    html.newline()
    html.element("li", ["value": String(entry.number)]) { html in
      html.element("span", ["class": "hex"], text: address)
      let title = Typography.set(entry.title, after: nil)
      if let page = page(entry, in: book) {
        html.element("a", ["href": page.page.path], text: title)
        html.element("small", text: "\(page.outline.minutes) min")
        html.element("div", ["class": "map", "aria-hidden": "true"]) { writeCells(page, &$0) }
      } else {
        html.element("span", ["class": "planned"], text: title)
        html.element("small", text: "in preparation")
      }
    }
  }
}
