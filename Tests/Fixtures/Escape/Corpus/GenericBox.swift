// Generic containers, specialized at their uses.

private final class Box<Value> {
  var value: Value
  init(_ value: Value) { self.value = value }
}

private struct Lazy<Value> {
  private let make: () -> Value
  private let cached = Box<Value?>(nil)  // heap: Box<Optional<Int>> returned

  init(_ make: @escaping () -> Value) { self.make = make }

  func get() -> Value {
    if let value = cached.value { return value }
    let value = make()
    cached.value = value
    return value
  }
}

@inline(never)
private func boxed(_ n: Int) -> Box<Int> {
  Box(n)  // heap: Box<Int> returned
}

@inline(never)
private func labeled(_ s: String) -> Box<(String, Int)> {
  Box((s, s.utf8.count))  // heap: Box<(String, Int)> returned
}

@inline(never)
private func lazily(_ n: Int) -> Lazy<Int> {
  Lazy { n * n }  // heap: closure returned
}

@main
enum GenericBox {
  static func main() {
    let box = boxed(3)
    let label = labeled("four")
    let nine = lazily(3)
    precondition(nine.get() == 9 && nine.get() == 9)
    precondition(box.value + label.value.1 == 7)
  }
}
