// Objects that never leave their function: promoted, or gone altogether.

final class Accumulator {
  var sum = 0
  var count = 0

  @inline(never)
  func add(_ value: Int) {
    sum += value
    count += 1
  }
}

final class Pair {
  let a: Int
  let b: Int
  init(_ a: Int, _ b: Int) {
    self.a = a
    self.b = b
  }
}

@inline(never)
func mean(_ values: [Int]) -> Int {
  let acc = Accumulator()  // stack: Accumulator
  for value in values { acc.add(value) }
  return acc.sum / acc.count
}

@inline(never)
func product(_ a: Int, _ b: Int) -> Int {
  let pair = Pair(a, b)
  return pair.a * pair.b
}

@inline(never)
func weigh(_ pair: Pair) -> Int {
  pair.a * 10 + pair.b
}

@inline(never)
func weighed(_ a: Int, _ b: Int) -> Int {
  let pair = Pair(a, b)  // stack: Pair
  return weigh(pair)
}

@main
enum LocalObjects {
  static func main() {
    precondition(mean([1, 2, 3, 6]) == 3)
    precondition(product(3, 4) == 12)
    precondition(weighed(3, 4) == 34)
  }
}
