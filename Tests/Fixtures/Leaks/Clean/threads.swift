// Workers with a queue, all joined.
import Glibc

final class Queue: @unchecked Sendable {
  private var mutex = pthread_mutex_t()
  private var items = Array(0..<1000)
  private(set) var sum = 0
  init() { pthread_mutex_init(&mutex, nil) }
  deinit { pthread_mutex_destroy(&mutex) }
  func take() -> Bool {
    pthread_mutex_lock(&mutex)
    defer { pthread_mutex_unlock(&mutex) }
    guard let item = items.popLast() else { return false }
    sum += item
    return true
  }
}

@inline(never) func work() -> Int {
  let queue = Queue()
  var threads: [pthread_t] = []
  for _ in 0..<8 {
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { raw in
        let queue = Unmanaged<Queue>.fromOpaque(raw!).takeRetainedValue()
        while queue.take() {}
        return nil
      }, Unmanaged.passRetained(queue).toOpaque())
    threads.append(thread)
  }
  for thread in threads { pthread_join(thread, nil) }
  return queue.sum
}
print(work())
