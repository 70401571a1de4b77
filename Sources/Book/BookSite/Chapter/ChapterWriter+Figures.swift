// Figures: what a command printed, drawn by our own code, one picture a step in two widths. Without scripts
// the steps stand one under the other.
// Relies on: SiteInput.drawFigure.

import BookMarkdown
import BookPrograms

extension ChapterWriter {
  /// Appends the figure `name`, drawn from what its command printed.
  mutating func writeFigure(_ name: String, _ block: Block, caption: [Node]?, _ html: inout HTML) {
    figureCount += 1
    let number = "Figure \(page.number).\(figureCount)."
    let anchor = id("f-" + name, at: block.range.start)
    guard let drawing = drawing(name, block) else {
      return html.element(
        "p", ["class": "missing", "id": anchor], text: "\(number) This figure has not been drawn yet.")
    }
    let isStepped = drawing.steps.count > 1
    let lab = self.lab(of: drawing, block)
    html.element(
      "figure",
      [
        "class": "fig", "id": anchor, "data-steps": isStepped ? "" : nil, "data-lab": lab?.name,
        "aria-label": drawing.title,
      ]
    ) { html in
      html.newline()
      html.element("ol") { html in
        for step in drawing.steps { write(step, &html) }
      }
      html.newline()
      if let lab { write(lab, &html) }
      html.element("figcaption") { html in
        if let caption {
          let hasNumber = caption.first?.plainText.hasPrefix("Figure ") == true
          if !hasNumber {
            html.element("b", text: number)
            html.text(" ")
          }
          writeCaption(caption, label: "Figure", &html)
        } else {
          html.element("b", text: number)
          html.text(" " + drawing.title)
        }
        writeProvenance(of: block, page.lock?.blocks[block.name], anchor, name: name, &html)
      }
    }
    html.newline()
  }

  private func write(_ step: FigureDrawing.Step, _ html: inout HTML) {
    html.element("li", ["class": "step"]) { html in
      html.element("div", ["class": "wide"]) { $0.markup(step.wide) }
      html.element("div", ["class": "narrow"]) { $0.markup(step.narrow) }
      html.element("p", text: step.words)
    }
    html.newline()
  }

  private mutating func drawing(_ name: String, _ block: Block) -> FigureDrawing? {
    guard let json = page.lock?.blocks[block.name]?.figure else {
      fail(
        "figure", block.range.start, "the figure '\(name)' has no data yet",
        remedy: "lesson accept \(page.pattern)#\(block.name)", severity: .warning)
      return nil
    }
    do {
      return try book.input.drawFigure(name, json)
    } catch let problem as Problem {
      problems.append(problem)
    } catch {
      fail("figure", block.range.start, "the figure '\(name)' cannot be drawn: \(error)")
    }
    return nil
  }
}
