// exercise: 4.2
// title: Lend the closure
// minutes: 10
// runs: optimized
// fails: prints "found: 100"
// fails: prints "10 searches: 10 allocations"
// hint: Who keeps the closure, and for how long?
// hint: A stored property of a function type always escapes: the struct may be copied and kept. A parameter does not,
//   unless it says @escaping.
// hint: Let the method `count` take the test, and the struct keep only the numbers.
//
// A search keeps its test in a property until it is run, and it is run at
// once. The closure has captured two numbers, so each search costs its context.
// Pass the test in a way that lets it stay in the frame.

import Probe

struct Search {
  let test: (Int) -> Bool

  @inline(never) func count(in numbers: [Int]) -> Int {
    var found = 0
    for number in numbers where test(number) { found += 1 }
    return found
  }
}

@inline(never) func between(_ low: Int, _ high: Int, in numbers: [Int]) -> Int {
  let search = Search { low <= $0 && $0 <= high }
  return search.count(in: numbers)
}

// check: leave what stands below as it is
func measure() {
  let numbers = Array(1...100)
  var found = 0
  let cost = allocations {
    for low in 1...10 { found += between(low, low + 9, in: numbers) }
  }
  print("found:", found)  // Prints "found: 100"
  print("10 searches: \(cost.count) allocations")  // Prints "10 searches: 0 allocations"
}
measure()
