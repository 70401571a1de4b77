// Values stored into what the caller lends.

final class Token {
  let text: Substring
  init(_ text: Substring) { self.text = text }
}

struct Scanner {
  var rest: Substring
  var last: Token?
  var errors: [String] = []

  @inline(never)
  mutating func next() -> Bool {
    let word = rest.prefix { $0 != "," }
    guard !word.isEmpty else { return false }
    last = Token(word)  // heap: Token stored-argument
    rest = rest.dropFirst(word.count + 1)
    return true
  }

  @inline(never)
  mutating func fail(_ code: Int) {
    errors.append("code \(code)")  // heap: [String] growth; heap: String library-call|growth !
  }
}

@inline(never)
func reset(_ slot: inout Token?, _ text: String) {
  slot = Token(Substring(text))  // heap: Token stored-argument
}

@inline(never)
func collect(_ out: inout [Token], _ text: String) {
  out.append(Token(Substring(text)))  // heap: [Token] growth; heap: Token stored-argument
}

@main
enum InOut {
  static func main() {
    var scanner = Scanner(rest: "a,bc,d")
    var words = 0
    while scanner.next() { words += 1 }
    scanner.fail(4)
    var slot: Token?
    reset(&slot, "reset")
    var tokens: [Token] = []
    collect(&tokens, "one")
    precondition(words == 3 && scanner.errors == ["code 4"])
    precondition(slot?.text == "reset" && tokens[0].text == "one")
  }
}
