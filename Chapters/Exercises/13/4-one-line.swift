// exercise: 13.4
// title: One line of gctrace
// minutes: 15
// fails: prints "stopped for 0.0 ms"
// fails: prints "0 MB made while marking"
// fails: prints "0 % garbage, goal 0 MB"
// hint: The three times of `clock` are: a stop, marking beside the program, a stop.
// hint: The three sizes are: when the cycle began, when it ended, and what of it was live.
//
// The line was printed by Go 1.27.3 with GODEBUG=gctrace=1. Read from it how long
// the program stood, how much it made while the marker ran, and how many in a
// hundred of the heap at the end were garbage.

import Foundation

struct Cycle {
  var stopped = 0.0, made = 0, garbage = 0, goal = 0

  init(_ line: String) {
  }
}

// check: leave what stands below as it is
let line = """
  gc 84 @0.233s 11%: 0.33+2.0+0.006 ms clock, 0.67+0.87/0.065/0+0.012 ms cpu, 9->10->5 MB, 10 MB goal, \
  0 MB stacks, 0 MB globals, 2 P
  """
let cycle = Cycle(line)
print("stopped for", cycle.stopped, "ms")  // Prints "stopped for 0.336 ms"
print(cycle.made, "MB made while marking")  // Prints "1 MB made while marking"
print(cycle.garbage, "% garbage, goal", cycle.goal, "MB")  // Prints "50 % garbage, goal 10 MB"
