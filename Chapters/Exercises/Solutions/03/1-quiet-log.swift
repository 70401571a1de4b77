// A stored property is changed where it stands. The observer runs afterwards, and as it does not ask for the old value,
// nobody has to keep that.

struct Log {
  private(set) var changes = 0
  var lines: [Int] = [] {
    didSet { changes += 1 }
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
