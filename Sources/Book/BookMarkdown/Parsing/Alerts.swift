// Alerts: `> [!NOTE]` on the first line of a quote with something below it makes the quote an alert, as on
// code hosts.
// Relies on: Layout.

/// Recognizes alerts.
enum Alerts {
  /// The alert that the quote at `index` is, or nil. The line is read raw: an escaped `[!NOTE]` is text.
  static func alert(_ layout: Layout, at index: Int) -> Node.Alert? {
    let entries = layout.entries
    let paragraph = index + 1
    guard paragraph < entries[index].next, entries[paragraph].kind == .paragraph,
      case .text(let content, _)? = layout.leaves[paragraph], content.first == 0,
      let line = content.lines.first, let alert = named(content.bytes[line.start..<line.end]),
      case .text = entries[paragraph + 1].kind
    else { return nil }
    let isAlone = content.lines.count == 1
    let hasMore =
      isAlone ? entries[paragraph].next < entries[index].next : isBreak(entries[paragraph + 2].kind)
    return hasMore ? alert : nil
  }

  private static func named(_ line: ArraySlice<UInt8>) -> Node.Alert? {
    guard line.starts(with: [.openBracket, .bang]), let close = line.firstIndex(of: .closeBracket),
      line[(close + 1)...].allSatisfy({ $0.isSpaceOrTab })
    else { return nil }
    return Node.Alert(
      rawValue: String(decoding: line[..<close].dropFirst(2), as: UTF8.self).uppercased())
  }

  private static func isBreak(_ kind: Node.Kind) -> Bool { kind == .softBreak || kind == .lineBreak }
}
