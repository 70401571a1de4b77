// The forwarding address is written into the old object because that is where everybody who refers to it will look. Copying it
// twice would not only cost room: two that shared an object would share it no more.

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
    if let place = from[object].forwarded { return place }
    to.append(Object(refers: from[object].refers))
    from[object].forwarded = to.count - 1
    return to.count - 1
  }

  _ = forward(0)
  while scan < to.count {
    if to.count > room { return nil }
    to[scan].refers = to[scan].refers.map(forward)
    scan += 1
  }
  return to
}

// check: leave what stands below as it is
func show(_ name: String, _ refers: [[Int]]) {
  let result = copied(refers.map { Object(refers: $0) }, room: 10)
  print("\(name):", result.map { "\($0.count) copies" } ?? "no room")
}
show("diamond", [[1, 2], [3], [3], []])  // Prints "diamond: 4 copies"
show("ring", [[1], [2], [0]])  // Prints "ring: 3 copies"
