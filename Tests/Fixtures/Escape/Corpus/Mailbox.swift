// An actor that queues closures, and runs them later.

actor Mailbox {
  private var pending: [@Sendable (Int) -> Int] = []
  private var waiters: [CheckedContinuation<Int, Never>] = []

  var isAwaited: Bool { !waiters.isEmpty }

  func post(_ message: @escaping @Sendable (Int) -> Int) {
    pending.append(message)  // heap: [@Sendable (Int) -> Int] growth; heap: closure stored-field
  }

  func drain(_ seed: Int) -> Int {
    let result = pending.reduce(seed) { value, message in message(value) }
    pending.removeAll()
    for waiter in waiters { waiter.resume(returning: result) }
    waiters.removeAll()
    return result
  }

  func next() async -> Int {
    await withCheckedContinuation { waiter in  // heap: library library-call
      waiters.append(waiter)  // heap: [CheckedContinuation<Int, Never>] growth
    }
  }
}

@inline(never)
func send(_ mailbox: Mailbox, _ a: Int, _ b: Int) async {
  await mailbox.post { $0 * a + b }  // heap: closure dynamic-dispatch
}

@main
enum MailboxProgram {
  static func main() async {
    let mailbox = Mailbox()  // heap: Mailbox captured|passed-escaping
    await send(mailbox, 2, 1)
    await send(mailbox, 3, 0)
    let waiting = Task {  // heap: closure captured|passed-escaping; heap: Task task-object
      await mailbox.next()
    }
    while await !mailbox.isAwaited { await Task.yield() }
    let result = await mailbox.drain(5)
    let got = await waiting.value
    precondition(result == 33 && got == 33)
  }
}
