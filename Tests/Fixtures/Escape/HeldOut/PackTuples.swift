// Parameter packs: a function over any number of values, and a value that stores them.

protocol Measured {
  var measure: Int { get }
}

extension Int: Measured { var measure: Int { self } }
extension String: Measured { var measure: Int { utf8.count } }

final class Weight: Measured {
  let measure: Int
  init(_ measure: Int) { self.measure = measure }
}

@inline(never)
func sum<each Value: Measured>(_ value: repeat each Value) -> Int {
  var total = 0
  for item in repeat each value { total += item.measure }
  return total
}

@inline(never)
func measures<each Value: Measured>(_ value: repeat each Value) -> [Int] {
  var all: [Int] = []
  repeat all.append((each value).measure)  // heap: [Int] growth
  return all
}

struct Later<each Value> {
  let value: (repeat each Value)

  func with<Result>(_ body: (repeat each Value) -> Result) -> Result {
    body(repeat each value)
  }
}

@inline(never)
func product(_ a: Int, _ b: Int) -> Int {
  Later(value: (a, b)).with { $0 * $1 }
}

@main
enum PackTuples {
  static func main() {
    precondition(sum(3, "four", Weight(5)) == 12)  // heap: Weight optimizer-limit|passed-escaping
    let all = measures(1, "two", Weight(8))  // heap: Weight optimizer-limit|passed-escaping
    precondition(all == [1, 3, 8] && product(6, 7) == 42)
  }
}
