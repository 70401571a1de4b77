// Svg: the bytes of a picture, grown in place. Integers only, no locale, no dictionary: the same bytes natively, as wasm,
// and in every build.
// Relies on nothing, Foundation least of all; this module stays in the subset that Embedded Swift compiles. Nothing is inlined:
// a page loads every copy.

/// A picture being written.
public struct Svg {
  /// What has been written, UTF-8.
  public private(set) var bytes: [UInt8] = []

  /// The UTF-8 of a text that is no picture: a sentence that stands beside one.
  public static func words(_ write: (inout Svg) -> Void) -> [UInt8] {
    var svg = Svg()
    write(&svg)
    return svg.bytes
  }

  private init() {}

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
  @inline(never) public mutating func text(_ string: StaticString) {
    string.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// A capital letter: 0 is A.
  public mutating func letter(_ index: Int) { bytes.append(UInt8(truncatingIfNeeded: 65 + index)) }

  /// Text that comes from a run as it is, for what is not markup.
  public mutating func plain(_ name: [UInt8]) { bytes += name }

  /// Text that comes from a run, escaped.
  @inline(never) public mutating func escaped(_ name: [UInt8]) {
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
  @inline(never) public mutating func number(_ value: Int) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    digits(UInt(value.magnitude), radix: 10)
  }

  /// `0x` and lower-case hexadecimal digits.
  public mutating func address(_ value: UInt) {
    text("0x")
    digits(value, radix: 16)
  }

  /// A rectangle of a class.
  @inline(never) public mutating func rectangle(
    x: Int, y: Int, width: Int, height: Int, _ style: StaticString
  ) {
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

  /// A row of squares of a class, as one path: a fifth of the bytes of as many rectangles.
  @inline(never) public mutating func cells(
    _ count: Int, x: Int, y: Int, size: Int, pitch: Int, _ style: StaticString
  ) {
    if count <= 0 { return }
    beginPath(style)
    for index in 0..<count { cell(x: x + index * pitch, y: y, width: size, height: size) }
    endPath()
  }

  /// Begins a path of a class; write its parts, then `endPath`.
  @inline(never) public mutating func beginPath(_ style: StaticString) {
    text("<path class=\"")
    text(style)
    text("\" d=\"")
  }

  /// A rectangle as a part of a path.
  @inline(never) public mutating func cell(x: Int, y: Int, width: Int, height: Int) {
    text("M")
    number(x)
    text(" ")
    number(y)
    text("h")
    number(width)
    text("v")
    number(height)
    text("h")
    number(-width)
    text("z")
  }

  /// Ends a path.
  public mutating func endPath() { text("\"/>\n") }

  /// A label without a number.
  @inline(never) public mutating func label(x: Int, y: Int, _ style: StaticString, _ string: StaticString) {
    beginLabel(x: x, y: y, style)
    text(string)
    endLabel()
  }

  /// A label that is a number.
  @inline(never) public mutating func label(x: Int, y: Int, _ style: StaticString, _ value: Int) {
    beginLabel(x: x, y: y, style)
    number(value)
    endLabel()
  }

  /// Begins a text at a place; write its content, then `endLabel`.
  @inline(never) public mutating func beginLabel(x: Int, y: Int, _ style: StaticString) {
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

  @inline(never) private mutating func digits(_ value: UInt, radix: UInt) {
    var unit: UInt = 1
    while value / unit >= radix { unit *= radix }
    while unit > 0 {
      let digit = UInt8(truncatingIfNeeded: value / unit % radix)
      bytes.append(digit < 10 ? 48 + digit : 87 + digit)
      unit /= radix
    }
  }
}
