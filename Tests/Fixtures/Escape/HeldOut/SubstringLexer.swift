// A lexer over Substring: tokens are slices of the source, numbers become values.

enum Lexeme: Equatable {
  case name(Substring)
  case number(Int)
  case sign(Character)
}

struct Lexer: Sequence, IteratorProtocol {
  private var rest: Substring

  init(_ source: String) { rest = source[...] }

  @inline(never)
  mutating func next() -> Lexeme? {
    rest = rest.drop(while: \.isWhitespace)
    guard let first = rest.first else { return nil }
    if first.isLetter {
      let name = rest.prefix(while: \.isLetter)
      rest = rest[name.endIndex...]
      return .name(name)
    }
    if first.isNumber {
      let digits = rest.prefix(while: \.isNumber)
      rest = rest[digits.endIndex...]
      return .number(digits.utf8.reduce(0) { $0 * 10 + Int($1 - 48) })
    }
    rest.removeFirst()
    return .sign(first)
  }
}

@inline(never)
func names(_ lexemes: [Lexeme]) -> [String] {
  lexemes.compactMap {  // heap: [String] library-call|growth
    if case .name(let name) = $0 { return String(name) }  // heap: String library-call !
    return nil
  }
}

@inline(never)
func scan(_ source: String) -> [Lexeme] {
  var found: [Lexeme] = []
  for lexeme in Lexer(source) { found.append(lexeme) }  // heap: [Lexeme] growth
  return found
}

@main
enum SubstringLexer {
  static func main() {
    let lexemes = scan("let total = alpha + 42 - b")
    precondition(lexemes.count == 8 && lexemes[5] == .number(42))
    precondition(names(lexemes) == ["let", "total", "alpha", "b"])
  }
}
