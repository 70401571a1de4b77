// Outline: a chapter cut into its title, its lede and its sections, each with the minutes that reading it
// takes. The heap map, the rail, the search and the page itself all follow this one cut.
// Relies on: Document.

import BookMarkdown

/// A chapter's sections.
struct Outline: Sendable {
  /// The inlines of the first heading of level 1.
  var title: [Node] = []
  var titleText: String { title.map(\.plainText).joined() }
  /// The first paragraph after the title.
  var lede: Node?
  /// The opening, then one for each heading of level 2.
  var sections: [Section] = []

  var minutes: Int { sections.reduce(0) { $0 + $1.minutes } }

  /// What stands under one heading.
  struct Section: Sendable {
    /// 0 is the opening, under the title.
    var number: Int
    var anchor: String
    var position: SourcePosition
    var heading: Node?
    var nodes: [Node]
    /// At least 1: the cells of the heap map.
    var minutes = 1
  }

  init(_ document: Document) {
    var rest = document.root.children[...]
    var opening = Section(
      number: 0, anchor: "top", position: .init(line: 1, column: 1), heading: nil, nodes: [])
    if let at = rest.firstIndex(where: { $0.headingLevel == 1 }) {
      title = rest[at].children
      opening.anchor = rest[at].anchor ?? "top"
      opening.position = rest[at].range.start
      rest.remove(at: at)
      if let next = rest[at...].first(where: { !$0.isComment }), next.kind == .paragraph,
        let index = rest[at...].firstIndex(of: next)
      {
        lede = next
        rest.remove(at: index)
      }
    }
    sections = [opening]
    for node in rest {
      if node.headingLevel == 2, let anchor = node.anchor {
        sections.append(
          Section(
            number: sections.count, anchor: anchor, position: node.range.start, heading: node, nodes: []))
      } else {
        sections[sections.count - 1].nodes.append(node)
      }
    }
    for index in sections.indices {
      let seconds = sections[index].nodes.reduce(0) { $0 + Self.seconds($1) }
      sections[index].minutes = max(1, Int((seconds / 60).rounded()))
    }
  }

  /// Reading time: 220 words, 400 CJK characters or 40 lines of code take a minute.
  static func seconds(_ node: Node) -> Double {
    switch node.kind {
    case .codeBlock(let code): Double(code.lines.count) * 1.5
    case .htmlBlock: 0
    case .paragraph, .heading, .tableCell: Double(words(in: node.plainText)) * 60 / 220
    default: node.children.reduce(0) { $0 + seconds($1) }
    }
  }

  private static func words(in text: String) -> Int {
    var words = 0.0
    var isInWord = false
    for scalar in text.unicodeScalars {
      if scalar.isCJK {
        words += 220.0 / 400
        isInWord = false
      } else if scalar.isASCII ? UInt8(scalar.value).isSpace : scalar.properties.isWhitespace {
        isInWord = false
      } else if !isInWord {
        words += 1
        isInWord = true
      }
    }
    return Int(words.rounded())
  }
}

extension Node {
  var headingLevel: Int? {
    if case .heading(let level, _) = kind { level } else { nil }
  }

  var anchor: String? {
    if case .heading(_, let anchor) = kind, !anchor.isEmpty { anchor } else { nil }
  }

  /// True for an HTML block that is nothing but a comment.
  var isComment: Bool {
    guard case .htmlBlock(let html) = kind else { return false }
    return AuthorHTML.withoutComments(html).allSatisfy(\.isWhitespace)
  }
}

extension Unicode.Scalar {
  /// Han, kana and hangul, which are written without spaces between words.
  var isCJK: Bool {
    switch value {
    case 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7AF, 0xF900...0xFAFF,
      0x20000...0x3134F:
      true
    default: false
    }
  }
}
