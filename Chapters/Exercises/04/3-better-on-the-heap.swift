// exercise: 4.3
// title: Better on the heap
// minutes: 15
// runs: optimized
// fails: prints "boards: 100"
// fails: prints "0 1"
// fails: prints "under 64 KiB: false"
// hint: How many different boards are there among the hundred?
// hint: An InlineArray is a part of every copy. Which collection lets copies share their elements until one is changed?
// hint: var cells = [UInt8](repeating: 0, count: 4096)
//
// A game keeps its board after every move, so that moves can be taken back.
// The board is a struct of 4,096 bytes without any allocation of its own, and
// only every 25th move changes it. Keep all hundred boards in less than 64 KiB.

import Probe

struct Board {
  var cells = InlineArray<4096, UInt8>(repeating: 0)
}

// check: leave what stands below as it is
func measure() {
  var board = Board()
  var history: [Board] = []
  let cost = allocations {
    history.reserveCapacity(100)
    for move in 1...100 {
      if move % 25 == 0 { board.cells[move] = 1 }
      history.append(board)
    }
  }
  print("boards:", history.count)  // Prints "boards: 100"
  print(history[23].cells[25], history[24].cells[25])  // Prints "0 1"
  print("under 64 KiB:", cost.bytes < 65536)  // Prints "under 64 KiB: true"
}
measure()
