// A generic container that refers to itself.
final class Cell<Value> {
  var value: Value
  weak var observer: Cell<Value>?
  init(_ value: Value) { self.value = value }
}

@inline(never) func observe() {
  let cell = Cell("text")
  cell.observer = cell
  print(cell.observer!.value)
}
observe()
