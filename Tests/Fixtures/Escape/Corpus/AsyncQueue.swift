// An asynchronous stream between a producer task and its consumer.

@inline(never)
func numbers(_ limit: Int) -> AsyncStream<Int> {
  AsyncStream { continuation in  // heap: library library-call
    for k in 0..<limit { continuation.yield(k) }  // heap: library library-call
    continuation.finish()
  }
}

@inline(never)
func fed(_ limit: Int) -> (AsyncStream<Int>, Task<Void, Never>) {
  let (stream, continuation) = AsyncStream.makeStream(of: Int.self)  // heap: library library-call
  let feeder = Task {  // heap: closure captured|passed-escaping; heap: Task task-object
    for k in 0..<limit { continuation.yield(k * k) }  // heap: library library-call
    continuation.finish()
  }
  return (stream, feeder)
}

@main
enum AsyncQueue {
  static func main() async {
    var sum = 0
    for await n in numbers(5) { sum += n }
    let (squares, feeder) = fed(4)
    for await n in squares { sum += n }
    await feeder.value
    precondition(sum == 10 + 14)
  }
}
