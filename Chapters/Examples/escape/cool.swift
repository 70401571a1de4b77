protocol Ranged {
  var value: Double { get }
  var limit: Double { get }
}
struct Reading: Ranged { var value: Double, limit: Double, time: Int, sensor: Int }
struct OutOfRange: Error { var excess: Double }

@inline(never) func checked(_ item: some Ranged) throws(OutOfRange) -> Double {
  if item.value > item.limit { throw OutOfRange(excess: item.value - item.limit) }
  return item.value
}
func total(_ readings: [Reading]) -> Double {
  var sum = 0.0
  for reading in readings {
    sum += (try? checked(reading)) ?? 0
  }
  return sum
}
