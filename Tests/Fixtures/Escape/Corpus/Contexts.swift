// Local functions and closures: which need a context, and which are called directly.

@inline(never)
func visit(_ n: Int, _ each: (Int) -> Void) {
  for k in 0..<n { each(k) }
}

@inline(never)
func nested(_ n: Int) -> Int {
  var total = 0
  func add(_ k: Int) { total += k }
  visit(n, add)
  return total
}

@inline(never)
func fibonacci(_ n: Int) -> Int {
  var memo = [0: 0, 1: 1]  // heap: [Int: Int] library-call
  func f(_ k: Int) -> Int {
    if let known = memo[k] { return known }
    let value = f(k - 1) + f(k - 2)
    memo[k] = value  // heap: [Int: Int] growth
    return value
  }
  return f(n)
}

@inline(never)
func select(_ flag: Bool, _ a: Int, _ b: Int) -> () -> Int {
  if flag {
    return { a + b }  // heap: closure returned
  }
  return { flag ? 0 : a - b }  // heap: closure returned !
}

struct Button {
  var onTap: (() -> Void)?
}

@inline(never)
func wire(_ button: inout Button, _ log: Counter, _ step: Int) {
  button.onTap = {  // heap: closure stored-argument
    log.count += step
  }
}

final class Counter {
  var count = 0
}

@main
enum Contexts {
  static func main() {
    precondition(nested(4) == 6)
    precondition(fibonacci(20) == 6765)
    precondition(select(true, 2, 3)() == 5)
    var button = Button()
    let counter = Counter()  // stack: Counter
    wire(&button, counter, 4)
    button.onTap?()
    precondition(counter.count == 4)
  }
}
