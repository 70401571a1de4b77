// swift-format-ignore-file
// Lazy sequences, a custom iterator, and erased sequences.
struct Collatz: Sequence, IteratorProtocol {
  var current: Int
  mutating func next() -> Int? {
    guard current > 1 else { return nil }
    defer { current = current % 2 == 0 ? current / 2 : current * 3 + 1 }
    return current
  }
}

@inline(never)
func peaks(_ start: Int) -> [Int] {
  Collatz(current: start).lazy.filter { $0 > 10 }.map { $0 / 2 }.sorted(by: >)  // heap: [Int] library-call; heap: [Range<Int>] library-call !
}

@inline(never)
func erased(_ start: Int, longer: Bool) -> AnySequence<Int> {
  longer ? AnySequence(Collatz(current: start)) : AnySequence([start])  // heap: _SequenceBox<Collatz> returned|library-call; heap: _SequenceBox<Array<Int>> returned|library-call; heap: [Int] stored-field
}

@inline(never)
func ids(from start: Int) -> AnyIterator<Int> {
  var next = start  // heap: Int captured
  return AnyIterator {  // heap: _IteratorBox<_ClosureBasedIterator<Int>> returned|library-call
    defer { next += 3 }
    return next
  }
}

@inline(never)
func pairs(_ words: [String]) -> [String: Int] {
  Dictionary(zip(words, 1...), uniquingKeysWith: { $0 + $1 })  // heap: [String: Int] library-call|growth
}

@inline(never)
func firstLong(_ words: [String]) -> String? {
  words.lazy.map { $0.uppercased() }.first { $0.utf8.count > 3 }  // heap: String library-call !
}

func run() {
  precondition(peaks(6).first == 8)
  precondition(erased(6, longer: true).reduce(0, +) == 54)  // heap: library library-call
  let numbers = ids(from: 2)
  _ = numbers.next()
  precondition(numbers.next() == 5)
  let words = ["one", "three", "one"]
  precondition(pairs(words)["one"] == 4)
  precondition(firstLong(words) == "THREE")
  let steps = Array(sequence(first: 1) { $0 < 50 ? $0 * 3 : nil })  // heap: [Int] library-call|growth
  precondition(steps.count == 5)
}

run()
