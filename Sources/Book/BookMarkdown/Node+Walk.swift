// Walking a tree, and the text that is left when its markup is taken away.
// Relies on: Document.

extension Node {
  /// Calls `body` for this node and everything below it, parents first.
  package func walk(_ body: (Node) -> Void) {
    body(self)
    for child in children { child.walk(body) }
  }

  /// The inlines' text without markup; a line break is a space.
  package var plainText: String {
    switch kind {
    case .text(let text), .code(let text): text
    case .softBreak, .lineBreak: " "
    case .footnoteReference, .html: ""
    default: children.map(\.plainText).joined()
    }
  }

  /// True for nodes that stand in the block structure, false for inlines.
  package var isBlock: Bool {
    switch kind {
    case .text, .softBreak, .lineBreak, .code, .html, .emphasis, .strong, .link, .image, .footnoteReference:
      false
    default: true
    }
  }
}

extension Document {
  /// Calls `body` for every node of the tree, parents first, in the order of the text.
  package func walk(_ body: (Node) -> Void) { root.walk(body) }
}
