// swift-format-ignore-file
// Streams, unstructured tasks and continuations.
struct Reading: Sendable {
  let station: Int
  let value: Int
}

func stream(_ station: Int, count: Int) -> AsyncStream<Reading> {
  AsyncStream { continuation in  // heap: library library-call
    for k in 0..<count { continuation.yield(Reading(station: station, value: k)) }  // heap: library library-call
    continuation.finish()
  }
}

actor Board {
  private var best: [Int: Reading] = [:]
  private var waiter: CheckedContinuation<Int, Never>?

  func record(_ reading: Reading) {
    if let old = best[reading.station], old.value >= reading.value { return }
    best[reading.station] = reading  // heap: [Int: Reading] growth
    if reading.value == 4, let waiting = waiter {
      waiter = nil
      waiting.resume(returning: reading.station)
    }
  }

  func winner() async -> Int {
    if let done = best.values.first(where: { $0.value == 4 }) { return done.station }
    return await withCheckedContinuation { waiter = $0 }  // heap: library library-call !
  }

  var stations: [Int] { best.keys.sorted() }  // heap: [Int] library-call; heap: [Range<Int>] library-call !
}

func follow(_ station: Int, _ board: Board) -> Task<Int, Never> {
  Task {  // heap: closure captured|passed-escaping; heap: Task task-object
    var seen = 0
    for await reading in stream(station, count: 3 + station) {
      await board.record(reading)
      seen += 1
    }
    return seen
  }
}

@main
struct Main {
  static func main() async {
    let board = Board()  // heap: Board captured|passed-escaping
    let a = follow(1, board)
    let b = follow(2, board)
    let seen = await [a.value, b.value]  // stack: [Int]
    precondition(seen == [4, 5])
    let winner = await board.winner()
    let stations = await board.stations
    precondition(winner == 2 && stations == [1, 2])
  }
}
