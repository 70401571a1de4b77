// `current` was the second owner. Asked of the property itself, the question makes none. A write to a shared board still
// allocates twice, for the storage and for its cells.

final class Storage {
  var cells: [Int]
  init(_ cells: [Int]) { self.cells = cells }
}

struct Board {
  private var storage = Storage(Array(repeating: 0, count: 1000))

  subscript(index: Int) -> Int {
    get { storage.cells[index] }
    set {
      if !isKnownUniquelyReferenced(&storage) {
        storage = Storage(storage.cells)
      }
      storage.cells[index] = newValue
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
