// Generic code that the optimizer leaves generic: its boxes and objects have no known size.

final class Cell<T> {
  var value: T
  init(_ value: T) { self.value = value }
}

protocol Source {
  associatedtype Value
  func read() -> Value
}

struct Constant<Value>: Source {
  let value: Value
  func read() -> Value { value }
}

@inline(never)
@_semantics("optimize.sil.specialize.generic.never")
func hold<T>(_ value: T) -> Cell<T> {
  Cell(value)  // heap: Cell<T> returned|unspecialized
}

@inline(never)
@_semantics("optimize.sil.specialize.generic.never")
func reader<S: Source>(_ source: S) -> () -> S.Value {
  { source.read() }  // heap: closure returned
}

@inline(never)
@_semantics("optimize.sil.specialize.generic.never")
func pair<T>(_ value: T) -> [T] {
  [value, value]  // heap: [T] returned|unspecialized
}

@inline(never)
@_semantics("optimize.sil.specialize.generic.never")
func erase<T>(_ value: T) -> Any {
  value  // heap: T unspecialized|too-big-for-inline !
}

@main
enum Unspecialized {
  static func main() {
    precondition(hold(4).value == 4)
    precondition(reader(Constant(value: 6))() == 6)
    precondition(pair(3).count == 2)
    precondition(erase(8) as? Int == 8)
  }
}
