// Go's tokens with their positions; semicolons are inserted where a line ends a statement, as the language says.
// Relies on EscapeGraph.Position. Columns count bytes, as Go's compiler prints them.
// Source: The Go Programming Language Specification, "Lexical elements".

/// A front end for the part of Go that chapters use: text → syntax → typed nodes → a graph for EscapeSolver.
public enum GoLite {
  /// A line and a column, from one.
  public typealias Position = EscapeGraph.Position

  /// Text that GoLite cannot read, or a construct that it does not represent.
  public struct Failure: Error, Equatable {
    /// Where.
    public var position: Position
    /// What.
    public var message: String
  }
}

extension GoLite {
  struct Token: Equatable, Sendable {
    enum Kind: Equatable, Sendable { case name, keyword, integer, float, imaginary, rune, string, sign, end }
    var kind: Kind
    var text: String
    var position: Position
    /// A semicolon that nobody wrote.
    var isImplicit = false
  }

  /// A comment that says something about the function after it: `//go:noescape`, `//escape: …`.
  struct Directive: Equatable, Sendable {
    var text: String
    var line: Int
  }

  struct Lexer {
    private let bytes: [UInt8]
    private var at = 0
    private var line = 1
    private var lineStart = 0
    private(set) var tokens: [Token] = []
    private(set) var directives: [Directive] = []

    static let keywords = [
      "break", "case", "chan", "const", "continue", "default", "defer", "else", "fallthrough", "for", "func",
      "go", "goto", "if", "import", "interface", "map", "package", "range", "return", "select", "struct",
      "switch", "type", "var",
    ]
    /// The longer before those that they begin with.
    private static let signs = [
      "<<=", ">>=", "&^=", "...", "&&", "||", "<-", "++", "--", "==", "!=", "<=", ">=", ":=", "+=", "-=",
      "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "&^", "+", "-", "*", "/", "%", "&", "|", "^", "<", ">",
      "=", "!", "(", ")", "[", "]", "{", "}", ",", ";", ".", ":", "~",
    ].map { Array($0.utf8) }

    /// Reads all of `source`.
    init(_ source: String) throws(Failure) {
      bytes = Array(source.utf8)
      while at < bytes.count { try next() }
      endLine()
      tokens.append(Token(kind: .end, text: "end of file", position: position))
    }

    private var position: Position { Position(line: line, column: at - lineStart + 1) }

    private func byte(_ offset: Int = 0) -> UInt8 { at + offset < bytes.count ? bytes[at + offset] : 0 }

    private mutating func next() throws(Failure) {
      switch byte() {
      case UInt8(ascii: "\n"):
        endLine()
        at += 1
        line += 1
        lineStart = at
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): at += 1
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"): lineComment()
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"): try blockComment()
      case UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "'"): try quoted()
      case let byte where Self.isLetter(byte): word()
      case let first
      where Self.isDigit(first) || first == UInt8(ascii: ".") && Self.isDigit(self.byte(1)):
        number()
      default: try sign()
      }
    }

    /// After an operand, `)`, `++` and their like, the end of a line ends the statement.
    private mutating func endLine() {
      guard let last = tokens.last else { return }
      let ends =
        switch last.kind {
        case .name, .integer, .float, .imaginary, .rune, .string: true
        case .keyword: ["break", "continue", "fallthrough", "return"].contains(last.text)
        case .sign: ["++", "--", ")", "]", "}"].contains(last.text)
        case .end: false
        }
      if ends { tokens.append(Token(kind: .sign, text: ";", position: position, isImplicit: true)) }
    }

    private mutating func lineComment() {
      let start = at
      while at < bytes.count && byte() != UInt8(ascii: "\n") { at += 1 }
      let text = String(decoding: bytes[start..<at], as: UTF8.self)
      if text.hasPrefix("//go:") || text.hasPrefix("//escape:") {
        directives.append(Directive(text: text, line: line))
      }
    }

    private mutating func blockComment() throws(Failure) {
      let start = position
      at += 2
      var isLong = false
      while !(byte() == UInt8(ascii: "*") && byte(1) == UInt8(ascii: "/")) {
        guard at < bytes.count else { throw Failure(position: start, message: "the comment does not end") }
        if byte() == UInt8(ascii: "\n") {
          if !isLong { endLine() }
          isLong = true
          line += 1
          lineStart = at + 1
        }
        at += 1
      }
      at += 2
    }

    private mutating func quoted() throws(Failure) {
      let (start, quote, begin) = (position, byte(), at)
      at += 1
      while byte() != quote {
        guard at < bytes.count, byte() != UInt8(ascii: "\n") || quote == UInt8(ascii: "`") else {
          throw Failure(position: start, message: "the literal does not end")
        }
        if byte() == UInt8(ascii: "\\") && quote != UInt8(ascii: "`") { at += 1 }
        if byte() == UInt8(ascii: "\n") {
          line += 1
          lineStart = at + 1
        }
        at += 1
      }
      at += 1
      let text = String(decoding: bytes[begin..<at], as: UTF8.self)
      tokens.append(Token(kind: quote == UInt8(ascii: "'") ? .rune : .string, text: text, position: start))
    }

    private mutating func word() {
      let (start, begin) = (position, at)
      while Self.isLetter(byte()) || Self.isDigit(byte()) { at += 1 }
      let text = String(decoding: bytes[begin..<at], as: UTF8.self)
      tokens.append(
        Token(kind: Self.keywords.contains(text) ? .keyword : .name, text: text, position: start))
    }

    private mutating func number() {
      let (start, begin) = (position, at)
      let isBased = byte() == UInt8(ascii: "0") && "xXbBoO".utf8.contains(byte(1))
      var kind = Token.Kind.integer
      while true {
        let here = byte()
        if here == UInt8(ascii: ".") || !isBased && (here | 0x20) == UInt8(ascii: "e") {
          kind = .float
          at += 1
          if (here | 0x20) == UInt8(ascii: "e"), byte() == UInt8(ascii: "+") || byte() == UInt8(ascii: "-") {
            at += 1
          }
        } else if Self.isDigit(here) || here == UInt8(ascii: "_") || isBased && Self.isLetter(here) {
          at += 1
        } else {
          break
        }
      }
      if byte() == UInt8(ascii: "i") {
        kind = .imaginary
        at += 1
      }
      let text = String(decoding: bytes[begin..<at].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
      tokens.append(Token(kind: kind, text: text, position: start))
    }

    private mutating func sign() throws(Failure) {
      for sign in Self.signs where bytes[at...].starts(with: sign) {
        tokens.append(
          Token(kind: .sign, text: String(decoding: sign, as: UTF8.self), position: position))
        at += sign.count
        return
      }
      throw Failure(position: position, message: "not a character of Go")
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
      (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  }
}
