// exercise: 14.3
// title: The listener that stays
// minutes: 15
// fails: prints "screens 100"
// fails: prints "listeners 100"
// fails: prints "shown 7"
// hint: `[weak self]` lets the screen go. What is then left in the list?
// hint: A screen that ends can say so: whoever added a listener can take it away in `deinit`, if the feed gave it a number.
//
// Screens are made and closed, and the feed keeps all of them.
// Let a screen go when nobody else has it, and take its listener off the feed's list.

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

  init(_ feed: Feed) {
    self.feed = feed
    Screen.alive += 1
    _ = feed.add { price in self.shown = price }
  }

  deinit { Screen.alive -= 1 }
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
