// A tokenizer over bytes that returns an array of enum tokens.

enum Token: Equatable {
  case number(Int)
  case word(String)
  case symbol(UInt8)
}

struct SyntaxError: Error {
  let offset: Int
}

struct Tokenizer {
  private let bytes: [UInt8]
  private var at = 0

  init(_ text: String) {
    bytes = Array(text.utf8)  // heap: [UInt8] library-call
  }

  @inline(never)
  mutating func all() throws -> [Token] {
    var tokens: [Token] = []
    while let token = try next() {
      tokens.append(token)  // heap: [Token] growth
    }
    return tokens
  }

  private mutating func next() throws -> Token? {
    while at < bytes.count, bytes[at] == 32 { at += 1 }
    guard at < bytes.count else { return nil }
    let start = at
    switch bytes[at] {
    case 48...57:
      var value = 0
      while at < bytes.count, case 48...57 = bytes[at] {
        value = value * 10 + Int(bytes[at] - 48)
        at += 1
      }
      return .number(value)
    case 97...122:
      while at < bytes.count, case 97...122 = bytes[at] { at += 1 }
      return .word(String(decoding: bytes[start..<at], as: UTF8.self))  // heap: String library-call !
    case 40...47:
      at += 1
      return .symbol(bytes[start])
    default:
      throw SyntaxError(offset: start)  // heap: SyntaxError thrown
    }
  }
}

@inline(never)
func tokens(_ text: String) throws -> [Token] {
  var tokenizer = Tokenizer(text)
  return try tokenizer.all()
}

@main
enum TokenizerProgram {
  static func main() throws {
    let list = try tokens("abc + 12 * (x - 7)")
    precondition(list.count == 9)
    precondition(list[2] == .number(12))
    var offset = 0
    do { _ = try tokens("a % b") } catch let error as SyntaxError { offset = error.offset }
    precondition(offset == 2)
  }
}
