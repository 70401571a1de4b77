// swift-format-ignore-file
// Signals that wait in continuations until somebody gives way.

actor Signal {
  private var waiting: [CheckedContinuation<Int, Never>] = []

  func wait() async -> Int {
    await withCheckedContinuation { waiting.append($0) }  // heap: [CheckedContinuation<Int, Never>] growth; heap: library library-call
  }

  func clear(_ value: Int) -> Int {
    let count = waiting.count
    for one in waiting { one.resume(returning: value) }
    waiting.removeAll()
    return count
  }
}

@main
enum Signals {
  static func main() async {
    let signal = Signal()  // heap: Signal captured|passed-escaping
    let train = Task { await signal.wait() }  // heap: closure captured|passed-escaping; heap: Task task-object
    var passed = 0
    while passed == 0 {
      passed = await signal.clear(7)
      await Task.yield()
    }
    let value = await train.value
    precondition(value == 7)
  }
}
