// exercise: 14.4
// title: Proof by two snapshots
// minutes: 15
// fails: prints "Answer +0 count, +0 bytes"
// fails: prints "New +0 count, +0 bytes"
// fails: prints "Session +0 count, +0 bytes"
// fails: prints "in all +0 bytes"
// hint: Walk over the second snapshot and look each row up in the first. Which rows does that never see?
// hint: What is gone has a negative difference. It is no growth, but it belongs to the sum.
//
// Two snapshots of one heap, each with a count and bytes for a type.
// Say for each type that is in either what has changed, and leave out what has not.

struct Row: Hashable {
  var count: Int
  var bytes: Int
}

func changes(from before: [String: Row], to after: [String: Row]) -> [String: Row] {
  after.mapValues { _ in Row(count: 0, bytes: 0) }
}

// check: leave what stands below as it is
func check() {
  let before = ["Session": Row(count: 10, bytes: 480), "Answer": Row(count: 100, bytes: 2400), "Old": Row(count: 1, bytes: 16)]
  let after = ["Session": Row(count: 60, bytes: 2880), "Answer": Row(count: 100, bytes: 2400), "New": Row(count: 2, bytes: 64)]
  let found = changes(from: before, to: after)
  func sign(_ number: Int) -> String { number < 0 ? "\(number)" : "+\(number)" }
  for (name, row) in found.sorted(by: { $0.key < $1.key }) {
    print(name, sign(row.count), "count,", sign(row.bytes), "bytes")
  }
  // Prints "New +2 count, +64 bytes"
  // Prints "Old -1 count, -16 bytes"
  // Prints "Session +50 count, +2400 bytes"
  print("in all", sign(found.values.reduce(0) { $0 + $1.bytes }), "bytes")  // Prints "in all +2448 bytes"
}
check()
