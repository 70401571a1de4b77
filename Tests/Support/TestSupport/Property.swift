// Property: a statement that must hold for every generated value, and the smallest value for which it does not.
// Relies on: SeededGenerator, so that a report's run number and seed give the same value again; Swift Testing.

import Testing

/// Checks a property on generated values; the first that breaks it is shrunk and recorded as an issue.
///
/// - Parameters:
///   - runs: How many values are generated.
///   - seed: Run *n* draws from a generator of its own, seeded by `seed + n`, so that one run can be repeated alone.
///   - generate: Makes a value.
///   - shrink: Smaller values to try in place of one that failed, the boldest first. Each must be smaller by some
///     measure, or shrinking would not end; it is stopped after 10,000 tries in any case.
///   - holds: The property.
/// - Complexity: O(runs) while it holds.
package func checkProperty<Value>(
  runs: Int = 1000, seed: UInt64 = 1, generate: (inout SeededGenerator) -> Value,
  shrink: (Value) -> [Value] = { _ in [] }, holds: (Value) throws -> Bool,
  sourceLocation: SourceLocation = #_sourceLocation
) rethrows {
  for run in 0..<runs {
    var generator = SeededGenerator(seed: seed &+ UInt64(run))
    let value = generate(&generator)
    guard try !holds(value) else { continue }
    let smallest = try smallestFailing(value, shrink: shrink, holds: holds)
    Issue.record(
      "run \(run) of seed \(seed) breaks the property: \(smallest) (at first \(value))",
      sourceLocation: sourceLocation)
    return
  }
}

/// Goes from a failing value to smaller failing ones until none of the next smaller fails.
package func smallestFailing<Value>(
  _ first: Value, shrink: (Value) -> [Value], holds: (Value) throws -> Bool
) rethrows -> Value {
  var smallest = first
  var tries = 0
  shrinking: while true {
    for candidate in shrink(smallest) {
      tries += 1
      guard tries <= 10_000 else { return smallest }
      if try !holds(candidate) {
        smallest = candidate
        continue shrinking
      }
    }
    return smallest
  }
}

/// The list without its halves, then without each of its elements.
package func shorter<Element>(_ list: [Element]) -> [[Element]] {
  guard !list.isEmpty else { return [] }
  let half = list.count / 2
  let halves = half > 0 ? [Array(list[..<half]), Array(list[half...])] : []
  return halves
    + list.indices.map { index in
      var rest = list
      rest.remove(at: index)
      return rest
    }
}
