// The cycle keeps what could be reached when it began. So an object that dies one moment after that costs its memory for a whole
// cycle, and how much floats depends on how long cycles take.

import Collectors

/// Lets go of the object that the frame's first object refers to, and begins a cycle.
func drop(_ heap: MarkSweep, _ frame: Frame) {
  heap.step()
  heap.store(.null, in: frame[0], at: 0)
}

// check: leave what stands below as it is
func check() throws {
  guard let heap = MarkSweep(bytes: 1 << 20, floor: 1 << 20) else { return }
  defer { heap.close() }
  let frame = heap.keep(1)
  frame[0] = try heap.allocate(refs: 1, bytes: 0)
  heap.store(try heap.allocate(refs: 0, bytes: 8), in: frame[0], at: 0)
  let weak = heap.makeWeak(heap.load(frame[0], 0))
  drop(heap, frame)
  while heap.isMarking { heap.step() }
  print("after the cycle:", heap.load(weak).isNull ? "gone" : "there")  // Prints "after the cycle: there"
  heap.collect()
  print("after the next:", heap.load(weak).isNull ? "gone" : "there")  // Prints "after the next: gone"
}
try check()
