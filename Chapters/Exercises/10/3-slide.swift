// exercise: 10.3
// title: Slide, and tell the others
// minutes: 15
// fails: prints "a:[] c:[a] e:[e]"
// fails: prints "x:[?] y:[y]"
// hint: References are numbers of places, and the places change. Two passes are needed: which is the first?
// hint: A living object's new place is the number of living ones before it. Compute all of them before anything moves.
//
// `compacted` slides the living together, and they refer to whoever stands now
// where somebody stood before. Compute the new places first.

struct Object {
  let name: String
  var refers: [Int]
  let isLive: Bool
}

/// The living, in their order, with references to their new places.
func compacted(_ heap: [Object]) -> [Object] {
  heap.filter(\.isLive)
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
