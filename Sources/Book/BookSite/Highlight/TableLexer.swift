// TableLexer: the languages that stand beside Swift, cut by a table of their words and signs. It knows
// strings, numbers, comments, keywords and types, which is what a reader's eye needs, and nothing of grammar.
// Relies on: LanguageTable. Invariant: `at` only grows.

/// A language as a table.
struct LanguageTable: Sendable {
  var keywords: Set<String>
  /// Types that are words of the language.
  var types: Set<String> = []
  /// True where a capital begins a type.
  var hasCapitalTypes = false
  /// `@Name` marks a declaration.
  var hasAnnotations = false
  /// `#include` and its kin at a line's start.
  var hasDirectives = false
  var commentsNest = false
  /// The sign of a string that may run over lines and knows no escapes.
  var rawQuote: UInt8?
  /// `'a` may be a lifetime and no character.
  var hasLifetimes = false

  static let named: [String: LanguageTable] = ["c": c, "go": go, "java": java, "rust": rust]

  static let c = LanguageTable(
    keywords: words(
      """
      alignas alignof auto bool break case const constexpr continue default do else enum extern false for
      goto if inline nullptr register restrict return sizeof static static_assert struct switch thread_local
      true typedef typeof union volatile while _Alignas _Alignof _Atomic _Generic _Noreturn _Static_assert
      _Thread_local NULL
      """),
    types: words(
      """
      char double float int long short signed unsigned void size_t ssize_t ptrdiff_t intptr_t uintptr_t
      int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t FILE
      """),
    hasDirectives: true)

  static let go = LanguageTable(
    keywords: words(
      """
      break case chan const continue default defer else fallthrough for func go goto if import interface map
      package range return select struct switch type var nil true false iota
      """),
    types: words(
      """
      any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune
      string uint uint8 uint16 uint32 uint64 uintptr
      """),
    rawQuote: UInt8(ascii: "`"))

  static let java = LanguageTable(
    keywords: words(
      """
      abstract assert break case catch class const continue default do else enum extends final finally for
      goto if implements import instanceof interface native new package private protected public record
      return sealed static strictfp super switch synchronized this throw throws transient try var volatile
      while yield true false null
      """),
    types: words("boolean byte char double float int long short void"), hasCapitalTypes: true,
    hasAnnotations: true)

  static let rust = LanguageTable(
    keywords: words(
      """
      as async await break const continue crate dyn else enum extern false fn for if impl in let loop match
      mod move mut pub ref return self Self static struct super trait true type unsafe use where while
      """),
    types: words("bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize"),
    hasCapitalTypes: true, commentsNest: true, hasLifetimes: true)

  private static func words(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}

/// Cuts a language by its table.
struct TableLexer {
  private let source: [UInt8]
  private let table: LanguageTable
  private var at = 0
  private var list = PieceList()
  /// The last word was one that a declared function's name follows.
  private var isNamed = false

  init(_ source: [UInt8], _ table: LanguageTable) {
    self.source = source
    self.table = table
  }

  mutating func pieces() -> [Highlight.Piece] {
    while at < source.count { next() }
    return list.pieces
  }

  private func byte(_ offset: Int) -> UInt8? {
    source.indices.contains(at + offset) ? source[at + offset] : nil
  }

  private func end(from index: Int, while condition: (UInt8) -> Bool) -> Int {
    source[min(index, source.count)...].firstIndex { !condition($0) } ?? source.count
  }

  private mutating func take(_ kind: Highlight.Kind?, upTo end: Int) {
    at = min(max(end, at + 1), source.count)
    list.add(kind, upTo: at)
  }

  private mutating func next() {
    let first = source[at]
    switch first {
    case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
      take(.comment, upTo: end(from: at) { $0 != 0x0A })
    case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"): take(.comment, upTo: commentEnd())
    case UInt8(ascii: "\""): take(.string, upTo: stringEnd(first))
    case UInt8(ascii: "'") where table.hasLifetimes && isLifetime:
      take(.type, upTo: end(from: at + 1, while: \.continuesIdentifier))
    case UInt8(ascii: "'"): take(.string, upTo: stringEnd(first))
    case _ where first == table.rawQuote: take(.string, upTo: end(from: at + 1) { $0 != first } + 1)
    case UInt8(ascii: "#") where table.hasDirectives:
      take(.keyword, upTo: end(from: end(from: at + 1) { $0 == 0x20 }, while: \.continuesIdentifier))
    case UInt8(ascii: "@") where table.hasAnnotations:
      take(.keyword, upTo: end(from: at + 1, while: \.continuesIdentifier))
    case _ where first.isDigit:
      take(.number, upTo: end(from: at) { $0.continuesIdentifier || $0 == UInt8(ascii: ".") })
    case _ where first.startsIdentifier: word()
    default: take(nil, upTo: at + 1)
    }
  }

  private var isLifetime: Bool {
    guard let next = byte(1), next.startsIdentifier else { return false }
    return byte(2) != UInt8(ascii: "'")
  }

  private mutating func word() {
    let stop = end(from: at, while: \.continuesIdentifier)
    let text = String(decoding: source[at..<stop], as: UTF8.self)
    if isNamed {
      isNamed = false
      return take(.function, upTo: stop)
    }
    isNamed = text == "func" || text == "fn"
    if table.keywords.contains(text) {
      // Go writes a method's receiver between `func` and the name.
      if stop + 1 < source.count, source[stop + 1] == UInt8(ascii: "(") { isNamed = false }
      return take(.keyword, upTo: stop)
    }
    let isCapital = table.hasCapitalTypes && source[at].isUppercase
    take(table.types.contains(text) || isCapital ? .type : nil, upTo: stop)
  }

  private func stringEnd(_ quote: UInt8) -> Int {
    var index = at + 1
    while index < source.count, source[index] != 0x0A {
      if source[index] == quote { return index + 1 }
      index +=
        source[index] == UInt8(ascii: "\\") && index + 1 < source.count && source[index + 1] != 0x0A ? 2 : 1
    }
    return min(index, source.count)
  }

  private func commentEnd() -> Int {
    var depth = 0
    var index = at
    while index + 1 < source.count {
      let pair = (source[index], source[index + 1])
      if pair == (UInt8(ascii: "/"), UInt8(ascii: "*")) {
        depth = table.commentsNest ? depth + 1 : 1
        index += 2
      } else if pair == (UInt8(ascii: "*"), UInt8(ascii: "/")) {
        depth -= 1
        index += 2
        if depth <= 0 { return index }
      } else {
        index += 1
      }
    }
    return source.count
  }
}
