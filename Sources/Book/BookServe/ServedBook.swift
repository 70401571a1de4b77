// ServedBook: the book as a browser gets it while somebody writes it: the site's files, and what is wrong right now. Pages
// carry a script that reloads them and a list of problems; the site on disk has neither.
// Relies on: BookSite's HTML for the list, so that what a chapter says cannot break the page.

import BookMarkdown
import BookSite

import struct BookSite.HTML

/// One state of the book.
package struct ServedBook: Sendable {
  package var files: [SiteFile]
  package var problems: [Problem]

  package init(files: [SiteFile], problems: [Problem]) {
    self.files = files
    self.problems = problems
  }

  /// The bytes and the media type of a path, or nil.
  ///
  /// - Parameter version: What the page's script compares with.
  func response(to path: String, version: Int) -> (type: String, bytes: [UInt8])? {
    let name = path == "/" ? "index.html" : String(path.drop { $0 == "/" })
    guard let file = files.first(where: { $0.path == name }) else { return nil }
    let ending = name.split(separator: ".").last ?? ""
    let types = [
      "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
      "js": "text/javascript; charset=utf-8",
    ]
    let type = types[String(ending)] ?? "application/octet-stream"
    return (type, ending == "html" ? withProblems(file.bytes, version) : file.bytes)
  }

  private func withProblems(_ page: [UInt8], _ version: Int) -> [UInt8] {
    let text = String(decoding: page, as: UTF8.self)
    guard let end = text.firstRange(of: "</body>") else { return page }
    let reload = """
      <script>(async () => { for (;;) { try {
        const now = await (await fetch("/-/version?since=\(version)")).text()
        if (now !== "\(version)") return location.reload()
      } catch { await new Promise(r => setTimeout(r, 1000)) } } })()</script>
      """
    return Array((text[..<end.lowerBound] + list.string + reload + text[end.lowerBound...]).utf8)
  }

  /// The problems as a box over the page; nothing when all is well.
  private var list: BookSite.HTML {
    let serious = problems.filter { $0.severity != .warning }
    guard !serious.isEmpty else { return BookSite.HTML() }
    return BookSite.HTML { html in
      html.element("aside", ["class": "served-problems", "role": "alert", "style": Self.style]) { box in
        box.element("strong", text: "\(serious.count) problem\(serious.count == 1 ? "" : "s") in the book")
        for problem in serious {
          box.element(
            "pre", ["style": "margin:.6rem 0 0;white-space:pre-wrap;font-size:.8rem"],
            text: Self.text(of: problem))
        }
      }
    }
  }

  private static let style =
    "position:fixed;inset:auto 1rem 1rem 1rem;max-height:45vh;overflow:auto;z-index:99;padding:1rem;"
    + "background:var(--paper);border:2px solid var(--ember);border-radius:4px"

  private static func text(of problem: Problem) -> String {
    let head =
      "\(problem.file):\(problem.position.line):\(problem.position.column): \(problem.message)  [\(problem.rule)]"
    return ([head] + problem.detail + (problem.remedy.map { ["→ \($0)"] } ?? [])).joined(separator: "\n")
  }
}
