// Closures and what they capture: one box is its own context, two captures need a context.

@inline(never)
func counter() -> () -> Int {
  var count = 0  // heap: Int captured
  return {
    count += 1
    return count
  }
}

@inline(never)
func stepper(by step: Int) -> () -> Int {
  var count = 0  // heap: Int captured
  return {  // heap: closure returned
    count += step
    return count
  }
}

@inline(never)
func adder(_ a: Int, _ b: Int) -> (Int) -> Int {
  { $0 + a * b }  // heap: closure returned
}

@inline(never)
func repeatTwice(_ body: () -> Void) {
  body()
  body()
}

@inline(never)
func local() -> Int {
  var total = 0
  repeatTwice { total += 3 }
  return total
}

@main
enum Counters {
  static func main() {
    let next = counter()
    _ = next()
    let byFive = stepper(by: 5)
    _ = byFive()
    precondition(next() == 2)
    precondition(byFive() == 10)
    precondition(adder(2, 3)(4) == 10)
    precondition(local() == 6)
  }
}
