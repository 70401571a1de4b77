// As a parameter the test does not escape, so its context stands in the frame of `between` while the search runs.

import Probe

struct Search {
  let numbers: [Int]

  @inline(never) func count(where test: (Int) -> Bool) -> Int {
    var found = 0
    for number in numbers where test(number) { found += 1 }
    return found
  }
}

@inline(never) func between(_ low: Int, _ high: Int, in numbers: [Int]) -> Int {
  let search = Search(numbers: numbers)
  return search.count { low <= $0 && $0 <= high }
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
