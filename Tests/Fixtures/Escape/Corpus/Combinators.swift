// Parser combinators: parsers are closures that hold other parsers.

struct Parser<Output> {
  let run: (inout Substring) -> Output?
}

extension Parser {
  func map<Other>(_ transform: @escaping (Output) -> Other) -> Parser<Other> {
    Parser<Other> { [run] input in  // heap: closure returned !
      run(&input).map(transform)
    }
  }

  func then<Other>(_ next: Parser<Other>) -> Parser<(Output, Other)> {
    Parser<(Output, Other)> { [run] input in  // heap: closure returned !
      guard let first = run(&input), let second = next.run(&input) else { return nil }
      return (first, second)
    }
  }
}

@inline(never)
func digit() -> Parser<Int> {
  Parser { input in
    guard let value = input.first?.wholeNumberValue else { return nil }
    input.removeFirst()
    return value
  }
}

@inline(never)
func literal(_ character: Character) -> Parser<Bool> {
  Parser { input in  // heap: closure returned
    guard input.first == character else { return nil }
    input.removeFirst()
    return true
  }
}

@main
enum Combinators {
  static func main() {
    let product = digit().then(literal("*")).then(digit()).map { $0.0.0 * $0.1 }
    var text: Substring = "6*7"
    precondition(product.run(&text) == 42)
    var other: Substring = "6+7"
    precondition(product.run(&other) == nil)
  }
}
