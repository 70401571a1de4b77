// exercise: 3.1
// title: A log that copies itself
// minutes: 10
// fails: prints "lines: 2000"
// fails: prints "bytes for each line: too many"
// hint: Who holds the lines between the getter and the setter?
// hint: What does the setter do that a stored property does not do by itself? A didSet that does not mention the old value
//   leaves the property where it is.
//
// `Log` counts how often its lines have changed, and copies all of them each
// time. Let an append be in place, and count as before.

struct Log {
  private var storage: [Int] = []
  private(set) var changes = 0
  var lines: [Int] {
    get { storage }
    set {
      storage = newValue
      changes += 1
    }
  }
}

// check: leave what stands below as it is
import Probe

func check() {
  var log = Log()
  let cost = allocations {
    for line in 0..<2000 { log.lines.append(line) }
  }
  print("lines:", log.lines.count)  // Prints "lines: 2000"
  let isLittle = cost.bytes <= 2000 * 40
  print("bytes for each line:", isLittle ? "at most 40" : "too many")  // Prints "bytes for each line: at most 40"
  precondition(log.changes == 2000, "a change was not counted")
}
check()
