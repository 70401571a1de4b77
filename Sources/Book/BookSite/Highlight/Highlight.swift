// Highlight: source text → pieces of one kind each, for the six classes of the stylesheet. A lexer cuts the
// text and never changes it: the pieces joined are the source, byte for byte, whatever the source is.
// Relies on: SwiftLexer, and TableLexer for the other languages.

/// Source text cut into pieces.
package enum Highlight {
  /// What a piece is; the raw value is its class in the page.
  package enum Kind: String, Sendable {
    case keyword = "k"
    case type = "t"
    case string = "s"
    case number = "n"
    case comment = "c"
    /// The name that a declaration introduces.
    case function = "f"
  }

  /// A piece of the source; nil is plain text.
  package struct Piece: Hashable, Sendable {
    package var kind: Kind?
    /// Into the source's UTF-8.
    package var range: Range<Int>
  }

  /// Cuts `source`. Neighbors of one kind are joined, and the pieces cover the source without gap or overlap.
  ///
  /// - Parameter language: The first word of a fence; an unknown one gives one plain piece.
  /// - Complexity: O(length).
  package static func pieces(of source: [UInt8], language: String) -> [Piece] {
    switch language {
    case "swift":
      var lexer = SwiftLexer(source)
      return lexer.pieces()
    default:
      guard let table = LanguageTable.named[language] else {
        return source.isEmpty ? [] : [Piece(kind: nil, range: 0..<source.count)]
      }
      var lexer = TableLexer(source, table)
      return lexer.pieces()
    }
  }
}

/// Collects pieces and joins neighbors of one kind.
struct PieceList {
  private(set) var pieces: [Highlight.Piece] = []

  /// Appends the text up to `end`; what is there already is skipped.
  mutating func add(_ kind: Highlight.Kind?, upTo end: Int) {
    let start = pieces.last?.range.upperBound ?? 0
    guard end > start else { return }
    if let last = pieces.last, last.kind == kind {
      pieces[pieces.count - 1].range = last.range.lowerBound..<end
    } else {
      pieces.append(.init(kind: kind, range: start..<end))
    }
  }
}

extension HTML {
  /// Appends source text with a span around each piece that has a kind.
  package mutating func source(_ source: String, language: String) {
    let bytes = Array(source.utf8)
    for piece in Highlight.pieces(of: bytes, language: language) {
      if let kind = piece.kind {
        element("span", ["class": kind.rawValue]) { $0.text(utf8: bytes[piece.range]) }
      } else {
        text(utf8: bytes[piece.range])
      }
    }
  }
}

extension UInt8 {
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
  var isUppercase: Bool { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") }
  var isLowercase: Bool { self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z") }
  /// A letter, an underscore, or any part of a character beyond ASCII.
  var startsIdentifier: Bool { isUppercase || isLowercase || self == UInt8(ascii: "_") || self >= 0x80 }
  var continuesIdentifier: Bool { startsIdentifier || isDigit }
  var isSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}
