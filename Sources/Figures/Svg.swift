// Svg: the bytes of a picture, grown in place. Integers only, no locale, no dictionary: the same bytes natively, as wasm,
// and in every build.
// Relies on nothing, Foundation least of all; this module stays in the subset that Embedded Swift compiles.

/// A picture being written.
public struct Svg {
  /// What has been written, UTF-8.
  public private(set) var bytes: [UInt8] = []

  /// Begins a picture; its words for a screen reader follow, then `beginDrawing`.
  public init(width: Int, height: Int) {
    bytes.reserveCapacity(8192)
    text("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
    number(width)
    text(" ")
    number(height)
    text("\" role=\"img\" aria-label=\"")
  }

  /// Ends the words, begins the drawing.
  public mutating func beginDrawing() { text("\">\n") }

  /// Ends the picture.
  public mutating func end() { text("</svg>\n") }

  /// Literal markup or text.
  public mutating func text(_ string: StaticString) {
    string.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Text that comes from a run as it is, for what is not markup.
  public mutating func plain(_ name: [UInt8]) { bytes += name }

  /// Text that comes from a run, escaped.
  public mutating func escaped(_ name: [UInt8]) {
    for byte in name {
      switch byte {
      case UInt8(ascii: "&"): text("&amp;")
      case UInt8(ascii: "<"): text("&lt;")
      case UInt8(ascii: ">"): text("&gt;")
      case UInt8(ascii: "\""): text("&quot;")
      default: bytes.append(byte)
      }
    }
  }

  /// A decimal number.
  public mutating func number(_ value: Int) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    digits(UInt(value.magnitude), radix: 10)
  }

  /// `0x` and lower-case hexadecimal digits.
  public mutating func address(_ value: UInt) {
    text("0x")
    digits(value, radix: 16)
  }

  /// A rectangle of a class.
  public mutating func rectangle(x: Int, y: Int, width: Int, height: Int, _ style: StaticString) {
    text("<rect class=\"")
    text(style)
    text("\" x=\"")
    number(x)
    text("\" y=\"")
    number(y)
    text("\" width=\"")
    number(width)
    text("\" height=\"")
    number(height)
    text("\"/>\n")
  }

  /// Begins a text at a place; write its content, then `endLabel`.
  public mutating func beginLabel(x: Int, y: Int, _ style: StaticString) {
    text("<text class=\"")
    text(style)
    text("\" x=\"")
    number(x)
    text("\" y=\"")
    number(y)
    text("\">")
  }

  /// Ends a text.
  public mutating func endLabel() { text("</text>\n") }

  private mutating func digits(_ value: UInt, radix: UInt) {
    let start = bytes.count
    var rest = value
    repeat {
      let digit = UInt8(truncatingIfNeeded: rest % radix)
      bytes.append(digit < 10 ? 48 + digit : 87 + digit)
      rest /= radix
    } while rest > 0
    bytes[start...].reverse()
  }
}
