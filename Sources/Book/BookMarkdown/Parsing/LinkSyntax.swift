// LinkSyntax: the extent of link labels, destinations, titles and reference definitions, read exactly as
// libcmark reads them. libcmark tells that something is a link; this tells where it ends.
// Relies on nothing. Source: libcmark 0.30.2, src/inlines.c (link_label, manual_scan_link_url,
// handle_close_bracket, cmark_parse_reference_inline) and src/scanners.re (link_title).

/// Scans `bytes` up to `end`; each method takes an index and gives the index after what it found, or nil.
struct LinkSyntax {
  let bytes: [UInt8]
  let end: Int

  /// The byte at `index`, 0 at the end.
  private func byte(_ index: Int) -> UInt8 { index < end ? bytes[index] : 0 }

  private func skip(from index: Int, while condition: (UInt8) -> Bool) -> Int {
    var index = index
    while index < end, condition(bytes[index]) { index += 1 }
    return index
  }

  /// After the `]` of a link's text: `(destination "title")`, `[label]`, or nothing.
  func linkEnd(after index: Int) -> Int {
    inlineEnd(from: index) ?? label(from: index) ?? index
  }

  /// `(destination "title")`.
  private func inlineEnd(from index: Int) -> Int? {
    guard byte(index) == .openParenthesis else { return nil }
    let start = skip(from: index + 1) { $0.isWhitespace }
    guard let urlEnd = destination(from: start) else { return nil }
    let titleStart = skip(from: urlEnd) { $0.isWhitespace }
    let titleEnd = titleStart == urlEnd ? titleStart : title(from: titleStart) ?? titleStart
    let close = skip(from: titleEnd) { $0.isWhitespace }
    return byte(close) == .closeParenthesis ? close + 1 : nil
  }

  /// `[label]`, also an empty one.
  func label(from index: Int) -> Int? {
    guard byte(index) == .openBracket else { return nil }
    var at = index + 1
    while at < end, bytes[at] != .openBracket, bytes[at] != .closeBracket {
      at += bytes[at] == .backslash && byte(at + 1).isPunctuation ? 2 : 1
      if at - index - 1 > 1000 { return nil }
    }
    return byte(at) == .closeBracket ? at + 1 : nil
  }

  private func destination(from index: Int) -> Int? {
    if byte(index) == .less { return pointyDestination(from: index) }
    var at = index
    var depth = 0
    while at < end {
      let byte = bytes[at]
      if byte == .backslash, at + 1 < end, bytes[at + 1].isPunctuation {
        at += 1
      } else if byte == .openParenthesis {
        depth += 1
        if depth > 32 { return nil }
      } else if byte == .closeParenthesis {
        if depth == 0 { break }
        depth -= 1
      } else if byte.isWhitespace {
        if at == index { return nil }
        break
      }
      at += 1
    }
    return at >= end || depth != 0 ? nil : at
  }

  private func pointyDestination(from index: Int) -> Int? {
    var at = index + 1
    while at < end {
      switch bytes[at] {
      case .greater: return at + 1 < end ? at + 1 : nil
      case .backslash: at += 2
      case .newline, .less: return nil
      default: at += 1
      }
    }
    return nil
  }

  /// `"…"`, `'…'` or `(…)`. A quote after a backslash may close, but only where no later one does: libcmark's
  /// scanner takes the longest match.
  private func title(from index: Int) -> Int? {
    let open = byte(index)
    guard open == UInt8(ascii: "\"") || open == UInt8(ascii: "'") || open == .openParenthesis else {
      return nil
    }
    let close = open == .openParenthesis ? .closeParenthesis : open
    var candidate: Int?
    for at in (index + 1)..<max(end, index + 1) {
      let isEscaped = at > index + 1 && bytes[at - 1] == .backslash
      if bytes[at] == close {
        candidate = at + 1
        if !isEscaped { return candidate }
      } else if bytes[at] == open, !isEscaped {
        return candidate
      }
    }
    return candidate
  }

  /// A link reference definition, its line end included.
  func definition(from index: Int) -> Int? {
    guard let labelEnd = label(from: index), byte(labelEnd) == .colon,
      bytes[(index + 1)..<(labelEnd - 1)].contains(where: { !$0.isWhitespace }),
      let urlEnd = destination(from: skipToContent(labelEnd + 1))
    else { return nil }
    let titleStart = skipToContent(urlEnd)
    if titleStart != urlEnd, let titleEnd = title(from: titleStart), let lineEnd = lineEnd(from: titleEnd) {
      return lineEnd
    }
    return lineEnd(from: urlEnd)
  }

  /// Spaces with at most one line end.
  private func skipToContent(_ index: Int) -> Int {
    let at = skip(from: index) { $0.isSpaceOrTab }
    return byte(at) == .newline ? skip(from: at + 1) { $0.isSpaceOrTab } : at
  }

  private func lineEnd(from index: Int) -> Int? {
    let at = skip(from: index) { $0.isSpaceOrTab }
    return at >= end ? at : bytes[at] == .newline ? at + 1 : nil
  }
}
