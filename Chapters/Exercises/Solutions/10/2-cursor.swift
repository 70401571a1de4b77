// A place inside of an object is the object and a distance. The collector keeps the first up to date, in a slot that it knows;
// the second never changes. Go gives pointers into the middle of objects, and does not move objects.

import Collectors

struct Cursor {
  let heap: Semispace
  let frame: Frame
  var index = 0

  /// For the array in the frame's first slot.
  init(_ heap: Semispace, _ frame: Frame) {
    self.heap = heap
    self.frame = frame
  }

  mutating func next() -> Int32 {
    index += 1
    return heap.int(frame[0], at: index - 1)
  }
}

// check: leave what stands below as it is
func check() throws {
  guard let heap = Semispace(bytes: 1 << 16, floor: 1 << 16) else { return }
  defer { heap.close() }
  let frame = heap.keep(1)
  func sum(collecting: Bool) throws -> Int32 {
    // Garbage before the array, so that it does not come back to where it was.
    _ = try heap.allocate(refs: 0, bytes: 200)
    frame[0] = try heap.allocate(refs: 0, bytes: 40)
    for index in 0..<10 { heap.setInt(Int32(index), in: frame[0], at: index) }
    var cursor = Cursor(heap, frame)
    var sum: Int32 = 0
    for index in 0..<10 {
      if collecting, index == 5 {
        heap.collect()
        heap.collect()
        // What is made next stands where the array stood.
        for _ in 0..<100 { _ = try heap.allocate(refs: 0, bytes: 40) }
      }
      sum &+= cursor.next()
    }
    return sum
  }
  print("before:", try sum(collecting: false))  // Prints "before: 45"
  print("after:", try sum(collecting: true) == 45 ? "45" : "not 45")  // Prints "after: 45"
}
try check()
