// A listener of a stream whose writer is gone, without having said that it is done.
final class Writer {
  let continuation: AsyncStream<Int>.Continuation
  init(_ continuation: AsyncStream<Int>.Continuation) { self.continuation = continuation }
}
final class Box: @unchecked Sendable {
  let stream: AsyncStream<Int>
  init(_ stream: AsyncStream<Int>) { self.stream = stream }
}

@inline(never) func listen() {
  let (stream, continuation) = AsyncStream<Int>.makeStream()
  let writer = Writer(continuation)
  let box = Box(stream)
  Task { for await value in box.stream { print(value) } }  // leak: suspended-task
  writer.continuation.yield(3)
}
listen()
try? await Task.sleep(for: .milliseconds(20))
