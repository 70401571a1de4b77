// Both sets of names, because what is in one only has changed most.

struct Row: Hashable {
  var count: Int
  var bytes: Int
}

func changes(from before: [String: Row], to after: [String: Row]) -> [String: Row] {
  var changes: [String: Row] = [:]
  for name in Set(before.keys).union(after.keys) {
    let old = before[name] ?? Row(count: 0, bytes: 0)
    let new = after[name] ?? Row(count: 0, bytes: 0)
    if old != new { changes[name] = Row(count: new.count - old.count, bytes: new.bytes - old.bytes) }
  }
  return changes
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
