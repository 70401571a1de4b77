// Lines: text that is split, counted by word in a dictionary and sorted, by each of N threads. Usage: lines THREADS
import Foundation

func text(_ seed: Int) -> String {
  var state = UInt32(truncatingIfNeeded: seed)
  var lines = ""
  for _ in 0..<4000 {
    for _ in 0..<8 {
      state = state &* 1_664_525 &+ 1_013_904_223
      lines += "a-rather-long-word-\(state >> 22) "
    }
    lines += "\n"
  }
  return lines
}

func work() -> Int {
  var sum = 0
  for round in 0..<6 {
    var counts: [String: [Int]] = [:]
    for (number, line) in text(round).split(separator: "\n").enumerated() {
      for word in line.split(separator: " ") { counts[String(word), default: []].append(number) }
    }
    sum += counts.keys.sorted().prefix(10).reduce(0) { $0 + counts[$1]!.count }
  }
  return sum
}

let threads = Int(CommandLine.arguments[1])!
let group = DispatchGroup()
for _ in 0..<threads {
  group.enter()
  Thread { print(work()); group.leave() }.start()
}
group.wait()
