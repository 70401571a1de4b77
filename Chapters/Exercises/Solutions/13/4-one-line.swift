// Two of the three times are pauses, and the one in the middle is not. What was made meanwhile is in the second size, so a
// marker that is slow shows there first.

import Foundation

struct Cycle {
  var stopped = 0.0, made = 0, garbage = 0, goal = 0

  init(_ line: String) {
    let parts = line.split(separator: " ")
    for (index, part) in parts.enumerated() where index > 0 {
      let before = String(parts[index - 1])
      if part == "ms", index + 1 < parts.count, parts[index + 1] == "clock," {
        let times = before.split(separator: "+").compactMap { Double($0) }
        stopped = times[0] + times[2]
      } else if part == "MB,", before.contains("->") {
        let sizes = before.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
        made = sizes[1] - sizes[0]
        garbage = (sizes[1] - sizes[2]) * 100 / sizes[1]
      } else if part == "MB", index + 1 < parts.count, parts[index + 1] == "goal," {
        goal = Int(before) ?? 0
      }
    }
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
