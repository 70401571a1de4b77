// The same failure thrown untyped (a boxed error) and typed (returned in place).

enum ParseFailure: Error {
  case empty
  case badDigit(Character)
}

struct RangeFailure: Error {
  let value: Int
  let limit: Int
}

@inline(never)
func digit(_ c: Character) throws -> Int {
  guard let d = c.wholeNumberValue else { throw ParseFailure.badDigit(c) }  // heap: ParseFailure thrown
  return d
}

@inline(never)
func bounded(_ value: Int, _ limit: Int) throws -> Int {
  if value > limit {
    throw RangeFailure(value: value, limit: limit)  // heap: RangeFailure thrown
  }
  return value
}

@inline(never)
func typed(_ value: Int, _ limit: Int) throws(RangeFailure) -> Int {
  if value > limit {
    throw RangeFailure(value: value, limit: limit)
  }
  return value
}

@inline(never)
func makeError(_ value: Int) -> any Error {
  RangeFailure(value: value, limit: 0)  // heap: RangeFailure returned
}

@main
enum ErrorKinds {
  static func main() {
    var failures = 0
    do { _ = try digit("x") } catch { failures += 1 }
    do { _ = try bounded(9, 5) } catch { failures += 1 }
    do { _ = try typed(9, 5) } catch { failures += error.value - error.limit }
    if let range = makeError(7) as? RangeFailure { failures += range.value }
    precondition(failures == 2 + 4 + 7)
  }
}
