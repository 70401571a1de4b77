// Alerts: `> [!NOTE]` on the first line of a quote with something below it makes the quote an alert, as on
// code hosts.
// Relies on: Layout.

/// Recognizes alerts.
enum Alerts {
  /// The alert that the quote at `index` is, or nil.
  static func alert(_ layout: Layout, at index: Int) -> Node.Alert? {
    let entries = layout.entries
    let paragraph = index + 1
    guard paragraph < entries[index].next, entries[paragraph].kind == .paragraph,
      case .text(let content, _)? = layout.leaves[paragraph], content.first == 0,
      case .text(let text) = entries[paragraph + 1].kind, let alert = named(text),
      content.bytes.first == .openBracket
    else { return nil }
    let isAlone = content.lines.count == 1
    guard isAlone ? entries[paragraph].next < entries[index].next : isBreak(entries[paragraph + 2].kind)
    else {
      return nil
    }
    return alert
  }

  private static func named(_ text: String) -> Node.Alert? {
    guard text.hasPrefix("[!"), text.hasSuffix("]") else { return nil }
    return Node.Alert(rawValue: text.dropFirst(2).dropLast().uppercased())
  }

  private static func isBreak(_ kind: Node.Kind) -> Bool { kind == .softBreak || kind == .lineBreak }
}
