// Closures that call themselves: through a captured variable, through a local function, with a memory.

@inline(never)
func factorial(_ n: Int) -> Int {
  var step: (Int) -> Int = { $0 }  // heap: @callee_guaranteed (Int) -> Int captured|optimizer-limit
  step = { $0 <= 1 ? 1 : $0 * step($0 - 1) }
  defer { step = { $0 } }
  return step(n)
}

@inline(never)
func fibonacci() -> (Int) -> Int {
  var known: [Int: Int] = [:]  // heap: Dictionary<Int, Int> captured
  func value(_ n: Int) -> Int {
    if n < 2 { return n }
    if let found = known[n] { return found }
    let sum = value(n - 1) + value(n - 2)
    known[n] = sum  // heap: [Int: Int] growth
    return sum
  }
  return value
}

@inline(never)
func permutations(_ count: Int) -> Int {
  var used = Array(repeating: false, count: count)  // heap: [Bool] library-call
  var found = 0
  func place(_ depth: Int) {
    if depth == count {
      found += 1
      return
    }
    for k in 0..<count where !used[k] {
      used[k] = true  // heap: [Bool] copy-on-write !
      place(depth + 1)
      used[k] = false  // heap: [Bool] copy-on-write !
    }
  }
  place(0)
  return found
}

@inline(never)
func composed(_ steps: [(Int) -> Int]) -> (Int) -> Int {
  steps.reduce({ $0 }) { outer, inner in  // heap: closure captured; heap: closure returned
    { inner(outer($0)) }  // heap: closure captured|loop-carried
  }
}

@main
enum Recursions {
  static func main() {
    precondition(factorial(6) == 720 && fibonacci()(30) == 832_040 && permutations(4) == 24)
    precondition(composed([{ $0 + 1 }, { $0 * 5 }])(3) == 20)
  }
}
