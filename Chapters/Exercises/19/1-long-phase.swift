// exercise: 19.1
// title: The long phase
// minutes: 15
// fails: prints "collector: compact 7000"
// fails: prints "collector: mark 11400"
// fails: prints "parse 460"
// fails: prints "remember 18700"
// fails: prints "request 19250"
// fails: prints "longest: request"
// hint: A span's own time is what it took, less what the spans directly inside of it took.
// hint: When a span ends, its time belongs to its own name, and is taken from the name of the one around it.
//
// One thread's spans, as they stand in a trace: beginnings with a name, ends
// without. `ownTimes` counts an inner span again in each one around it, so that the
// outermost always looks longest. Say how many microseconds each name has for
// itself.

enum Event {
  case begin(String, at: Int)
  case end(at: Int)
}

func ownTimes(_ events: [Event]) -> [String: Int] {
  var times: [String: Int] = [:]
  var open: [(name: String, start: Int)] = []
  for event in events {
    switch event {
    case .begin(let name, let time): open.append((name, time))
    case .end(let time):
      let span = open.removeLast()
      times[span.name, default: 0] += time - span.start
    }
  }
  return times
}

// check: leave what stands below as it is
let trace: [Event] = [
  .begin("request", at: 100),
  .begin("parse", at: 110), .end(at: 350),
  .begin("remember", at: 360), .end(at: 480),
  .end(at: 500),
  .begin("request", at: 600),
  .begin("parse", at: 610), .end(at: 830),
  .begin("remember", at: 840),
  .begin("collector: mark", at: 900), .end(at: 12_300),
  .begin("collector: compact", at: 12_310), .end(at: 19_310),
  .end(at: 19_420),
  .end(at: 19_450),
]
let times = ownTimes(trace)
for name in times.keys.sorted() { print(name, times[name] ?? 0) }
// Prints "collector: compact 7000"
// Prints "collector: mark 11400"
// Prints "parse 460"
// Prints "remember 300"
// Prints "request 90"
print("longest:", times.max { $0.value < $1.value }?.key ?? "none")  // Prints "longest: collector: mark"
