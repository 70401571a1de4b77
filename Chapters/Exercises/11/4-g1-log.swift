// exercise: 11.4
// title: Read a log of G1
// minutes: 15
// fails: prints "0 pauses, longest 0.0 ms, 0 M freed by the young"
// hint: A pause's line has `Pause`, two sizes with an arrow between them, and a time with `ms` at its end.
// hint: Split a line by spaces. The part with `->` has the sizes: before it, after it, and the heap's in parentheses.
//
// The lines are from a run of OpenJDK 17.0.15 with -XX:+UseG1GC -Xlog:gc. Say how
// many pauses there were, how long the longest was, and how many M the young
// collections freed together.

import Foundation

struct Summary {
  var pauses = 0, longest = 0.0, freed = 0
}

func summary(_ log: String) -> Summary {
  Summary()
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
