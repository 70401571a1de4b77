// Objects that SIL promotes but that are too large for the code generator's stack limit.

final class Scratch {
  var cells: InlineArray<400, Int>
  init(_ value: Int) { cells = .init(repeating: value) }

  @inline(never)
  func sum() -> Int {
    var total = 0
    for k in cells.indices { total += cells[k] }
    return total
  }
}

final class Small {
  var cells: InlineArray<8, Int>
  init(_ value: Int) { cells = .init(repeating: value) }

  @inline(never)
  func sum() -> Int {
    var total = 0
    for k in cells.indices { total += cells[k] }
    return total
  }
}

@inline(never)
func large(_ value: Int) -> Int {
  let scratch = Scratch(value)  // heap: Scratch stack-limit
  return scratch.sum()
}

@inline(never)
func small(_ value: Int) -> Int {
  let scratch = Small(value)  // stack: Small
  return scratch.sum()
}

@main
enum BigLocals {
  static func main() {
    precondition(large(2) == 800)
    precondition(small(2) == 16)
  }
}
