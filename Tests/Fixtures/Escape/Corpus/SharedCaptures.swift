// Variables captured by several closures, by value, by reference and unowned.

struct Controls {
  let up: () -> Void
  let read: () -> Int
}

@inline(never)
func controls(_ start: Int) -> Controls {
  var value = start  // heap: Int captured
  return Controls(up: { value += 1 }, read: { value })
}

final class Timer {
  var fired = 0
  var action: (() -> Void)?

  @inline(never)
  func prepare(_ step: Int) {
    action = { [unowned self] in  // heap: closure stored-field
      fired += step
    }
  }
}

@inline(never)
func snapshot(_ value: Int) -> () -> Int {
  var value = value
  let read = { [value] in value }  // heap: closure returned
  value += 1
  return read
}

@inline(never)
func makeTimer() -> Timer {
  Timer()  // heap: Timer returned
}

@inline(never)
func escaping(_ values: [Int], _ body: (Int) -> Bool) -> Int {
  withoutActuallyEscaping(body) { kept in  // heap: closure optimizer-limit
    values.lazy.filter(kept).count
  }
}

@main
enum SharedCaptures {
  static func main() {
    let set = controls(4)
    set.up()
    precondition(set.read() == 5)
    let timer = makeTimer()
    timer.prepare(3)
    timer.action?()
    precondition(timer.fired == 3)
    precondition(snapshot(8)() == 8)
    precondition(escaping([1, 2, 3]) { $0 > 1 } == 2)
  }
}
