// exercise: 9.2
// title: A stack that is too small
// minutes: 15
// fails: prints "chain: 8 of 8"
// fails: prints "fan: 11 of 12"
// fails: prints "tree: 37 of 40"
// hint: What is marked and not on the stack is lost, unless somebody looks for it. Where could one look?
// hint: Remember that something did not fit. When the stack is empty, go over all objects: a marked one that refers to an unmarked one
//   is work that was dropped.
//
// Memory is short when one collects, so this marker has a stack of four. What does
// not fit is marked and forgotten, and what it refers to stays white. Mark
// everything that can be reached, with no larger stack.

/// `refers[object]` is what an object refers to. Returns which objects are marked.
func marked(_ refers: [[Int]], from root: Int, room: Int) -> [Bool] {
  var marks = refers.map { _ in false }
  var stack: [Int] = []
  func shade(_ object: Int) {
    if marks[object] { return }
    marks[object] = true
    if stack.count < room { stack.append(object) }
  }
  shade(root)
  while let object = stack.popLast() {
    for child in refers[object] { shade(child) }
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
