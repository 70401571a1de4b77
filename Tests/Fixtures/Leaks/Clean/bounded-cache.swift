// A cache with room for 16, and 40 entries a round.
final class Cache {
  private var values: [Int: [UInt8]] = [:]
  private var order: [Int] = []
  func value(_ key: Int) -> [UInt8] {
    if let value = values[key] { return value }
    let value = [UInt8](repeating: UInt8(key % 256), count: 300)
    values[key] = value
    order.append(key)
    if order.count > 16 { values[order.removeFirst()] = nil }
    return value
  }
}
nonisolated(unsafe) let cache = Cache()
nonisolated(unsafe) var next = 0

func leakRound() {
  for _ in 0..<40 {
    next += 1
    precondition(cache.value(next).count == 300)
  }
}
