// first: `fresh` is not inlined, so it has to return an object that outlives it. second: inlined, and the object is gone.
// third: promoted, array and all. fourth: 16 bytes do not fit into a string. fifth: two boxes, for two variables that are
// changed, and the closure's context, which refers to both.

import Probe

let predictions = [1, 0, 0, 1, 3]

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
