// Weather stations that are made once, and readings that are kept in statics.

final class Station {
  static let shared = Station(7)
  nonisolated(unsafe) static var last: Reading?
  let id: Int
  init(_ id: Int) { self.id = id }
}

final class Reading {
  let degrees: Int
  init(_ degrees: Int) { self.degrees = degrees }
}

@inline(never)
func record(_ degrees: Int) {
  let reading = Reading(degrees)  // heap: Reading stored-global
  if degrees > 0 {
    Station.last = reading
  }
}

@inline(never)
func mean(_ a: Int, _ b: Int) -> Int {
  let first = Reading(a)
  let second = Reading(b)
  return (first.degrees + second.degrees) / 2
}

@main
enum Weather {
  static func main() {
    record(-3)
    record(12)
    precondition(Station.last?.degrees == 12)
    precondition(mean(2, 4) == 3)
    precondition(Station.shared.id == 7)
  }
}
