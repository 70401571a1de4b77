// The task reads a stream through self, and self keeps the task.
final class Ticker: @unchecked Sendable {
  var task: Task<Void, Never>?
  var seen = 0
  let stream = AsyncStream<Int>.makeStream()
  func start() {
    task = Task { for await value in self.stream.stream { self.seen += value } }
  }
  func stop() { stream.continuation.finish() }
}

@inline(never) func watch() async {
  let ticker = Ticker()
  ticker.start()
  ticker.stream.continuation.yield(1)
  try? await Task.sleep(for: .milliseconds(20))
  ticker.stop()
  print(ticker.seen)
}
await watch()
try? await Task.sleep(for: .milliseconds(20))
