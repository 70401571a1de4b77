// exercise: 5.3
// title: Neighbors
// minutes: 15
// fails: prints "one: 0..<4"
// fails: prints "apart: 0..<4 8..<12"
// fails: prints "between: 0..<4 4..<8 8..<12"
// fails: prints "before: 0..<4 4..<8 8..<12 20..<30 30..<40"
// fails: prints "wanted, 12 pages: none"
// hint: There are four cases: no neighbor, one before, one after, both.
// hint: With the runs in order only two can be neighbors of a new one, the last that begins before it and the next.
//
// A page heap keeps the free runs of pages in order. A run that comes back is
// entered, and nothing else is done, so that the list grows and a long request
// finds nothing. Join it with its neighbors.

struct FreeRuns {
  /// In order, and none touches another.
  private(set) var runs: [Range<Int>] = []

  mutating func give(_ run: Range<Int>) {
    let place = runs.firstIndex { $0.lowerBound > run.lowerBound } ?? runs.count
    runs.insert(run, at: place)
  }

  func first(of pages: Int) -> Range<Int>? { runs.first { $0.count >= pages } }
}

// check: leave what stands below as it is
func check() {
  var free = FreeRuns()
  func show(_ what: String) {
    print(what, free.runs.map { "\($0)" }.joined(separator: " "))
  }
  free.give(0..<4)
  show("one:")  // Prints "one: 0..<4"
  free.give(8..<12)
  show("apart:")  // Prints "apart: 0..<4 8..<12"
  free.give(4..<8)
  show("between:")  // Prints "between: 0..<12"
  free.give(30..<40)
  free.give(20..<30)
  show("before:")  // Prints "before: 0..<12 20..<40"
  let found = free.first(of: 12).map { "\($0)" } ?? "none"
  print("wanted, 12 pages:", found)  // Prints "wanted, 12 pages: 0..<12"
}
check()
