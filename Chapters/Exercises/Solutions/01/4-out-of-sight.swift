// Which closure stands in `look` is decided when the program runs, so for the optimizer the call may do anything with
// the object, keep it for instance. It no longer knows that nobody else can reach it.

import Probe

final class Node { var x = 1.0, y = 2.0 }

nonisolated(unsafe) var look: (Node) -> Double = { $0.x }
if CommandLine.argc > 100 { look = { $0.y } }

func use() -> Double {
  let node = Node()
  return look(node)
}

// check: leave what stands below as it is
func measure() {
  var total = 0.0
  let cost = allocations { total += use() }
  print(total)  // Prints "1.0"
  print(cost)  // Prints "1 allocation, 32 bytes"
}
measure()
