// exercise: 12.4
// title: Keep it afloat
// minutes: 5
// fails: prints "after the cycle: gone"
// fails: prints "after the next: gone"
// hint: What is garbage when the cycle begins is found in it. When must the object become garbage to be kept once more?
// hint: `heap.step()` begins the cycle. Let go after that.
//
// Floating garbage is what dies while a cycle runs and is kept until the next.
// `drop` lets go of the object in the frame, and one cycle later it is gone. Choose
// the moment for which it floats.

import Collectors

/// Lets go of the object that the frame's first object refers to, and begins a cycle.
func drop(_ heap: MarkSweep, _ frame: Frame) {
  heap.store(.null, in: frame[0], at: 0)
  heap.step()
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
