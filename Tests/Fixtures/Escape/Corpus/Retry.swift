// Typed throws, rethrowing, and an error that keeps its cause.

struct Failure: Error {
  let attempt: Int
  let cause: any Error
}

enum Reason: Error {
  case busy
  case lost(Int)
}

@inline(never)
func attempt(_ n: Int) throws(Reason) -> Int {
  if n < 2 { throw .busy }
  if n > 8 { throw .lost(n) }
  return n
}

@inline(never)
func retry(_ from: Int, _ times: Int) throws(Failure) -> Int {
  var n = from
  while true {
    do {
      return try attempt(n)
    } catch {
      if n - from >= times {
        throw Failure(attempt: n, cause: error)  // heap: Reason thrown
      }
      n += 1
    }
  }
}

@inline(never)
func untyped(_ n: Int) throws -> Int {
  try attempt(n)  // heap: Reason thrown
}

@inline(never)
func guarded<E: Error>(_ n: Int, _ body: (Int) throws(E) -> Int) throws(E) -> Int {
  try body(n) + 1
}

@main
enum Retry {
  static func main() {
    precondition((try? retry(0, 5)) == 2)
    var seen = 0
    do { _ = try retry(9, 2) } catch { seen = error.attempt }
    do { _ = try untyped(0) } catch { seen += 100 }
    precondition(seen == 111)
    do { _ = try guarded(1, attempt) } catch { seen += 1000 }
    precondition(seen == 1111)
  }
}
