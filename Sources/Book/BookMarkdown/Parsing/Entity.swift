// Entity: what `&amp;`, `&#955;` and the like stand for. The usual ones are known here; for the rest
// libcmark, which has the table of HTML's two thousand names, is asked.
// Relies on: CommonMark.

/// Character references of HTML.
enum Entity {
  /// The length of what looks like an entity at the `&` at `index`, its semicolon included, or nil.
  static func length(at index: Int, in bytes: [UInt8], _ end: Int) -> Int? {
    for at in (index + 1)..<min(index + 40, end) {
      if bytes[at] == .semicolon { return at - index + 1 }
      if bytes[at].isWhitespace || bytes[at] == .ampersand { return nil }
    }
    return nil
  }

  /// The UTF-8 of what `source`, `&` to `;`, stands for, or nil when it is just text.
  static func text(_ source: ArraySlice<UInt8>) -> [UInt8]? {
    switch String(decoding: source, as: UTF8.self) {
    case "&amp;": [.ampersand]
    case "&lt;": [.less]
    case "&gt;": [.greater]
    case "&quot;": [UInt8(ascii: "\"")]
    case "&nbsp;": [0xC2, 0xA0]
    default: CommonMark.character(ofEntity: source)
    }
  }
}
