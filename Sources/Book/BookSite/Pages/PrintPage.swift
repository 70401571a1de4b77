// PrintPage: book.html: all chapters on one page, for printing. Names within a chapter carry the chapter's
// slug there, so that two chapters may have a section of one name.
// Relies on: ChapterWriter.

import BookMarkdown

/// Renders the whole book as one page.
enum PrintPage {
  static func render(_ book: BookContext) -> RenderedPage {
    let contents = book.input.contents
    var frame = Frame(title: "\(contents.title), the whole book", description: contents.lede, in: book)
    frame.style = "whole"
    let html = frame.page { html in
      html.element("main", ["class": "plain", "id": "text"]) { html in
        html.newline()
        html.element("header", ["class": "title"]) { html in
          html.element("h1", text: contents.title)
          html.element("p", ["class": "lede"], text: Typography.set(contents.lede, after: nil))
        }
        html.newline()
        for entry in book.pages {
          // Problems and places are those of the chapter's own page.
          var writer = ChapterWriter(entry.page, in: book, home: .chapter(prefix: entry.page.slug + "."))
          html.element("article") { html in
            html.newline()
            writer.write(
              entry.outline, &html, head: { ChapterPage.writeHead(entry, &$0, &$1) },
              foot: { $0.writeNotes(&$1) })
          }
          html.newline()
        }
      }
    }
    return RenderedPage(path: "book.html", source: "Chapters/Contents.md", html: html, repeatsOthers: true)
  }
}
