// ServedBook: the book as a browser gets it while somebody writes it: the site, and what is wrong right now,
// each problem at the block or section that it is about. Pages carry a script that reloads them; the site on
// disk has none of this.
// Relies on: BookSite's HTML, so that what a chapter says cannot break the page, and its landmarks.

import BookMarkdown
import BookSite

import struct BookSite.HTML

/// One state of the book.
package struct ServedBook: Sendable {
  package var site: Site
  package var problems: [Problem]

  package init(site: Site, problems: [Problem]) {
    self.site = site
    self.problems = problems
  }

  /// A book that cannot even be opened.
  package init(failure: Problem) {
    self.init(site: Site(files: [], problems: [], landmarks: [:]), problems: [failure])
  }

  private static let types = [
    "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
  ]

  /// The bytes and the media type of a path, or nil.
  ///
  /// - Parameter version: What the page's script compares with.
  package func response(to path: String, version: Int) -> (type: String, bytes: [UInt8])? {
    let name = path == "/" ? "index.html" : String(path.drop { $0 == "/" })
    guard let file = site.files.first(where: { $0.path == name }) ?? onlyProblems(name) else { return nil }
    let ending = name.split(separator: ".").last.map(String.init) ?? ""
    let isPage = ending == "html"
    return (
      Self.types[ending] ?? "application/octet-stream",
      isPage ? withProblems(file.bytes, page: name, version) : file.bytes
    )
  }

  /// While the book cannot be opened every page says why, and comes back by itself.
  private func onlyProblems(_ name: String) -> SiteFile? {
    guard site.files.isEmpty, name.hasSuffix(".html") else { return nil }
    return SiteFile(path: name, bytes: Array("<!doctype html><body></body>".utf8))
  }

  private func withProblems(_ page: [UInt8], page name: String, _ version: Int) -> [UInt8] {
    let text = String(decoding: page, as: UTF8.self)
    guard let end = text.firstRange(of: "</body>") else { return page }
    let script = """
      <script>(async () => {
        for (const box of document.querySelectorAll("[data-at]")) document.getElementById(box.dataset.at)?.before(box)
        for (;;) try {
          const now = await (await fetch("/-/version?since=\(version)")).text()
          if (now !== "\(version)") return location.reload()
        } catch { await new Promise(wait => setTimeout(wait, 1000)) }
      })()</script>
      """
    return Array((text[..<end.lowerBound] + boxes(on: name).string + script + text[end.lowerBound...]).utf8)
  }

  // MARK: Problems

  private var serious: [Problem] { problems.filter { $0.severity != .warning } }

  /// A list of all problems that stays in view, and each problem of this page for the script to put in its
  /// place.
  private func boxes(on name: String) -> HTML {
    guard !serious.isEmpty else { return HTML() }
    return HTML { html in
      html.element("aside", ["role": "alert", "style": Self.listStyle]) { list in
        list.element("strong", text: serious.count == 1 ? "1 problem" : "\(serious.count) problems")
        for problem in serious {
          let mark = site.landmark(at: problem.position, in: problem.file)
          list.text(" · ")
          list.element(
            "a", ["href": mark.map { "/\($0.path)#\($0.id)" }],
            text: "\(problem.file):\(problem.position.line)")
        }
        for problem in serious where site.landmark(at: problem.position, in: problem.file) == nil {
          list.element("pre", ["style": Self.textStyle], text: Self.text(of: problem))
        }
      }
      for problem in serious {
        guard let mark = site.landmark(at: problem.position, in: problem.file), mark.path == name else {
          continue
        }
        html.element("pre", ["data-at": mark.id, "style": Self.boxStyle], text: Self.text(of: problem))
      }
    }
  }

  private static let textStyle = "margin:.6rem 0 0;white-space:pre-wrap;font-size:.8rem"
  private static let boxStyle =
    textStyle
    + ";margin-bottom:.6rem;padding:.8rem 1rem;border:2px solid var(--ember,#a8321a);border-radius:4px"
  private static let listStyle =
    "position:fixed;inset:auto 1rem 1rem 1rem;max-height:30vh;overflow:auto;z-index:99;padding:.7rem 1rem;"
    + "font-family:var(--sans);font-size:.85rem;background:var(--paper,#fff);"
    + "border:2px solid var(--ember,#a8321a);border-radius:4px"

  private static func text(of problem: Problem) -> String {
    let place = "\(problem.file):\(problem.position.line):\(problem.position.column)"
    let head = "\(place): \(problem.message)  [\(problem.rule)]"
    return ([head] + problem.detail + (problem.remedy.map { ["→ \($0)"] } ?? [])).joined(separator: "\n")
  }
}
