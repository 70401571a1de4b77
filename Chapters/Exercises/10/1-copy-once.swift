// exercise: 10.1
// title: Forward twice, copy once
// minutes: 15
// fails: prints "diamond: 5 copies"
// fails: prints "ring: no room"
// hint: Two refer to the bottom of the diamond. How could the second of them know that it has been copied?
// hint: Leave the new place in the old object, and look there before copying.
//
// `copied` copies what can be reached from object 0 and rewrites the references. It
// works for trees. A diamond comes out with five objects, and a ring does not come
// out at all. Repair it.

struct Object {
  var refers: [Int]
  var forwarded: Int?
}

/// What can be reached from object 0, copied; nil when `room` objects are not enough.
func copied(_ heap: [Object], room: Int) -> [Object]? {
  var from = heap
  var to: [Object] = []
  var scan = 0

  func forward(_ object: Int) -> Int {
    to.append(Object(refers: from[object].refers))
    return to.count - 1
  }

  _ = forward(0)
  while scan < to.count {
    if to.count > room { return nil }
    to[scan].refers = to[scan].refers.map(forward)
    scan += 1
  }
  from = []
  return to
}

// check: leave what stands below as it is
func show(_ name: String, _ refers: [[Int]]) {
  let result = copied(refers.map { Object(refers: $0) }, room: 10)
  print("\(name):", result.map { "\($0.count) copies" } ?? "no room")
}
show("diamond", [[1, 2], [3], [3], []])  // Prints "diamond: 4 copies"
show("ring", [[1], [2], [0]])  // Prints "ring: 3 copies"
