// Property observers and a property wrapper that keeps its observers in a class.

private final class Storage<Value> {
  var value: Value
  var observers: [(Value) -> Void] = []
  init(_ value: Value) { self.value = value }
}

@propertyWrapper
private struct Published<Value> {
  private let storage: Storage<Value>
  init(wrappedValue: Value) {
    storage = Storage(wrappedValue)  // heap: Storage<Int> stored-field
  }
  var wrappedValue: Value {
    get { storage.value }
    nonmutating set {
      storage.value = newValue
      for observer in storage.observers { observer(newValue) }
    }
  }
  var projectedValue: Storage<Value> { storage }
}

private final class Model {
  @Published var name: Int
  var changes = 0 { didSet { last = oldValue } }
  var last = -1

  init(_ name: Int) {
    self.name = name
  }
}

@inline(never)
private func makeModel(_ name: Int) -> Model {
  Model(name)  // heap: Model returned
}

@inline(never)
private func watch(_ model: Model, _ weight: Int) {
  model.$name.observers.append { new in  // heap: [(Int) -> ()] growth; heap: closure stored-field
    model.changes += new * weight
  }
}

@main
enum Observed {
  static func main() {
    let model = makeModel(1)
    watch(model, 2)
    model.name = 5
    precondition(model.changes == 10 && model.last == 0)
    model.$name.observers = []
  }
}
