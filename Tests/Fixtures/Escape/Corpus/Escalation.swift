// Errors on their way up: thrown, wrapped, rethrown, and thrown by a closure.

struct NotFound: Error {
  let key: Int
}

struct Wrapped: Error {
  let inner: any Error
  let line: Int
}

final class Crash: Error {
  var frames = 0
}

@inline(never)
func find(_ key: Int) throws -> Int {
  guard key < 3 else {
    throw NotFound(key: key)  // heap: NotFound thrown
  }
  return key * 10
}

@inline(never)
func wrapped(_ key: Int) throws -> Int {
  do {
    return try find(key)
  } catch {
    throw Wrapped(inner: error, line: key)  // heap: Wrapped thrown
  }
}

@inline(never)
func each(_ keys: [Int], _ body: (Int) throws -> Void) rethrows {
  for key in keys { try body(key) }
}

@inline(never)
func total(_ keys: [Int]) throws -> Int {
  var sum = 0
  try each(keys) { key in
    if key < 0 {
      throw NotFound(key: key)  // heap: NotFound thrown
    }
    sum += key
  }
  return sum
}

@inline(never)
func crash(_ n: Int) throws -> Int {
  if n > 0 {
    let crash = Crash()  // heap: Crash thrown|stored-field
    crash.frames = n
    throw crash  // heap: Crash thrown
  }
  return n
}

@main
enum Escalation {
  static func main() {
    precondition((try? wrapped(2)) == 20)
    var seen = 0
    do { _ = try wrapped(5) } catch let error as Wrapped { seen = error.line } catch {}
    precondition(seen == 5)
    precondition((try? total([1, 2])) == 3 && (try? total([1, -2])) == nil)
    do { _ = try crash(4) } catch { seen = (error as? Crash)?.frames ?? 0 }
    precondition(seen == 4)
  }
}
