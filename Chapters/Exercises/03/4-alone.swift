// exercise: 3.4
// title: Alone, and nobody believes it
// minutes: 15
// fails: prints "alone: 2 allocations"
// fails: prints "shared: 2 allocations"
// fails: prints "saved 1 played 2"
// hint: How many references are there while the question is asked?
// hint: isKnownUniquelyReferenced takes its argument inout, so that asking makes no second reference. A local constant
//   is one.
//
// `Board` copies its cells at each write, also when nobody else has them. Let
// it copy only when it has to, and keep value semantics.

final class Storage {
  var cells: [Int]
  init(_ cells: [Int]) { self.cells = cells }
}

struct Board {
  private var storage = Storage(Array(repeating: 0, count: 1000))

  subscript(index: Int) -> Int {
    get { storage.cells[index] }
    set {
      var current = storage
      if !isKnownUniquelyReferenced(&current) {
        current = Storage(current.cells)
      }
      current.cells[index] = newValue
      storage = current
    }
  }
}

// check: leave what stands below as it is
import Probe

func check() {
  var board = Board()
  let alone = allocations { board[1] = 1 }
  let saved = board
  let shared = allocations { board[1] = 2 }
  print("alone: \(alone.count) allocations")  // Prints "alone: 0 allocations"
  print("shared: \(shared.count) allocations")  // Prints "shared: 2 allocations"
  print("saved", saved[1], "played", board[1])  // Prints "saved 1 played 2"
}
check()
