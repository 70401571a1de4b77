// SwiftLexer: Swift's source into pieces. Strings with interpolation (also raw and over several lines),
// nested comments and regex literals are followed exactly; which word is a keyword or a type is decided by
// the word and its neighbors, as a reader would, without parsing.
// Relies on: SwiftWords. Invariant: `at` only grows, so a source of any bytes is read once and ends.

/// Cuts Swift.
struct SwiftLexer {
  let source: [UInt8]
  var at = 0
  var list = PieceList()
  /// What we are inside of, innermost last: a stack, since interpolations nest without limit.
  var contexts: [Context] = []
  /// The last word or sign that is no space or comment, for what depends on what stands before.
  var previous = Previous.start

  /// A string literal, or the code inside its `\( … )`.
  enum Context {
    case string(hashes: Int, isMultiline: Bool)
    case interpolation(parentheses: Int)
  }

  enum Previous: Equatable {
    case start
    /// A value may end here, so `/` divides and `<` compares.
    case operand
    case word(String)
    case sign(UInt8)
  }

  init(_ source: [UInt8]) {
    self.source = source
  }

  mutating func pieces() -> [Highlight.Piece] {
    while at < source.count {
      if case .string(let hashes, let isMultiline)? = contexts.last {
        string(hashes: hashes, isMultiline: isMultiline)
      } else {
        code()
      }
    }
    return list.pieces
  }

  // MARK: Reading ahead

  func byte(_ offset: Int = 0) -> UInt8? {
    source.indices.contains(at + offset) ? source[at + offset] : nil
  }

  func looking(at text: StaticString, _ offset: Int = 0) -> Bool {
    let text = Array("\(text)".utf8)
    return at + offset + text.count <= source.count
      && source[(at + offset)..<(at + offset + text.count)].elementsEqual(text)
  }

  func count(of byte: UInt8, from index: Int) -> Int {
    source[min(index, source.count)...].prefix { $0 == byte }.count
  }

  /// The first index from `index` on whose byte does not satisfy `condition`.
  func end(from index: Int, while condition: (UInt8) -> Bool) -> Int {
    source[min(index, source.count)...].firstIndex { !condition($0) } ?? source.count
  }

  mutating func take(_ kind: Highlight.Kind?, upTo end: Int) {
    at = min(max(end, at + 1), source.count)
    list.add(kind, upTo: at)
  }

  // MARK: Code

  mutating func code() {
    let first = source[at]
    switch first {
    case _ where first.isSpace: take(nil, upTo: end(from: at, while: \.isSpace))
    case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
      take(.comment, upTo: end(from: at) { $0 != 0x0A })
    case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"): take(.comment, upTo: blockCommentEnd())
    case UInt8(ascii: "/"): slash()
    case UInt8(ascii: "\""): openString(hashes: 0)
    case UInt8(ascii: "#"): hash()
    case UInt8(ascii: "@"): attribute()
    case UInt8(ascii: "`"): quotedName()
    case UInt8(ascii: "$"):
      take(nil, upTo: end(from: at + 1, while: \.continuesIdentifier))
      previous = .operand
    case _ where first.isDigit: number()
    case _ where first.startsIdentifier: word()
    default: sign(first)
    }
  }

  mutating func sign(_ sign: UInt8) {
    if case .interpolation(let parentheses)? = contexts.last {
      if sign == UInt8(ascii: "(") {
        contexts[contexts.count - 1] = .interpolation(parentheses: parentheses + 1)
      } else if sign == UInt8(ascii: ")"), parentheses > 0 {
        contexts[contexts.count - 1] = .interpolation(parentheses: parentheses - 1)
      } else if sign == UInt8(ascii: ")") {
        contexts.removeLast()
        return take(.string, upTo: at + 1)
      }
    }
    take(nil, upTo: at + 1)
    let closes = sign == UInt8(ascii: ")") || sign == UInt8(ascii: "]") || sign == UInt8(ascii: "}")
    previous = closes ? .operand : .sign(sign)
  }

  func blockCommentEnd() -> Int {
    var depth = 0
    var index = at
    while index + 1 < source.count {
      let pair = (source[index], source[index + 1])
      if pair == (UInt8(ascii: "/"), UInt8(ascii: "*")) {
        depth += 1
        index += 2
      } else if pair == (UInt8(ascii: "*"), UInt8(ascii: "/")) {
        depth -= 1
        index += 2
        if depth == 0 { return index }
      } else {
        index += 1
      }
    }
    return source.count
  }

