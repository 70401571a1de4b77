// Frame: what every page has around its own text: the head, the bar, the way past them for a keyboard.
// Relies on: HTML.

/// The frame of a page.
struct Frame {
  /// The window's title.
  var title: String
  var description: String
  var language: String
  /// Where the skip link leads, in words.
  var skip = "Skip to the text"
  /// The part, in the bar.
  var place: String?
  /// Words for the body's class.
  var style: String?
  /// Scripts beside the book's own, in order.
  var scripts: [String] = []
  let bookTitle: String

  init(title: String, description: String, in book: BookContext) {
    self.title = title
    self.description = description
    language = book.input.contents.language
    bookTitle = book.input.contents.title
  }

  /// The theme that a reader chose is set before anything is painted; without scripts the system's stands.
  private static let earlyScript =
    "try{const t=localStorage.getItem('live-heap.theme');if(t)document.documentElement.dataset.theme=t}catch{}"

  /// A cell of the heap map.
  private static let icon =
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    + "%3Crect x='2' y='1' width='12' height='14' fill='%23a8321a'/%3E%3C/svg%3E"

  /// The page with `body` between the bar and the end.
  func page(_ body: (inout HTML) -> Void) -> HTML {
    var html = HTML()
    html.markup("<!doctype html>\n".utf8)
    html.element("html", ["lang": language]) { html in
      html.newline()
      html.element("head") { writeHead(&$0) }
      html.newline()
      html.element("body", ["class": style]) { html in
        html.newline()
        html.element("a", ["class": "skip", "href": "#text"], text: skip)
        html.newline()
        writeBar(&html)
        body(&html)
      }
    }
    html.newline()
    return html
  }

  private func writeHead(_ html: inout HTML) {
    html.newline()
    html.void("meta", ["charset": "utf-8"])
    html.newline()
    html.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
    html.newline()
    html.element("title", text: title)
    html.newline()
    if !description.isEmpty {
      html.void("meta", ["name": "description", "content": description])
      html.newline()
    }
    html.void("meta", ["name": "generator", "content": SiteWriter.generator])
    html.newline()
    html.void("link", ["rel": "icon", "href": Self.icon])
    html.newline()
    html.void("link", ["rel": "stylesheet", "href": "style.css"])
    html.newline()
    html.element("script") { $0.markup(Self.earlyScript.utf8) }
    html.newline()
    for script in ["book.js"] + scripts {
      html.element("script", ["src": script, "defer": ""])
      html.newline()
    }
  }

  private func writeBar(_ html: inout HTML) {
    html.element("header", ["class": "bar"]) { html in
      html.element("a", ["class": "home", "href": "index.html"], text: bookTitle)
      if let place { html.element("span", ["class": "where"], text: place) }
      html.element("nav", ["class": "push", "aria-label": "Book"]) { html in
        html.element("a", ["href": "terms.html"], text: "Terms")
      }
    }
    html.newline()
  }
}

extension HTML {
  /// Appends the cells of one section on the heap map, one a minute.
  mutating func cells(_ section: Outline.Section) {
    for _ in 0..<section.minutes { element("i") }
  }
}
