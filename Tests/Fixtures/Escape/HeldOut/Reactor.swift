// swift-format-ignore-file
// A single-threaded event loop with timers in an intrusive list.
final class Timer {
  let due: Int
  let fire: (Reactor) -> Void
  var next: Timer?
  init(due: Int, fire: @escaping (Reactor) -> Void) {
    self.due = due
    self.fire = fire
  }
}

final class Reactor {
  private(set) var now = 0
  private var first: Timer?
  private var ready: [(Reactor) -> Void] = []
  private(set) var log = ""

  func after(_ delay: Int, _ fire: @escaping (Reactor) -> Void) {
    let timer = Timer(due: now + delay, fire: fire)  // heap: Timer stored-field
    guard var before = first, before.due <= timer.due else {
      timer.next = first
      first = timer
      return
    }
    while let next = before.next, next.due <= timer.due { before = next }
    timer.next = before.next
    before.next = timer
  }

  func every(_ delay: Int, times: Int, _ body: @escaping () -> Void) {
    guard times > 0 else { return }
    after(delay) {  // heap: closure passed-escaping|stored-field
      body()
      $0.every(delay, times: times - 1, body)
    }
  }

  func soon(_ body: @escaping (Reactor) -> Void) { ready.append(body) }  // heap: [(Reactor) -> ()] growth; heap: closure stored-field
  func note(_ text: String) { log += text }  // heap: String growth|library-call !

  func run() {
    while true {
      let batch = ready
      ready = []
      for body in batch { body(self) }
      if !ready.isEmpty { continue }
      guard let timer = first else { return }
      first = timer.next
      now = timer.due
      ready.append(timer.fire)  // heap: [(Reactor) -> ()] growth; heap: closure stored-field
    }
  }
}

@inline(never)
func demo(_ reactor: Reactor, _ word: String) {
  var left = 3  // heap: Int captured
  reactor.every(2, times: 3) { left -= 1 }
  reactor.after(5) { [word] in $0.note(word) }  // heap: closure passed-escaping|stored-field
  reactor.soon { $0.note("go ") }
  reactor.after(9) { $0.note(left == 0 ? "." : "?") }
}

func run() {
  let reactor = Reactor()  // heap: Reactor passed-escaping|dynamic-dispatch
  demo(reactor, "five")
  reactor.run()
  precondition(reactor.now == 9 && reactor.log == "go five.")
}

run()
