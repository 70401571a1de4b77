// Type erasure: iterators and sequences behind boxes of the library and of our own.

@inline(never)
func evens(_ limit: Int) -> AnySequence<Int> {
  AnySequence(stride(from: 0, to: limit, by: 2))  // heap: _SequenceBox<StrideTo<Int>> returned|library-call
}

@inline(never)
func countdown(_ from: Int) -> AnyIterator<Int> {
  var n = from  // heap: Int captured
  return AnyIterator {  // heap: _IteratorBox<_ClosureBasedIterator<Int>> returned|library-call
    n -= 1
    return n >= 0 ? n : nil
  }
}

@inline(never)
func powers(_ limit: Int) -> [Int] {
  Array(sequence(first: 1) { $0 * 2 }.prefix { $0 < limit })  // heap: [Int] growth|library-call
}

class AnyBox<Value> {
  func get() -> Value { fatalError("abstract") }
}

final class ConcreteBox<Value>: AnyBox<Value> {
  private let value: Value
  init(_ value: Value) { self.value = value }
  override func get() -> Value { value }
}

@inline(never)
func erased(_ n: Int) -> AnyBox<Int> {
  ConcreteBox(n)  // heap: ConcreteBox<Int> returned
}

@main
enum Erasure {
  static func main() {
    precondition(evens(10).underestimatedCount == 5)
    precondition(countdown(4).reduce(0, +) == 6)
    precondition(powers(100) == [1, 2, 4, 8, 16, 32, 64])
    precondition(erased(6).get() == 6)
  }
}
