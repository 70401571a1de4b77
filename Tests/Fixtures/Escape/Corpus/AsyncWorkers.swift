// Structured and unstructured work: async let, detached tasks, and a stored handle.

final class Cancelled: Error {
  let after: Int
  init(_ after: Int) { self.after = after }
}

final class Worker: @unchecked Sendable {
  private var running: Task<Int, any Error>?

  @inline(never)
  func start(_ n: Int) {
    running = Task {  // heap: Task task-object; heap: closure captured|passed-escaping
      try await step(n)
    }
  }

  func result() async throws -> Int { try await running?.value ?? 0 }
}

@inline(never)
func step(_ n: Int) async throws -> Int {
  if n > 5 {
    throw Cancelled(n)  // heap: Cancelled thrown; heap: Cancelled thrown|stored-field
  }
  await Task.yield()
  return n * 2
}

@inline(never)
func both(_ a: Int, _ b: Int) async throws -> Int {
  async let first = step(a)
  async let second = step(b)
  return try await first + second
}

@inline(never)
func worker() -> Worker {
  Worker()  // heap: Worker returned
}

@main
enum AsyncWorkers {
  static func main() async throws {
    let worker = worker()
    worker.start(4)
    let result = try await worker.result()
    let sum = try await both(1, 2)
    precondition(result == 8 && sum == 6)
    var after = 0
    do { _ = try await both(1, 9) } catch let error as Cancelled { after = error.after }
    precondition(after == 9)
  }
}
