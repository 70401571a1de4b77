// An empty queue says that nothing waits, and nothing about what is in somebody's hands. Parallel markers therefore count who is
// at work, and a worker leaves that count only when it has given back all that it found.

struct Marking {
  var queue = [0]
  /// What each worker has in its hands; nil for nothing.
  var hands: [Int?] = [nil, nil]

  var isFinished: Bool { queue.isEmpty && hands.allSatisfy { $0 == nil } }
}

// check: leave what stands below as it is
/// Lets the workers take turns: one takes, and in its next turn it puts back what it found.
func marked(_ refers: [[Int]]) -> Int {
  var marking = Marking()
  var marks = refers.map { _ in false }
  marks[0] = true
  var turn = 0
  while true {
    if let object = marking.hands[turn] {
      for child in refers[object] where !marks[child] {
        marks[child] = true
        marking.queue.append(child)
      }
      marking.hands[turn] = nil
    } else if let object = marking.queue.popLast() {
      marking.hands[turn] = object
    }
    // Both look once a round, after the first.
    turn = 1 - turn
    if turn == 0, marking.isFinished { return marks.filter { $0 }.count }
  }
}
let wide: [[Int]] =
  [[1, 2, 3, 4]] + (0..<4).map { branch in (0..<4).map { 5 + branch * 4 + $0 } }
  + Array(repeating: [], count: 16)
print("wide: \(marked(wide)) of 21")  // Prints "wide: 21 of 21"
let list = (0..<10).map { $0 < 9 ? [$0 + 1] : [] }
print("narrow: \(marked(list)) of 10")  // Prints "narrow: 10 of 10"
