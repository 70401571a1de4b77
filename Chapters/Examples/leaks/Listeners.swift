// Whoever wants to know when the price changes adds a closure. Nobody takes one away.
final class Feed {
  var listeners: [(Int) -> Void] = []
  func publish(_ price: Int) { for listener in listeners { listener(price) } }
}

final class Screen {
  var shown = 0
  let pixels = [UInt8](repeating: 0, count: 1000)
  func show(_ feed: Feed) { feed.listeners.append { price in self.shown = price } }
}

nonisolated(unsafe) let feed = Feed()

func leakRound() {
  for _ in 0..<10 { Screen().show(feed) }
  feed.publish(7)
}
