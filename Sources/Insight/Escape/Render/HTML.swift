// HTML: the source with a mark at each site, and the way out of each under it, as a page of its own that needs no script
// and no server: what is folded is a `details`, and each step links to its line.
// Relies on: Site, Reason.

/// The explanation as a page.
package struct EscapePage {
  package var explanation: EscapeExplanation
  /// Files in the order of the page, with their lines.
  package var sources: [(file: String, lines: [String])]

  package init(_ explanation: EscapeExplanation, sources: [(file: String, lines: [String])]) {
    self.explanation = explanation
    self.sources = sources
  }

  /// - Complexity: O(lines and sites).
  package var html: String {
    let totals = explanation.totals
    let title = sources.count == 1 ? sources[0].file : "\(sources.count) files"
    let body = sources.enumerated().map { file(number: $0.offset, $0.element.file, $0.element.lines) }
      .joined()
    return """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Escape analysis of \(Self.escaped(title))</title>
      <style>\(Self.style)</style></head><body><main>
      <h1>Where \(Self.escaped(title)) allocates</h1>
      <p>\(totals.heap) on the heap, \(totals.stack) on the stack. Open a mark to see the way out.</p>
      \(body)</main></body></html>

      """
  }

  private func file(number: Int, _ name: String, _ lines: [String]) -> String {
    let sites = Dictionary(
      grouping: explanation.sites.filter { $0.file == name && $0.verdict != .none }, by: \.line)
    let rows = lines.enumerated().map { index, line in
      let number = "<a class=\"n\" id=\"\(anchor(number, index + 1))\">\(index + 1)</a>"
      let marks = sites[index + 1, default: []].map(mark).joined()
      return "<li>\(number)<code>\(Self.escaped(line.isEmpty ? " " : line))</code>\(marks)</li>\n"
    }
    return "<section><h2>\(Self.escaped(name))</h2><ol>\n\(rows.joined())</ol></section>\n"
  }

  private func anchor(_ file: Int, _ line: Int) -> String { "f\(file)l\(line)" }

  private func mark(_ site: Site) -> String {
    let size = site.bytes.map { ", \($0) B" } ?? ""
    let head = "\(site.verdict.rawValue): \(site.kind.rawValue) \(site.type)\(size) · \(site.reason.rawValue)"
    let steps = site.path.map { step in
      let file = sources.firstIndex { $0.file == step.file } ?? 0
      return
        "<li><a href=\"#\(anchor(file, step.line))\">\(step.line):\(step.column)</a> \(Self.escaped(step.text))</li>"
    }.joined()
    let remedy =
      site.reason.remedy.isEmpty || site.verdict != .heap
      ? "" : "<p>Mend: \(Self.escaped(site.reason.remedy)).</p>"
    return """
      <details class="\(site.verdict.rawValue)"><summary>\(Self.escaped(head))</summary>\
      <p>\(Self.escaped(site.reason.sentence)).</p><ul>\(steps)</ul>\(remedy)</details>
      """
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  private static let style = """
    :root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}main{max-width:60rem;margin:auto;padding:1rem}
    ol{list-style:none;padding:0;overflow-x:auto;font:13px/1.5 ui-monospace,monospace}ol>li{white-space:pre}
    .n{display:inline-block;width:3.5em;color:#777;text-align:right;padding-right:1em}
    li:has(> .n:target){background:#ffd54a40}
    details{white-space:normal;margin:0 0 .3em 4.5em;border-left:3px solid #888;padding-left:.6em;font-family:system-ui,sans-serif}
    .heap{border-color:#c62828}.stack{border-color:#2e7d32}summary{cursor:pointer}
    details p,details ul{margin:.3em 0}@media print{details{display:block}}
    """
}
