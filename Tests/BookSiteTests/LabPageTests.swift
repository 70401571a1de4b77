// What a page has beside the picture of a lab: controls that nobody sees without scripts, sentences that everybody can read,
// and scripts only where they are needed. What this cannot show: that it runs; Tests/Browser does.

import BookSite
import BookVerify
import Testing

@Suite struct LabPageTests {
  private func site(_ image: Result<[UInt8], MissingImage>) -> Site {
    var entry = Lock.Entry(key: "k", outcome: .exit(status: 0))
    entry.figure = "{}"
    var input = FixtureBook.input(
      chapter: "# A\n\n## S\n\n<!-- figure cells: lesson run x -->\n",
      lock: Lock(toolchain: "swift-6.3.1-RELEASE x86_64", blocks: ["s-figure-1": entry]))
    input.drawFigure = { _, _ in
      let step = FigureDrawing.Step(
        wide: Array("<svg></svg>".utf8), narrow: Array("<svg></svg>".utf8), words: "W.")
      return FigureDrawing(
        title: "Cells", steps: [step, step],
        lab: .init(
          name: "cells", choices: [.init(name: "row", operand: 1, options: ["upper", "lower"])],
          actions: [.init(name: "fill", kind: 3)], sentences: ["It is empty.", "a < b"], image: image))
    }
    return Site.render(input)
  }

  @Test("controls stand in a template, sentences in the text, and the wasm in a script of its own")
  func parts() throws {
    let site = site(.success([0, 97, 115, 109]))
    let page = FixtureBook.file(of: "01-one.html", in: site)
    let template = try #require(page.firstMatch(of: /<template>(.*)<\/template>/.dotMatchesNewlines())).1
    #expect(template.contains("<button type=\"button\" data-kind=\"3\">fill</button>"))
    #expect(
      template.contains("<select data-operand=\"1\"><option>upper</option><option>lower</option></select>"))
    #expect(page.contains("<li>It is empty.</li><li>a &lt; b</li>"))
    #expect(
      page.contains("<script src=\"lab.js\" defer></script>\n<script src=\"lab-cells.js\" defer></script>"))
    #expect(
      FixtureBook.file(of: "lab-cells.js", in: site).hasSuffix("\nLab.define(\"cells\", \"AGFzbQ==\")\n"))
    #expect(FixtureBook.file(of: "lab.js", in: site).contains("WebAssembly") && site.problems.isEmpty)
    #expect(!FixtureBook.file(of: "index.html", in: site).contains("lab.js"))
  }

  @Test("on the page of the whole book a lab is a figure like any other")
  func whole() {
    let page = FixtureBook.file(of: "book.html", in: site(.success([0])))
    #expect(!page.contains("<template>") && !page.contains("lab.js") && page.contains("data-steps"))
  }

  @Test("a lab without wasm stays a picture, and the author hears why")
  func missing() {
    let site = site(.failure(.init(message: "there is no wasm-ld")))
    let page = FixtureBook.file(of: "01-one.html", in: site)
    #expect(page.contains("data-steps") && !page.contains("data-lab") && !page.contains("lab.js"))
    #expect(site.problems.map(\.message) == ["the lab 'cells' stays a picture: there is no wasm-ld"])
    #expect(site.problems.map(\.severity) == [.warning])
    #expect(!site.files.contains { $0.path.hasPrefix("lab") })
  }
}
