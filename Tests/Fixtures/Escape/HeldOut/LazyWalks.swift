// Lazy and eager walks over numbers: what stays a value, and what becomes an array.

@inline(never)
func firstSquares(above limit: Int) -> Int {
  (1...).lazy.map { $0 * $0 }.first { $0 > limit } ?? 0
}

@inline(never)
func evenSum(_ numbers: [Int]) -> Int {
  numbers.lazy.filter { $0.isMultiple(of: 2) }.map { $0 * 3 }.reduce(0, +)
}

@inline(never)
func kept(_ numbers: [Int], below limit: Int) -> [Int] {
  Array(numbers.lazy.filter { $0 < limit })  // heap: [Int] library-call|growth
}

@inline(never)
func chained(_ numbers: [Int]) -> [Int] {
  numbers.map { $0 + 1 }.filter { $0 % 3 != 0 }  // heap: [Int] library-call
}

@inline(never)
func deferred(_ numbers: [Int], _ factor: Int, _ offset: Int) -> LazyMapSequence<[Int], Int> {
  numbers.lazy.map { $0 * factor + offset }  // heap: closure returned
}

@inline(never)
func pairs(_ names: [String], _ sizes: [Int]) -> [String: Int] {
  zip(names, sizes).reduce(into: [:]) { $0[$1.0] = $1.1 }  // heap: [String: Int] growth
}

@inline(never)
func collatz(_ start: Int) -> Int {
  var steps = 0
  for _ in sequence(first: start, next: { $0 == 1 ? nil : $0 % 2 == 0 ? $0 / 2 : 3 * $0 + 1 }) {
    steps += 1
  }
  return steps
}

@main
enum LazyWalks {
  static func main() {
    let numbers = Array(1...10)  // heap: [Int] library-call
    precondition(firstSquares(above: 50) == 64 && evenSum(numbers) == 90)
    precondition(kept(numbers, below: 4) == [1, 2, 3])
    precondition(chained(numbers) == [2, 4, 5, 7, 8, 10, 11])
    precondition(deferred(numbers, 2, 1).reversed().first == 21)
    precondition(pairs(["a", "b"], [1, 2])["b"] == 2 && collatz(6) == 9)
  }
}
