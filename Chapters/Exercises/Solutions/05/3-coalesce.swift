// The neighbor after it is looked at first, so that the place of the one before it stays what it is.

struct FreeRuns {
  /// In order, and none touches another.
  private(set) var runs: [Range<Int>] = []

  mutating func give(_ run: Range<Int>) {
    var run = run
    let place = runs.firstIndex { $0.lowerBound > run.lowerBound } ?? runs.count
    if place < runs.count, runs[place].lowerBound == run.upperBound {
      run = run.lowerBound..<runs.remove(at: place).upperBound
    }
    if place > 0, runs[place - 1].upperBound == run.lowerBound {
      runs[place - 1] = runs[place - 1].lowerBound..<run.upperBound
    } else {
      runs.insert(run, at: place)
    }
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
