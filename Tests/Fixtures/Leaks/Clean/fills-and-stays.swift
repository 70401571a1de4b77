// A ring of the last 32 events: it fills in the first rounds and then stays.
struct Ring {
  private var events: [String] = []
  private var next = 0
  mutating func add(_ event: String) {
    if events.count < 32 { events.append(event) } else { events[next] = event }
    next = (next + 1) % 32
  }
  var count: Int { events.count }
}
nonisolated(unsafe) var ring = Ring()
nonisolated(unsafe) var turn = 0

func leakRound() {
  for _ in 0..<12 {
    turn += 1
    ring.add("event number \(turn) of this program")
  }
}
