// swift-format-ignore-file
// A backtracking matcher over an indirect enum.
enum Pattern {
  case character(Character)
  case any
  indirect case sequence(Pattern, Pattern)
  indirect case either(Pattern, Pattern)
  indirect case many(Pattern)

  func match(_ text: Substring, _ rest: (Substring) -> Bool) -> Bool {
    switch self {
    case .character(let wanted):
      return text.first == wanted && rest(text.dropFirst())
    case .any:
      return !text.isEmpty && rest(text.dropFirst())
    case .sequence(let a, let b):
      return a.match(text) { b.match($0, rest) }
    case .either(let a, let b):
      return a.match(text, rest) || b.match(text, rest)
    case .many(let inner):
      if rest(text) { return true }
      return inner.match(text) { left in left.count < text.count && match(left, rest) }
    }
  }
}

@inline(never)
func literal(_ text: String) -> Pattern {
  var result: Pattern?
  for character in text.reversed() {
    let one: Pattern = character == "." ? .any : .character(character)
    if let after = result { result = .sequence(one, after) } else { result = one }  // heap: Pattern indirect-case
  }
  return result ?? .any
}

@inline(never)
func starred(_ text: String, or other: String) -> Pattern {
  .sequence(.many(literal(text)), .either(literal(other), .character("!")))  // heap: Pattern indirect-case
}

func run() {
  let pattern = starred("ab", or: "c.")
  precondition(pattern.match("ababcd") { $0.isEmpty })
  precondition(pattern.match("ab!") { $0.isEmpty })
  precondition(!pattern.match("abx") { $0.isEmpty })
}

run()
