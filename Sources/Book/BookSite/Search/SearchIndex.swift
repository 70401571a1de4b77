// SearchIndex: the book → search.js, a script that hands its data to `Search.load`. A script, because a page
// on disk may load one and may not fetch a file. Keys are sorted and section numbers are differences, so the
// bytes repeat.
// Relies on: Outline, SearchWords. Format: `p` pages as [path, title]; `s` sections as [page, name, label,
// heading, opening]; `w` words, each with its sections as (difference from the one before) × 16 + where it
// stands there.

import BookMarkdown
import BookPrograms

/// The index of the whole book.
struct SearchIndex {
  /// Where a word stands; a section's score is the sum.
  private struct Weight {
    static let text = 1
    static let code = 2
    static let heading = 4
    static let title = 8
  }

  private struct Section {
    var page: Int
    var anchor: String
    var label: String
    var heading: String
    var opening: String
  }

  private var pages: [(path: String, title: String)] = []
  private var sections: [Section] = []
  /// Word → section → the sum of its weights there.
  private var words: [String: [Int: Int]] = [:]
  /// How much of a section's text is kept to show a line of it.
  private static let openingLength = 480

  init(of book: BookContext) {
    for entry in book.pages { add(entry) }
    addTerms(book)
  }

  private mutating func add(_ entry: BookContext.Page) {
    pages.append((entry.page.path, "\(entry.page.number) \(entry.page.title)"))
    for section in entry.outline.sections {
      let isOpening = section.number == 0
      let heading = isOpening ? entry.outline.titleText : section.heading?.plainText ?? ""
      let label = isOpening ? entry.page.address : "\(entry.page.hex).\(String(section.number, radix: 16))"
      var text = isOpening ? (entry.outline.lede?.plainText ?? "") : ""
      index(heading, isOpening ? Weight.title : Weight.heading)
      index(text, Weight.text)
      for node in section.nodes { index(node, &text) }
      append(
        .init(page: pages.count - 1, anchor: section.anchor, label: label, heading: heading, opening: text))
    }
  }

  private mutating func addTerms(_ book: BookContext) {
    guard !book.glossary.terms.isEmpty else { return }
    pages.append(("terms.html", "Terms"))
    for term in book.glossary.terms {
      var text = ""
      index(term.name, Weight.heading)
      for node in term.entry { index(node, &text) }
      append(
        .init(
          page: pages.count - 1, anchor: "g-" + term.anchor, label: "Term", heading: term.name, opening: text)
      )
    }
  }

  private mutating func append(_ section: Section) {
    var section = section
    section.opening = Self.shortened(section.opening)
    sections.append(section)
  }

  /// Indexes a node of the section that comes next, and collects its prose.
  private mutating func index(_ node: Node, _ text: inout String) {
    switch node.kind {
    case .text(let words): collect(words, &text)
    case .code(let code):
      index(code, Weight.code)
      text += code
    case .softBreak, .lineBreak: text += " "
    case .codeBlock(let code): index(code.literal, Weight.code)
    case .html, .htmlBlock, .footnoteReference: break
    case .link(let destination, _) where destination.contains("Glossary.md#"):
      index(node.plainText, Weight.heading)
      for child in node.children { index(child, &text) }
    case .heading:
      index(node.plainText, Weight.heading)
      separate(&text)
      for child in node.children { index(child, &text) }
    default:
      if node.isBlock { separate(&text) }
      for child in node.children { index(child, &text) }
    }
  }

  private mutating func collect(_ words: String, _ text: inout String) {
    index(words, Weight.text)
    text += words
  }

  private func separate(_ text: inout String) {
    if !text.isEmpty, text.last != " " { text += " " }
  }

  private mutating func index(_ text: String, _ weight: Int) {
    let section = sections.count
    SearchWords.each(in: text) { words[$0, default: [:]][section, default: 0] |= weight }
  }

  /// The beginning of `text`, cut between words.
  private static func shortened(_ text: String) -> String {
    guard text.count > openingLength else { return text }
    let start = text.prefix(openingLength)
    guard let space = start.lastIndex(of: " ") else { return start + "…" }
    return start[..<space] + " …"
  }

  // MARK: The file

  /// The script's text.
  var script: [UInt8] {
    var text = "Search.load({\"p\":["
    text += pages.map { "[\(Self.json($0.path)),\(Self.json($0.title))]" }.joined(separator: ",\n")
    text += "],\n\"s\":["
    text += sections.map { section in
      "[\(section.page),"
        + [section.anchor, section.label, section.heading, section.opening].map(Self.json).joined(
          separator: ",") + "]"
    }.joined(separator: ",\n")
    text += "],\n\"w\":{"
    text += words.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { "\(Self.json($0)):[\(postings(of: $0))]" }.joined(separator: ",\n")
    text += "}})\n"
    return Assets.search + Array(text.utf8)
  }

  private func postings(of word: String) -> String {
    var before = 0
    return (words[word] ?? [:]).sorted { $0.key < $1.key }.map { section, weight in
      defer { before = section }
      return String((section - before) * 16 + weight)
    }.joined(separator: ",")
  }

  /// A JSON string that is a JavaScript string too.
  private static func json(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20 || scalar.value == 0x2028 || scalar.value == 0x2029:
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