  mutating func number() {
    let isPrefixed =
      source[at] == UInt8(ascii: "0")
      && [UInt8(ascii: "x"), UInt8(ascii: "b"), UInt8(ascii: "o")].contains(byte(1))
    let isHex = isPrefixed && byte(1) == UInt8(ascii: "x")
    var index = end(from: isPrefixed ? at + 2 : at) {
      $0.isDigit || $0 == UInt8(ascii: "_") || (isHex && $0.isHexDigit)
    }
    let isMember = previous == .sign(UInt8(ascii: "."))
    if !isMember, index + 1 < source.count, source[index] == UInt8(ascii: "."), source[index + 1].isDigit {
      index = end(from: index + 1) { $0.isDigit || $0 == UInt8(ascii: "_") || (isHex && $0.isHexDigit) }
    }
    let exponents = isHex ? [UInt8(ascii: "p"), UInt8(ascii: "P")] : [UInt8(ascii: "e"), UInt8(ascii: "E")]
    if index + 1 < source.count, exponents.contains(source[index]) {
      let sign = source[index + 1] == UInt8(ascii: "-") || source[index + 1] == UInt8(ascii: "+") ? 1 : 0
      if index + 1 + sign < source.count, source[index + 1 + sign].isDigit {
        index = end(from: index + 1 + sign) { $0.isDigit || $0 == UInt8(ascii: "_") }
      }
    }
    take(.number, upTo: index)
    previous = .operand
  }

  // MARK: Words

  mutating func word() {
    let stop = end(from: at, while: \.continuesIdentifier)
    let text = String(decoding: source[at..<stop], as: UTF8.self)
    let isMember = previous == .sign(UInt8(ascii: "."))
    let kind = kind(of: text, endingAt: stop, isMember: isMember)
    take(kind, upTo: stop)
    previous = kind == .keyword && !SwiftWords.operands.contains(text) ? .word(text) : .operand
  }

  func kind(of text: String, endingAt stop: Int, isMember: Bool) -> Highlight.Kind? {
    if case .word(let before) = previous, SwiftWords.namers.contains(before) { return .function }
    if isMember, !SwiftWords.members.contains(text) { return startsUpper(text) ? .type : nil }
    if SwiftWords.keywords.contains(text) {
      // `for:` and `in:` are labels when a colon follows; `default:` and `case` never are.
      return isLabel(text, endingAt: stop) ? nil : .keyword
    }
    if SwiftWords.contextual.contains(text), introduces(endingAt: stop) { return .keyword }
    if SwiftWords.accessors.contains(text), opensBody(endingAt: stop) { return .keyword }
    return startsUpper(text) ? .type : nil
  }

  func startsUpper(_ text: String) -> Bool {
    guard let first = text.utf8.first(where: { $0 != UInt8(ascii: "_") }) else { return false }
    return first.isUppercase
  }

  func isLabel(_ text: String, endingAt stop: Int) -> Bool {
    guard stop < source.count, source[stop] == UInt8(ascii: ":"), !SwiftWords.beforeColon.contains(text)
    else {
      return false
    }
    return previous == .sign(UInt8(ascii: "(")) || previous == .sign(UInt8(ascii: ","))
  }

  /// True when a space and then a word, a type or an attribute follows on the line, as after `some` or
  /// `consuming`.
  func introduces(endingAt stop: Int) -> Bool {
    let next = end(from: stop) { $0 == 0x20 || $0 == 0x09 }
    guard next > stop, next < source.count else { return false }
    return source[next].startsIdentifier || source[next] == UInt8(ascii: "@")
      || source[next] == UInt8(ascii: "(")
      || source[next] == UInt8(ascii: "[") || source[next] == UInt8(ascii: "~")
  }

  /// True when `{`, `}`, `throws`, `async`, `(` or the end follows, as after `get` in a property.
  func opensBody(endingAt stop: Int) -> Bool {
    let next = end(from: stop, while: \.isSpace)
    guard next < source.count else { return false }
    let byte = source[next]
    if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") { return true }
    let rest = source[next...].prefix { $0.isLowercase }
    return ["set", "get", "async", "throws"].contains(String(decoding: rest, as: UTF8.self))
      && previous != .sign(UInt8(ascii: "."))
  }

  mutating func quotedName() {
    let stop = end(from: at + 1) { $0 != UInt8(ascii: "`") && $0 != 0x0A }
    take(nil, upTo: stop + 1)
    previous = .operand
  }

  mutating func attribute() {
    let stop = end(from: at + 1, while: \.continuesIdentifier)
    take(stop > at + 1 ? .keyword : nil, upTo: stop)
    previous = .start
  }

  mutating func hash() {
    let hashes = count(of: UInt8(ascii: "#"), from: at)
    if byte(hashes) == UInt8(ascii: "\"") { return openString(hashes: hashes) }
    if byte(hashes) == UInt8(ascii: "/") { return extendedRegex(hashes: hashes) }
    let stop = end(from: at + hashes, while: \.continuesIdentifier)
    take(stop > at + hashes ? .keyword : nil, upTo: stop)
    previous = .operand
  }
}

extension UInt8 {
  var isHexDigit: Bool {
    isDigit || (self >= UInt8(ascii: "a") && self <= UInt8(ascii: "f"))
      || (self >= UInt8(ascii: "A") && self <= UInt8(ascii: "F"))
  }
}
