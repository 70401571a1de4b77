// Each end gives its time to one name and takes it from the span around it, so that the sums add up to the time that passed.

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
      if let around = open.last { times[around.name, default: 0] -= time - span.start }
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
