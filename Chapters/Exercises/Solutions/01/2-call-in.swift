// The work goes to the point, instead of the point to the work. `work` does not escape, so what it captures may stay in
// the frame, and so may the point.

import Probe

struct Point { var x = 1.0, y = 2.0 }

func remember(_ work: (inout Point) -> Double) -> Double {
  var point = Point()
  return work(&point)
}

func twice() -> Double {
  remember { point in
    point.x += 1
    point.x += 1
    return point.x
  }
}

// check: leave what stands below as it is
func measure() {
  var x = 0.0
  let cost = allocations { x = twice() }
  print("twice:", x)  // Prints "twice: 3.0"
  print("cost:", cost)  // Prints "cost: no allocation"
}
measure()
