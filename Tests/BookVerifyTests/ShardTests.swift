// Dealing a check to shards: every program once, evenly, and the same on every machine.

import BookVerify
import TestSupport
import Testing

@Suite("Shares")
struct SharesTests {
  @Test("every item has one share, and no share exceeds 4/3 of the best possible and one item")
  func balance() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<300 {
      let count = Int.random(in: 1...8, using: &random)
      let items = (0..<Int.random(in: 0...60, using: &random)).map {
        (name: "n\($0)", cost: Double.random(in: 0...10, using: &random))
      }
      let shares = Shard.shares(of: items, count: count)
      #expect(shares.count == items.count && shares.allSatisfy { (1...count).contains($0) })
      let loads = (1...count).map { share in
        zip(items, shares).filter { $1 == share }.reduce(0) { $0 + $1.0.cost }
      }
      // Graham's bound against the two lower bounds of the best: the mean, and the largest item.
      let best = max(items.reduce(0) { $0 + $1.cost } / Double(count), items.map(\.cost).max() ?? 0)
      #expect((loads.max() ?? 0) <= best * 4 / 3 + (items.map(\.cost).max() ?? 0) + 1e-9)
      if items.count >= count, items.allSatisfy({ $0.cost > 0 }) { #expect(loads.allSatisfy { $0 > 0 }) }
    }
  }

  @Test("the order in which items are listed has no say")
  func order() {
    var random = SeededGenerator(seed: 6)
    let items = (0..<50).map { (name: "n\($0)", cost: Double($0 % 4)) }
    let shares = Dictionary(uniqueKeysWithValues: zip(items.map(\.name), Shard.shares(of: items, count: 4)))
    let shuffled = items.shuffled(using: &random)
    let again = Dictionary(
      uniqueKeysWithValues: zip(shuffled.map(\.name), Shard.shares(of: shuffled, count: 4)))
    #expect(shares == again)
  }
}
