// A task group that splits work, and a continuation that a task resumes.

struct Chunk {
  let low: Int
  let high: Int
}

struct Refused: Error {
  let code: Int
  init(_ code: Int) { self.code = code }
}

@inline(never)
func work(_ chunk: Chunk) async -> Int {
  var sum = 0
  for k in chunk.low..<chunk.high { sum += k }
  return sum
}

@inline(never)
func total(_ chunks: [Chunk]) async -> Int {
  await withTaskGroup(of: Int.self) { group in  // heap: library library-call
    for chunk in chunks {
      group.addTask { await work(chunk) }  // heap: closure captured|passed-escaping; heap: Task task-object
    }
    var sum = 0
    for await part in group { sum += part }
    return sum
  }
}

@inline(never)
func answer(_ n: Int) async throws -> Int {
  try await withUnsafeThrowingContinuation { waiting in
    if n > 0 {
      waiting.resume(returning: n)
    } else {
      waiting.resume(throwing: Refused(n))  // heap: Refused thrown|stored-field; heap: any Error thrown
    }
  }
}

@main
enum TaskGroups {
  static func main() async throws {
    let chunks = [Chunk(low: 0, high: 10), Chunk(low: 10, high: 20)]
    let sum = await total(chunks)
    precondition(sum == 190)
    let five = try await answer(5)
    var code = 0
    do { _ = try await answer(-3) } catch let refused as Refused { code = refused.code }
    precondition(five == 5 && code == -3)
  }
}
