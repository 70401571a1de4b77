// Pairs need no batch at all: what comes back is what goes out. Waves of a hundred do.

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
  let batches = [1, 2, 4, 8, 16, 32, 64]
  return batches.first { Stock.run(work, batch: $0).visits * 1000 <= 40 * work.count } ?? 64
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
