// exercise: 18.2
// title: Churn, not growth
// minutes: 10
// fails: prints "one page of memory: false"
// hint: Nothing of it is in use at the end. Which column of the profile shows it?
// hint: An array that is appended to grows step by step, and each step is a new block. Can it know how long it will be?
//
// The profile of what is in use does not show this function, and the one of
// what was allocated shows little else. Let a page cost one page of memory.

import Probe

func render(_ body: [UInt8]) -> [UInt8] {
  var page: [UInt8] = []
  for _ in 0..<16 { page.append(contentsOf: body) }
  return page
}

// check: leave what stands below as it is
func check() {
  let body = [UInt8](repeating: 32, count: 4096)
  var page: [UInt8] = []
  let cost = allocations { page = render(body) }
  precondition(page.count == 65_536)
  let once = cost.bytes < 80_000
  print("one page of memory:", once)  // Prints "one page of memory: true"
}
check()
