// A count of the living before each object is all that sliding needs to know, so the new places need not be written into the
// objects. The collector of this chapter has them as an offset for each 64 words and a count of bits.

struct Object {
  let name: String
  var refers: [Int]
  let isLive: Bool
}

/// The living, in their order, with references to their new places.
func compacted(_ heap: [Object]) -> [Object] {
  var places: [Int] = []
  var free = 0
  for object in heap {
    places.append(free)
    if object.isLive { free += 1 }
  }
  var living = heap.filter(\.isLive)
  for index in living.indices { living[index].refers = living[index].refers.map { places[$0] } }
  return living
}

// check: leave what stands below as it is
func show(_ heap: [Object]) {
  let living = compacted(heap)
  let words = living.map { object in
    let names = object.refers.map { $0 < living.count ? living[$0].name : "?" }
    return "\(object.name):[\(names.joined(separator: " "))]"
  }
  print(words.joined(separator: " "))
}
show([
  Object(name: "a", refers: [], isLive: true), Object(name: "b", refers: [0], isLive: false),
  Object(name: "c", refers: [0], isLive: true), Object(name: "d", refers: [], isLive: false),
  Object(name: "e", refers: [2], isLive: true),
])  // Prints "a:[] c:[a] e:[c]"
show([
  Object(name: "w", refers: [], isLive: false), Object(name: "x", refers: [2], isLive: true),
  Object(name: "y", refers: [1], isLive: true),
])  // Prints "x:[y] y:[x]"
