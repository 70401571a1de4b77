// Scores: grouping with reduce(into:), ordering, exchange of two places, the best few.

struct Score {
  let player: Int
  var points: Int
}

final class Board {
  private(set) var all: [Score]

  @inline(never)
  init(_ points: [Int]) {
    all = points.enumerated().map { Score(player: $0, points: $1) }  // heap: [Score] library-call
  }

  @inline(never)
  func order() {
    all.sort {  // heap: [Score] copy-on-write|library-call !; heap: [Range<Int>] copy-on-write|library-call !
      $0.points > $1.points
    }
  }

  @inline(never)
  func exchange(_ a: Int, _ b: Int) {
    all.swapAt(a, b)  // heap: [Score] copy-on-write !
  }
}

@inline(never)
func best(_ scores: [Score], _ count: Int) -> [Int] {
  let sorted = scores.sorted {  // heap: [Score] library-call; heap: [Range<Int>] library-call !
    $0.points > $1.points
  }
  return sorted.prefix(count).map(\.player)  // heap: [Int] library-call
}

@inline(never)
func byTens(_ scores: [Score]) -> [Int: [Int]] {
  scores.reduce(into: [:]) { groups, score in
    let ten = score.points / 10
    groups[ten, default: []].append(score.player)  // heap: [Int: Array<Int>] growth; heap: [Int] growth
  }
}

@inline(never)
func rotate(_ a: inout Score, _ b: inout Score) {
  swap(&a, &b)
  a.points += 1
}

@inline(never)
func spread(_ points: [Int]) -> Int {
  let board = Board(points)  // heap: Board returned|optimizer-limit
  board.order()
  return board.all[0].points - board.all[points.count - 1].points
}

@main
enum Leaderboard {
  static func main() {
    let board = Board([12, 47, 33, 18])  // heap: Board returned|optimizer-limit
    board.order()
    board.exchange(0, 3)
    precondition(board.all.map(\.points) == [12, 33, 18, 47])  // heap: [Int] library-call
    precondition(best(board.all, 2) == [1, 2] && byTens(board.all)[1]! == [0, 3])
    var a = board.all[0]
    var b = board.all[3]
    rotate(&a, &b)
    precondition(a.points == 48 && b.points == 12 && spread([5, 9, 2]) == 7)
  }
}
