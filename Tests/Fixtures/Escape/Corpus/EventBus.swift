// Observers: handlers are stored in the bus, so their contexts and boxes are on the heap.

final class Bus {
  private var handlers: [(Int) -> Void] = []

  @inline(never)
  func subscribe(_ handler: @escaping (Int) -> Void) {
    handlers.append(handler)  // heap: [(Int) -> ()] growth; heap: closure stored-field
  }

  @inline(never)
  func publish(_ event: Int) {
    for handler in handlers { handler(event) }
  }
}

final class Log {
  var total = 0
}

@inline(never)
func tally(_ bus: Bus, _ scale: Int, into log: Log) {
  bus.subscribe { event in  // heap: closure captured|passed-escaping
    log.total += event * scale
  }
}

@inline(never)
func latest(_ bus: Bus) -> () -> Int {
  var last = -1  // heap: Int captured|passed-escaping
  bus.subscribe { event in
    last = event
  }
  return { last }
}

@main
enum EventBus {
  static func main() {
    let bus = Bus()  // stack: Bus
    let log = Log()  // heap: Log passed-escaping
    tally(bus, 10, into: log)
    let last = latest(bus)
    bus.publish(4)
    bus.publish(5)
    precondition(log.total == 90)
    precondition(last() == 5)
  }
}
