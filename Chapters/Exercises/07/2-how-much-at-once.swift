// exercise: 7.2
// title: How much at once
// minutes: 15
// fails: prints "pairs: 1 at once, 1 per mille of the requests go to the shelf, 1 wait at most"
// fails: prints "waves: 1 at once, 991 per mille of the requests go to the shelf, 2 wait at most"
// hint: Measure: run the work with each batch, and look at the visits.
// hint: Twice as many at once halve the visits of waves, and double what waits.
//
// How many blocks should a thread take from the shared shelf, or give back, at
// once? Find the smallest batch, a power of two to 64, with which at most 40 of
// a thousand requests go to the shelf.

/// A thread's stock of free blocks, beside a shelf that all threads share.
struct Stock {
  let batch: Int
  private(set) var blocks = 0
  private(set) var visits = 0
  private(set) var most = 0

  init(batch: Int) { self.batch = batch }

  mutating func allocate() {
    if blocks == 0 {
      blocks = batch
      visits += 1
    }
    blocks -= 1
  }

  mutating func free() {
    blocks += 1
    most = max(most, blocks)
    if blocks == 2 * batch {
      blocks = batch
      visits += 1
    }
  }

  /// Runs requests: true allocates.
  static func run(_ work: [Bool], batch: Int) -> Stock {
    var stock = Stock(batch: batch)
    for isAllocation in work {
      if isAllocation { stock.allocate() } else { stock.free() }
    }
    return stock
  }
}

func batch(for work: [Bool]) -> Int {
  1
}

// check: leave what stands below as it is
func report(_ name: String, _ work: [Bool]) {
  let chosen = batch(for: work)
  let stock = Stock.run(work, batch: chosen)
  let share = stock.visits * 1000 / work.count
  print(
    "\(name): \(chosen) at once,",
    "\(share) per mille of the requests go to the shelf, \(stock.most) wait at most")
}
report("pairs", (0..<1000).map { $0 % 2 == 0 })
// Prints "pairs: 1 at once, 1 per mille of the requests go to the shelf, 1 wait at most"
report("waves", (0..<1000).map { $0 / 100 % 2 == 0 })
// Prints "waves: 32 at once, 31 per mille of the requests go to the shelf, 64 wait at most"
