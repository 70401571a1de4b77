// PageScan: the tags of a finished page, with their names and links. It reads what is really in the page, an
// author's own HTML and SVG included, so the link checker depends on nobody's bookkeeping.
// Relies on: nothing. It reads HTML as we and authors write it: quoted or bare attributes, scripts without
// markup.

/// The tags of a piece of HTML.
struct PageScan {
  private(set) var tags: [Tag] = []

  /// A tag.
  struct Tag: Hashable {
    var name: String
    var isClosing: Bool
    /// `<path … />`
    var closesItself: Bool
    var attributes: [Attribute]

    var ids: [String] { attributes.filter { $0.name == "id" }.map(\.value) }
    var links: [String] {
      attributes.filter { ["href", "src", "xlink:href"].contains($0.name) }.map(\.value)
    }
  }

  /// An attribute, its entities resolved.
  struct Attribute: Hashable {
    var name: String
    var value: String
  }

  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    while let open = bytes[at...].firstIndex(of: UInt8(ascii: "<")) {
      at = open + 1
      if starts(with: "!--") { skip(past: "-->") } else { readTag() }
    }
  }

  private func starts(with text: String) -> Bool {
    bytes[at...].starts(with: text.utf8)
  }

  private mutating func skip(past text: String) {
    while at < bytes.count, !starts(with: text) { at += 1 }
    at = min(at + text.utf8.count, bytes.count)
  }

  private mutating func readTag() {
    let isClosing = starts(with: "/")
    if isClosing { at += 1 }
    let name = read { $0.continuesIdentifier || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":") }
      .lowercased()
    guard !name.isEmpty else { return }
    var tag = Tag(name: name, isClosing: isClosing, closesItself: false, attributes: [])
    while at < bytes.count, bytes[at] != UInt8(ascii: ">") {
      if bytes[at] == UInt8(ascii: "/") {
        tag.closesItself = true
        at += 1
      } else if bytes[at].isSpace {
        at += 1
      } else {
        tag.closesItself = false
        tag.attributes.append(readAttribute())
      }
    }
    at = min(at + 1, bytes.count)
    tags.append(tag)
    if !isClosing, name == "script" || name == "style" { skipText(of: name) }
  }

  private mutating func skipText(of name: String) {
    while at < bytes.count, !starts(with: "</" + name) { at += 1 }
  }

  private mutating func readAttribute() -> Attribute {
    let start = at
    let name = read {
      !$0.isSpace && $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/")
    }
    if at == start { at += 1 }
    guard at < bytes.count, bytes[at] == UInt8(ascii: "=") else {
      return Attribute(name: name.lowercased(), value: "")
    }
    at += 1
    guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") || bytes[at] == UInt8(ascii: "'") else {
      return Attribute(
        name: name.lowercased(), value: Self.plain(read { !$0.isSpace && $0 != UInt8(ascii: ">") }))
    }
    let quote = bytes[at]
    at += 1
    let value = read { $0 != quote }
    at = min(at + 1, bytes.count)
    return Attribute(name: name.lowercased(), value: Self.plain(value))
  }

  private mutating func read(while condition: (UInt8) -> Bool) -> String {
    let end = bytes[at...].firstIndex { !condition($0) } ?? bytes.count
    defer { at = end }
    return String(decoding: bytes[at..<end], as: UTF8.self)
  }

  private static func plain(_ text: String) -> String {
    guard text.contains("&") else { return text }
    return text.replacing("&quot;", with: "\"").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&amp;", with: "&")
  }
}
