// Handlers are added each time a screen opens.
final class Events {
  var handlers: [(Int) -> Void] = []
  func add(_ handler: @escaping (Int) -> Void) { handlers.append(handler) }
  func fire(_ value: Int) { for handler in handlers { handler(value) } }
}
final class Screen { var last = 0; var sum = 0 }
nonisolated(unsafe) let events = Events()

func leakRound() {
  let screen = Screen()
  let factor = screen.sum + 2
  events.add { screen.last = $0 * factor }
  events.fire(3)
  events.handlers.removeLast()
}
