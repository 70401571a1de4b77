// traced-program: tasks, spans, counters and allocation, for the event trace's tests; `crash` ends it by a signal.

import Foundation
import Probe

func work(_ turn: Int) -> Int {
  TraceLog.span("work") {
    let numbers = (0..<50_000).map { $0 &* turn }
    return TraceLog.span("sum") { numbers.reduce(0, &+) }
  }
}

TraceLog.mark("begin")
let total = await withTaskGroup(of: Int.self) { group in
  for turn in 0..<20 { group.addTask { work(turn) } }
  var total = 0
  for await part in group {
    total &+= part
    TraceLog.count("parts \"done\"", total)
  }
  return total
}
let task = Task {
  try? await Task.sleep(nanoseconds: 20_000_000)
  return work(7)
}
_ = await task.value
if CommandLine.arguments.contains("crash") { _ = raise(SIGSEGV) }
print(total)
