// Between two allocations nothing but a frame's slot keeps an object alive. The pair itself is made last, and nothing is
// allocated between it and the two stores, so it needs no slot.

import Collectors

func number(_ value: Int32, _ heap: MarkSweep) throws -> Ref {
  // Whoever allocates may collect; here we need not wait for it.
  heap.collect()
  let object = try heap.allocate(refs: 0, bytes: 8)
  heap.setInt(value, in: object)
  return object
}

func pair(_ first: Int32, _ second: Int32, _ heap: MarkSweep) throws -> Ref {
  try heap.withFrame(2) { frame in
    frame[0] = try number(first, heap)
    frame[1] = try number(second, heap)
    let pair = try heap.allocate(refs: 2, bytes: 0)
    heap.store(frame[0], in: pair, at: 0)
    heap.store(frame[1], in: pair, at: 1)
    return pair
  }
}

// check: leave what stands below as it is
func check() throws {
  guard let heap = MarkSweep(bytes: 1 << 18, floor: 4096, blockBytes: 512) else { return }
  defer { heap.close() }
  var whole = 0
  for index: Int32 in 0..<2000 {
    let pair = try pair(index, -index - 1, heap)
    let (left, right) = (heap.load(pair, 0), heap.load(pair, 1))
    if left != pair, right != pair, heap.int(left) == index, heap.int(right) == -index - 1 { whole += 1 }
  }
  print("whole:", whole == 2000 ? "every pair" : "some pairs only")  // Prints "whole: every pair"
}
try check()
