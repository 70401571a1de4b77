// Several promoted objects in one function: the budget is spent in order.

final class Block {
  var bytes: InlineArray<60, Int>
  init(_ seed: Int) { bytes = .init(repeating: seed) }

  @inline(never)
  func last() -> Int { bytes[59] }
}

final class Tiny {
  var value: Int
  init(_ value: Int) { self.value = value }

  @inline(never)
  func get() -> Int { value }
}

@inline(never)
func crowded(_ n: Int) -> Int {
  let first = Block(n)  // stack: Block
  let second = Block(n + 1)  // stack: Block
  let third = Block(n + 2)  // heap: Block stack-limit
  return first.last() + second.last() + third.last()
}

@inline(never)
func mixed(_ n: Int) -> Int {
  let tiny = Tiny(n)  // stack: Tiny
  let block = Block(n)  // stack: Block
  return tiny.get() + block.last()
}

@main
enum Crowded {
  static func main() {
    precondition(crowded(1) == 6)
    precondition(mixed(4) == 8)
  }
}
