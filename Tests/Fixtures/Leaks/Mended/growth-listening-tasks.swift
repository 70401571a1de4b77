// A task that listens for each visit; the stream is the application's and never ends.
final class Bus: @unchecked Sendable {
  var listeners: [AsyncStream<Int>.Continuation] = []
}
nonisolated(unsafe) let bus = Bus()

func leakRound() async {
  let (stream, continuation) = AsyncStream<Int>.makeStream()
  bus.listeners.append(continuation)
  Task { for await value in stream where value > 10 { print(value) } }
  for listener in bus.listeners { listener.yield(1) }
  try? await Task.sleep(for: .milliseconds(5))
  bus.listeners.removeLast().finish()
}
