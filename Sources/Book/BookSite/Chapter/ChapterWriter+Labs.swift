// Labs: what a page needs beside a figure's steps so that a reader can drive it: the controls, in a template that nobody sees
// until a script has taken it over, and a sentence for everything that can happen.
// Relies on: FigureDrawing.Lab, LabScript, Assets/lab.js. On the page of the whole book a lab is a figure like any other.

import BookPrograms
import Foundation

extension ChapterWriter {
  /// The lab in a drawing, entered among the page's; nil when there is none, or not here.
  mutating func lab(of drawing: FigureDrawing, _ block: Block) -> FigureDrawing.Lab? {
    guard case .chapter(prefix: "") = home, let lab = drawing.lab else { return nil }
    switch lab.image {
    case .success(let image):
      if !labs.contains(where: { $0.name == lab.name }) {
        labs.append(LabScript(name: lab.name, image: image))
      }
      return lab
    case .failure(let missing):
      fail(
        "lab", block.range.start, "the lab '\(lab.name)' stays a picture: \(missing.message)",
        severity: .warning)
      return nil
    }
  }

  /// Appends the controls and the sentences.
  func write(_ lab: FigureDrawing.Lab, _ html: inout HTML) {
    html.element("template") { html in
      html.element("div", ["class": "ctl", "role": "group", "aria-label": "Lab"]) { html in
        for choice in lab.choices { write(choice, &html) }
        for action in lab.actions {
          html.element("button", ["type": "button", "data-kind": "\(action.kind)"], text: action.name)
        }
        html.element("button", ["type": "button", "class": "reset"], text: "start again")
        html.element(
          "button", ["type": "button", "class": "recorded", "aria-pressed": "false"], text: "recorded steps")
      }
    }
    html.newline()
    html.element("details", ["class": "events"]) { html in
      html.element("summary", text: "What can happen here")
      html.element("ul") { html in
        for sentence in lab.sentences { html.element("li", text: sentence) }
      }
    }
    html.newline()
  }

  private func write(_ choice: FigureDrawing.Lab.Choice, _ html: inout HTML) {
    html.element("label") { html in
      html.text(choice.name)
      html.text(" ")
      html.element("select", ["data-operand": "\(choice.operand)"]) { html in
        for option in choice.options { html.element("option", text: option) }
      }
    }
  }
}

/// A lab's wasm as a script: modules and fetch do not load from disk.
struct LabScript: Hashable, Sendable {
  /// The script that labs are driven with.
  static let driver = "lab.js"

  var name: String
  var image: [UInt8]

  var path: String { "lab-\(name).js" }

  /// The files that a site with these labs has beside its pages.
  static func files(of labs: [LabScript]) -> [SiteFile] {
    if labs.isEmpty { return [] }
    let names = Set(labs.map(\.name)).sorted()
    let scripts = names.compactMap { name in labs.first { $0.name == name } }.map { lab in
      SiteFile(script: lab.path, "Lab.define(\"\(lab.name)\", \"\(Data(lab.image).base64EncodedString())\")")
    }
    return [SiteFile(path: driver, bytes: Assets.lab)] + scripts
  }
}
