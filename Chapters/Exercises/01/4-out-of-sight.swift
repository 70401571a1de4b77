// exercise: 1.4
// title: Out of the optimizer's sight
// minutes: 20
// runs: optimized
// fails: prints "1.0"
// fails: prints "no allocation"
// hint: What has the optimizer to know of the object to do without it? Who could tell it less?
// hint: Passing it to a function is not enough, as long as the optimizer can see into that function.
// hint: @inline(never) keeps a function from being copied into its caller, and the optimizer still reads its body. Which
//   call is it that cannot be known before the program runs?
//
// With -O the object of `use` is gone: it does not escape, and the optimizer
// can prove it. Make it cost its allocation again, without storing it
// anywhere else than in `node`. What does the optimizer no longer know?

import Probe

final class Node { var x = 1.0, y = 2.0 }

func use() -> Double {
  let node = Node()
  return node.x
}

// check: leave what stands below as it is
func measure() {
  var total = 0.0
  let cost = allocations { total += use() }
  print(total)  // Prints "1.0"
  print(cost)  // Prints "1 allocation, 32 bytes"
}
measure()
