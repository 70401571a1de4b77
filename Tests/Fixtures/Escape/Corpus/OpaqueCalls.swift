// Objects and closures given to functions of the library whose bodies the compiler does not see.

final class Report {
  let lines: Int
  init(_ lines: Int) { self.lines = lines }
}

@inline(never)
func described(_ lines: Int) -> String {
  let report = Report(lines)  // heap: Report passed-opaque
  return String(describing: report)  // heap: String library-call
}

@inline(never)
func hashed(_ lines: Int) -> AnyHashable {
  AnyHashable(lines)
}

@inline(never)
func onEnd(_ lines: Int, _ count: Int) -> AsyncStream<Int> {
  let (stream, continuation) = AsyncStream.makeStream(of: Int.self)  // heap: library library-call
  continuation.onTermination = { _ in  // heap: closure passed-opaque
    ended = lines + count
  }
  continuation.finish()
  return stream
}

nonisolated(unsafe) var ended = 0

@main
enum OpaqueCalls {
  static func main() async {
    precondition(described(3) == "OpaqueCalls.Report")
    precondition(hashed(3) == AnyHashable(3))
    for await _ in onEnd(3, 4) {}
    precondition(ended == 7)
  }
}
