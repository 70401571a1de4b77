// exercise: 2.2
// title: An upload that gets lost
// minutes: 10
// fails: prints "arrived: nothing"
// fails: prints "the upload: gone"
// hint: A cycle that ends by itself is no leak. How long does the queue keep the closure?
// hint: Who else keeps the upload until the closure has run? If nobody does, the closure has to.
//
// The caller starts an upload and forgets it, and by the time that the queue
// comes to it the upload is gone. Let the data arrive, and nothing be left
// behind afterwards.

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
    queue.later { [weak self] in
      guard let self else { return }
      server.received.append(data)
    }
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
