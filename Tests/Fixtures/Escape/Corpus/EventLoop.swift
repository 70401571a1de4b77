// A loop with timers: closures in a sorted queue, and a cancellable handle.

final class Handle {
  fileprivate(set) var isCancelled = false
  func cancel() { isCancelled = true }
}

struct Event {
  let time: Int
  let handle: Handle
  let action: () -> Void
}

struct Loop {
  private var events: [Event] = []
  private(set) var now = 0

  @inline(never)
  mutating func after(_ delay: Int, _ action: @escaping () -> Void) -> Handle {
    let handle = Handle()  // heap: Handle returned
    let event = Event(time: now + delay, handle: handle, action: action)
    let index = events.firstIndex { $0.time > event.time } ?? events.count
    events.insert(event, at: index)  // heap: [Event] growth
    return handle
  }

  @inline(never)
  mutating func run() {
    while !events.isEmpty {
      let event = events.removeFirst()  // heap: [Event] copy-on-write !
      now = event.time
      if !event.handle.isCancelled { event.action() }
    }
  }
}

final class Trace {
  var order: [Int] = []
  @inline(never)
  func add(_ n: Int) {
    order.append(n)  // heap: [Int] growth
  }
}

@inline(never)
func plan(_ loop: inout Loop, _ trace: Trace, _ ids: [Int]) -> Handle? {
  var last: Handle?
  for id in ids {
    last = loop.after(10 - id) {  // heap: closure captured|passed-escaping|stored-argument
      trace.add(id)
    }
  }
  return last
}

@main
enum EventLoop {
  static func main() {
    var loop = Loop()
    let trace = Trace()  // heap: Trace passed-escaping
    let last = plan(&loop, trace, [1, 2, 3])
    last?.cancel()
    loop.run()
    precondition(trace.order == [2, 1] && loop.now == 9)
  }
}
