// Answers are remembered. Keys carry a date, so that yesterday's are never asked for again.
final class Answer { let body = [UInt8](repeating: 32, count: 1000) }

nonisolated(unsafe) var cache: [String: Answer] = [:]

func answer(_ key: String) -> Int {
  if let known = cache[key] { return known.body.count }
  let made = Answer()
  cache[key] = made
  return made.body.count
}

nonisolated(unsafe) var day = 0

func leakRound() {
  day += 1
  for request in 0..<100 { _ = answer("\(request % 10) on day \(day)") }
}
