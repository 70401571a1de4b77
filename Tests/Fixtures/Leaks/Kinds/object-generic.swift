// A generic container that refers to itself.
final class Cell<Value> {
  var value: Value
  var observer: Cell<Value>?
  init(_ value: Value) { self.value = value }
}

@inline(never) func observe() {
  let cell = Cell("text")  // leak: cycle
  cell.observer = cell
  print(cell.observer!.value)
}
observe()
