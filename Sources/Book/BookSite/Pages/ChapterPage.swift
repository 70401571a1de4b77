// ChapterPage: one chapter as a page: the rail with its map, the head, the text, its notes, the way on.
// Relies on: ChapterWriter for the text.

import BookMarkdown
import BookPrograms
import BookVerify

/// Renders chapters.
enum ChapterPage {
  static func render(_ entry: BookContext.Page, in book: BookContext) -> RenderedPage {
    let page = entry.page
    var writer = ChapterWriter(page, in: book)
    var text = HTML()
    writer.write(entry.outline, &text, head: { writeHead(entry, &$0, &$1) }, foot: { $0.writeNotes(&$1) })
    var frame = Frame(
      title: "\(page.number) \(page.title) · \(book.input.contents.title)",
      description: entry.outline.lede?.plainText ?? "", in: book)
    if !writer.labs.isEmpty { frame.scripts = [LabScript.driver] + writer.labs.map(\.path) }
    if !writer.liveBlocks.isEmpty { frame.scripts.append(LiveScript.driver) }
    frame.place = entry.part.map(place)
    let html = frame.page { html in
      html.element("div", ["class": "page"]) { html in
        html.newline()
        writeRail(entry, &html)
        html.element("main", ["id": "text"]) { html in
          html.newline()
          html.append(text)
          writeTurn(entry, &html)
        }
      }
    }
    return RenderedPage(
      path: page.path, source: page.chapter.file, html: html, places: writer.places,
      problems: writer.problems,
      termUses: writer.notes.uses, labs: writer.labs,
      liveBlocks: writer.liveBlocks)
  }

  /// `II. The allocator` is a part with a number; an appendix is none.
  private static func place(_ part: String) -> String {
    part.prefixMatch(of: /[IVXLC]+\.\s/) == nil ? part : "Part " + part
  }

  private static func writeRail(_ entry: BookContext.Page, _ html: inout HTML) {
    html.element("nav", ["class": "rail", "aria-label": "This chapter"]) { html in
      html.element("div") { html in
        html.newline()
        html.element("ul", ["class": "map"]) { html in
          for section in entry.outline.sections {
            html.newline()
            html.element("li") { html in
              html.element("a", ["href": "#" + section.anchor, "aria-label": mapLabel(section, entry)]) {
                $0.cells(section)
              }
            }
          }
        }
        html.newline()
        html.element("ol") { html in
          for section in entry.outline.sections {
            html.newline()
            html.element("li") { html in
              html.element("a", ["href": "#" + section.anchor], text: name(section, entry))
            }
          }
        }
      }
    }
    html.newline()
  }

  /// A section's name; the opening is called by what it holds.
  private static func name(_ section: Outline.Section, _ entry: BookContext.Page) -> String {
    if let heading = section.heading { return Typography.set(heading.plainText, after: nil) }
    let asks = section.nodes.contains { $0.kind == .blockQuote && $0.plainText.hasPrefix("Question.") }
    return asks ? "The question" : entry.page.title
  }

  private static func mapLabel(_ section: Outline.Section, _ entry: BookContext.Page) -> String {
    "\(name(section, entry)), \(section.minutes) \(section.minutes == 1 ? "minute" : "minutes")"
  }

  // MARK: Head

  /// Appends what opens a chapter: its number, title, lede and the line of facts.
  static func writeHead(_ entry: BookContext.Page, _ writer: inout ChapterWriter, _ html: inout HTML) {
    html.element("span", ["class": "num", "aria-hidden": "true"], text: entry.page.address)
    html.newline()
    writer.lastCharacter = nil
    html.element("h1") { html in
      if entry.outline.title.isEmpty {
        html.text(entry.page.title)
      } else {
        writer.inlines(entry.outline.title, &html)
      }
    }
    html.newline()
    if let lede = entry.outline.lede {
      writer.lastCharacter = nil
      html.element("p", ["class": "lede"]) { writer.inlines(lede.children, &$0) }
      html.newline()
    }
    html.element("p", ["class": "meta"]) { html in
      html.text("\(entry.outline.minutes) minutes · ")
      html.text(evidence(entry.page))
      html.text(" · ")
      html.element("code", text: "lesson check \(entry.page.pattern)")
    }
    html.newline()
  }

  /// `31 facts verified with Swift 6.3.1`, or what is missing of that.
  static func evidence(_ page: SitePage) -> String {
    let checked = page.chapter.blocks.filter { block in
      if case .skip = block.options.mode { return false }
      return block.kind != .measured && !isPeer(block)
    }
    guard let lock = page.lock else { return "not verified yet" }
    let verified = checked.count { lock.blocks[$0.name] != nil }
    let toolchain = BookContext.shortToolchain(lock.toolchain)
    if verified == checked.count { return "\(verified) checks pass with \(toolchain)" }
    return "\(verified) of \(checked.count) checks pass with \(toolchain)"
  }

  private static func isPeer(_ block: Block) -> Bool {
    if case .peer = block.kind { true } else { false }
  }

  // MARK: The way on

  private static func writeTurn(_ entry: BookContext.Page, _ html: inout HTML) {
    html.element("nav", ["class": "turn", "aria-label": "Chapters"]) { html in
      write(entry.previous, kind: "Before", relation: "prev", &html)
      if let next = entry.next { write(next, kind: "Next", relation: "next", &html) }
    }
    html.newline()
  }

  private static func write(
    _ neighbor: BookContext.Neighbor, kind: String, relation: String, _ html: inout HTML
  ) {
    let body = { (html: inout HTML) in
      html.element("span", ["class": "kind"], text: neighbor.path == nil ? kind + ", in preparation" : kind)
      html.text(Typography.set(neighbor.title, after: nil))
    }
    if let path = neighbor.path {
      html.element("a", ["rel": relation, "href": path], body)
    } else {
      html.element("span", ["class": "planned"], body)
    }
  }
}
