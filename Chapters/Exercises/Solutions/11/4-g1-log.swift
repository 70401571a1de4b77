// Sizes before and after a young collection differ by what died young, so the log is a lifetime curve with one point a
// collection. The line `Concurrent Mark Cycle` is no pause: it ran beside the program.

import Foundation

struct Summary {
  var pauses = 0, longest = 0.0, freed = 0
}

func summary(_ log: String) -> Summary {
  var result = Summary()
  for line in log.split(separator: "\n") where line.contains("Pause ") {
    let parts = line.split(separator: " ")
    guard let last = parts.last, let time = Double(last.dropLast(2)) else { continue }
    result.pauses += 1
    result.longest = max(result.longest, time)
    guard line.contains("Pause Young"), let sizes = parts.last(where: { $0.contains("->") }) else { continue }
    let numbers = sizes.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
    result.freed += numbers[0] - numbers[1]
  }
  return result
}

// check: leave what stands below as it is
let log = """
  [0.005s][info][gc] Using G1
  [0.067s][info][gc] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 6M->1M(64M) 1.386ms
  [0.090s][info][gc] GC(1) Pause Young (Normal) (G1 Evacuation Pause) 26M->1M(64M) 1.329ms
  [0.114s][info][gc] GC(2) Pause Young (Normal) (G1 Evacuation Pause) 38M->1M(64M) 1.942ms
  [0.192s][info][gc] GC(11) Pause Young (Normal) (G1 Evacuation Pause) 39M->5M(64M) 0.758ms
  [0.196s][info][gc] GC(12) Pause Full (System.gc()) 15M->5M(24M) 2.961ms
  """
let found = summary(log)
print("\(found.pauses) pauses, longest \(found.longest) ms, \(found.freed) M freed by the young")
// Prints "5 pauses, longest 2.961 ms, 101 M freed by the young"
