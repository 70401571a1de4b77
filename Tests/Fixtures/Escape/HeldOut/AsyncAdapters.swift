// Asynchronous sequences of our own: a countdown, and an adapter that transforms any other one.

struct Countdown: AsyncSequence, AsyncIteratorProtocol {
  var left: Int
  func makeAsyncIterator() -> Countdown { self }

  mutating func next() async -> Int? {
    guard left > 0 else { return nil }
    left -= 1
    await Task.yield()
    return left
  }
}

struct Transformed<Base: AsyncSequence, Output>: AsyncSequence {
  let base: Base
  let change: @Sendable (Base.Element) async -> Output

  struct AsyncIterator: AsyncIteratorProtocol {
    var base: Base.AsyncIterator
    let change: @Sendable (Base.Element) async -> Output

    mutating func next() async throws -> Output? {
      guard let element = try await base.next() else { return nil }
      return await change(element)
    }
  }

  func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(base: base.makeAsyncIterator(), change: change)
  }
}

extension AsyncSequence {
  func transformed<Output>(
    _ change: @escaping @Sendable (Element) async -> Output
  ) -> Transformed<Self, Output> {
    Transformed(base: self, change: change)
  }
}

@inline(never)
func scaled(by factor: Int, plus offset: Int) -> Transformed<Countdown, Int> {
  Countdown(left: 5).transformed { $0 * factor + offset }  // heap: closure returned
}

@inline(never)
func collected(_ numbers: Transformed<Countdown, Int>) async throws -> [Int] {
  var all: [Int] = []
  for try await number in numbers { all.append(number) }  // heap: [Int] growth
  return all
}

@main
enum AsyncAdapters {
  static func main() async throws {
    let all = try await collected(scaled(by: 3, plus: 1))
    precondition(all == [13, 10, 7, 4, 1])
  }
}
