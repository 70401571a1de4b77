// The queue keeps the closure until it has run, the closure keeps the upload, and then both go. There never was a cycle:
// the upload does not refer to the queue.

final class Queue {
  private var work: [() -> Void] = []
  func later(_ step: @escaping () -> Void) { work.append(step) }
  func run() {
    let steps = work
    work = []
    for step in steps { step() }
  }
}

final class Upload {
  let data: String
  init(_ data: String) { self.data = data }

  func start(on queue: Queue, server: Server) {
    queue.later { server.received.append(self.data) }
  }
}

final class Server { var received: [String] = [] }

// check: leave what stands below as it is
func started(_ queue: Queue, _ server: Server) -> () -> Bool {
  let upload = Upload("a letter")
  upload.start(on: queue, server: server)
  weak let left = upload
  return { left == nil }
}

func check() {
  let queue = Queue(), server = Server()
  let isGone = started(queue, server)
  queue.run()
  print("arrived:", server.received.first ?? "nothing")  // Prints "arrived: a letter"
  print("the upload:", isGone() ? "gone" : "kept")  // Prints "the upload: gone"
}
check()
