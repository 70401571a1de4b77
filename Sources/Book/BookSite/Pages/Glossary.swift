// Glossary: Glossary.md as terms. A heading of any level below the first is a term, what follows it up to the
// next heading is its entry.
// Relies on: Document.

import BookMarkdown

/// The book's terms.
struct Glossary: Sendable {
  /// The glossary's path as links see it, relative to the book's root.
  let file: String?
  /// In the alphabet's order.
  let terms: [Term]
  private let byAnchor: [String: Term]

  /// A term and its entry.
  struct Term: Sendable {
    var anchor: String
    var name: String
    var entry: [Node]
    var position: SourcePosition
  }

  init(_ document: Document?) {
    file = document?.file
    var terms: [Term] = []
    for node in document?.root.children ?? [] {
      if let anchor = node.anchor, let level = node.headingLevel {
        guard level > 1 else { continue }
        terms.append(Term(anchor: anchor, name: node.plainText, entry: [], position: node.range.start))
      } else if !terms.isEmpty {
        terms[terms.count - 1].entry.append(node)
      }
    }
    // A heading over nothing is a letter of the alphabet, not a term.
    terms.removeAll { $0.entry.isEmpty }
    self.terms = terms.sorted { ($0.name.lowercased(), $0.anchor) < ($1.name.lowercased(), $1.anchor) }
    byAnchor = Dictionary(terms.map { ($0.anchor, $0) }, uniquingKeysWith: { first, _ in first })
  }

  subscript(anchor: String) -> Term? { byAnchor[anchor] }

  var anchors: [String] { terms.map(\.anchor) }
}

/// A place in a chapter that links to a term.
struct TermUse: Hashable, Sendable {
  var anchor: String
  /// The page and the section, as a link: `01-stack-heap.html#the-count`.
  var address: String
  /// `01.2`
  var label: String
}
