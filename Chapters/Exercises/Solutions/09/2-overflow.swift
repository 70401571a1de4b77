// The marks are a second to-do list that is already there. It costs a walk over the heap to read it, so it is read only when
// something was dropped. Go's and Java's markers chain more pieces instead, and keep this as nobody's first choice.

/// `refers[object]` is what an object refers to. Returns which objects are marked.
func marked(_ refers: [[Int]], from root: Int, room: Int) -> [Bool] {
  var marks = refers.map { _ in false }
  var stack: [Int] = []
  var hasOverflowed = false
  func shade(_ object: Int) {
    if marks[object] { return }
    marks[object] = true
    if stack.count < room { stack.append(object) } else { hasOverflowed = true }
  }
  func drain() {
    while let object = stack.popLast() {
      for child in refers[object] { shade(child) }
    }
  }
  shade(root)
  drain()
  while hasOverflowed {
    hasOverflowed = false
    for object in refers.indices where marks[object] {
      for child in refers[object] { shade(child) }
      drain()
    }
  }
  return marks
}

// check: leave what stands below as it is
func show(_ name: String, _ refers: [[Int]]) {
  let found = marked(refers, from: 0, room: 4).filter { $0 }.count
  print("\(name): \(found) of \(refers.count)")
}
show("chain", (0..<8).map { $0 < 7 ? [$0 + 1] : [] })  // Prints "chain: 8 of 8"
// One refers to six, and each of five of those to one more.
let fan = [[1, 2, 3, 4, 5, 6]] + (1...6).map { $0 < 6 ? [$0 + 6] : [] } + Array(repeating: [], count: 5)
show("fan", fan)  // Prints "fan: 12 of 12"
let tree = (0..<40).map { node in node < 13 ? (1...3).map { node * 3 + $0 } : [] }
show("tree", tree)  // Prints "tree: 40 of 40"
