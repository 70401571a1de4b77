// exercise: 4.4
// title: Before the compiler
// minutes: 10
// runs: optimized
// fails: prints "right: false"
// hint: For each function ask: can anything reach the object after the return? Is its size known? Does it fit?
// hint: In two of the five the optimizer finds that nothing can. In one of these the object is gone; in the other it
//   stands in the frame.
// hint: The function that is not inlined returns its object, so it is one. A title of 15 bytes is in the string itself, one
//   of 16 is not.
//
// Five functions. Write down how many allocations one call of each takes,
// then run. Change your five numbers, and nothing else.

import Probe

let predictions = [0, 0, 0, 0, 0]

final class Node {
  var value: Int
  init(_ value: Int) { self.value = value }
}

@inline(never) func fresh(_ n: Int) -> Node { Node(n) }
func seen(_ n: Int) -> Node { Node(n) }

@inline(never) func first(_ n: Int) -> Int { fresh(n).value }
@inline(never) func second(_ n: Int) -> Int { seen(n).value }
@inline(never) func third(_ n: Int) -> Int {
  let nodes = [Node(n), Node(n + 1)]
  return nodes[n & 1].value
}
@inline(never) func fourth(_ n: Int) -> String { "title number \(n)" }
@inline(never) func fifth(_ n: Int) -> () -> Int {
  var sum = n, calls = 0
  return {
    sum += n
    calls += 1
    return sum / calls
  }
}

// check: leave what stands below as it is
func measure() {
  var result = 0
  let counts = [
    allocations { result += first(7) }.count,
    allocations { result += second(7) }.count,
    allocations { result += third(7) }.count,
    allocations { result += fourth(700).utf8.count }.count,
    allocations { result += fifth(7)() }.count,
  ]
  print("right:", counts == predictions)  // Prints "right: true"
}
measure()
