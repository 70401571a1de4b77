// A copy of a struct is another value. Its array is shared until one of the two writes, and then it is not: chapter 3.

struct Board {
  var cells = [0, 0, 0]
}

func play(_ board: inout Board) {
  board.cells[1] = 1
}

func savedAndPlayed() -> (saved: Board, played: Board) {
  var board = Board()
  let saved = board
  play(&board)
  return (saved, board)
}

// check: leave what stands below as it is
let boards = savedAndPlayed()
print("before:", boards.saved.cells[1])  // Prints "before: 0"
print("after:", boards.played.cells[1])  // Prints "after: 1"
