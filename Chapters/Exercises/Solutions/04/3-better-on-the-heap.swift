// The elements of an array are on the heap, where copies can share them until one is changed: a hundred boards, five
// buffers. What stands in the frame or in another value cannot be shared, only copied.

import Probe

struct Board {
  var cells = [UInt8](repeating: 0, count: 4096)
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
