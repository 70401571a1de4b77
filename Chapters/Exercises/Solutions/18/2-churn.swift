// An array that knows how long it will be takes its memory once.

import Probe

func render(_ body: [UInt8]) -> [UInt8] {
  var page: [UInt8] = []
  page.reserveCapacity(16 * body.count)
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
