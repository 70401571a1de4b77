// Alerts: `> [!NOTE]` on the first line of a quote makes it an alert, as code hosts have them.
// Relies on: the quote's first paragraph, already aligned.

/// Turns quotes into alerts.
enum Alerts {
  /// Rewrites `node` when it is a quote that begins with a line `[!NOTE]` or one of the other four.
  static func read(_ node: inout Node) {
    guard node.kind == .blockQuote, var first = node.children.first, first.kind == .paragraph,
      case .text(let text)? = first.children.first?.kind, let alert = alert(text)
    else { return }
    if first.children.count > 1 {
      guard first.children[1].kind == .softBreak else { return }
      first.children.removeFirst(2)
      first.range.start = first.children.first?.range.start ?? first.range.end
      node.children[0] = first
    } else {
      node.children.removeFirst()
    }
    node.kind = .alert(alert)
  }

  private static func alert(_ text: String) -> Node.Alert? {
    guard text.hasPrefix("[!"), text.hasSuffix("]") else { return nil }
    return Node.Alert(rawValue: text.dropFirst(2).dropLast().uppercased())
  }
}
