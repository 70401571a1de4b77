// A weak reference lets the screen go, and would leave its closure in the list: a hundred that do nothing, called at every price.

final class Feed {
  private var listeners: [Int: (Int) -> Void] = [:]
  private var added = 0
  var count: Int { listeners.count }

  func add(_ listener: @escaping (Int) -> Void) -> Int {
    added += 1
    listeners[added] = listener
    return added
  }

  func remove(_ number: Int) { listeners[number] = nil }

  func publish(_ price: Int) { for listener in listeners.values { listener(price) } }
}

final class Screen {
  nonisolated(unsafe) static var alive = 0
  let feed: Feed
  var shown = 0
  private var number = 0

  init(_ feed: Feed) {
    self.feed = feed
    Screen.alive += 1
    number = feed.add { [weak self] price in self?.shown = price }
  }

  deinit {
    feed.remove(number)
    Screen.alive -= 1
  }
}

// check: leave what stands below as it is
func check() {
  let feed = Feed()
  for _ in 0..<100 { _ = Screen(feed) }
  print("screens", Screen.alive)  // Prints "screens 0"
  print("listeners", feed.count)  // Prints "listeners 0"
  let screen = Screen(feed)
  feed.publish(7)
  print("shown", screen.shown)  // Prints "shown 7"
}
check()
