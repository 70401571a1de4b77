// HTML: a growing piece of a page. Text and attribute values can only get in escaped, and every element that
// is opened is closed, so that a page is well formed by construction; what an author wrote as HTML has its
// own door.
// Relies on nothing. Invariant: `bytes` is valid UTF-8 as long as what is appended is.

/// A piece of a page.
package struct HTML: Hashable, Sendable {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package init(_ build: (inout HTML) -> Void) {
    build(&self)
  }

  /// The name of an element or an attribute. It comes from our own literals, never from a chapter.
  package struct Name: Hashable, Sendable, ExpressibleByStringLiteral {
    let text: String

    package init(stringLiteral text: String) {
      self.text = text
    }
  }

  /// Attributes in the order in which they are written; nil leaves one out, an empty value writes the name
  /// alone.
  package typealias Attributes = KeyValuePairs<Name, String?>

  package var isEmpty: Bool { bytes.isEmpty }
  package var string: String { String(decoding: bytes, as: UTF8.self) }

  /// Appends an element with what `body` puts into it.
  package mutating func element(
    _ name: Name, _ attributes: Attributes = [:], _ body: (inout HTML) -> Void = { _ in }
  ) {
    void(name, attributes)
    body(&self)
    bytes += "</".utf8
    bytes += name.text.utf8
    bytes.append(UInt8(ascii: ">"))
  }

  /// Appends an element that holds nothing but text.
  package mutating func element(_ name: Name, _ attributes: Attributes = [:], text: String) {
    element(name, attributes) { $0.text(text) }
  }

  /// Appends an element that has no end, such as `br`.
  package mutating func void(_ name: Name, _ attributes: Attributes = [:]) {
    bytes.append(UInt8(ascii: "<"))
    bytes += name.text.utf8
    for (key, value) in attributes {
      guard let value else { continue }
      bytes.append(UInt8(ascii: " "))
      bytes += key.text.utf8
      if value.isEmpty { continue }
      bytes += "=\"".utf8
      text(value)
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(UInt8(ascii: ">"))
  }

  /// Appends text, escaped for an element and for a quoted attribute alike.
  package mutating func text(_ text: some StringProtocol) {
    self.text(utf8: text.utf8)
  }

  /// Appends UTF-8 text, escaped.
  package mutating func text(utf8 text: some Sequence<UInt8>) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "&"): bytes += "&amp;".utf8
      case UInt8(ascii: "<"): bytes += "&lt;".utf8
      case UInt8(ascii: ">"): bytes += "&gt;".utf8
      case UInt8(ascii: "\""): bytes += "&quot;".utf8
      default: bytes.append(byte)
      }
    }
  }

  package mutating func append(_ other: HTML) {
    bytes += other.bytes
  }

  package mutating func newline() {
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Appends markup as it stands: HTML that an author wrote in a chapter, or an SVG that our figures drew.
  /// The link checker reads it like the rest of the page.
  package mutating func markup(_ markup: some Sequence<UInt8>) {
    bytes += markup
  }
}
