// exercise: 1.6
// title: Copies that nobody forgets
// minutes: 5
// fails: uses class
// forbids: class
// hint: What would `let saved = board` copy here, the cells or the way to them?
// hint: struct or class says what a copy is. A struct that is to be changed by a function is passed with inout.
//
// Every line that keeps a board has to call `copy()`; one will forget it.
// Let the assignment make the copy: solve it without `class`, and without
// `copy()`. Where do the cells of both boards stand afterwards?

final class Board {
  var cells = [0, 0, 0]

  func copy() -> Board {
    let other = Board()
    other.cells = cells
    return other
  }
}

func play(_ board: Board) {
  board.cells[1] = 1
}

func savedAndPlayed() -> (saved: Board, played: Board) {
  let board = Board()
  let saved = board.copy()
  play(board)
  return (saved, board)
}

// check: leave what stands below as it is
let boards = savedAndPlayed()
print("before:", boards.saved.cells[1])  // Prints "before: 0"
print("after:", boards.played.cells[1])  // Prints "after: 1"
