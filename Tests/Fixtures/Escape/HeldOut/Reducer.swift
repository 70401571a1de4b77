// swift-format-ignore-file
// A store with a reducer: states are values, subscribers see them by key paths, old states are kept to go back.

struct Cart {
  struct Item {
    var name: String
    var price: Int
    var amount = 1
  }

  var items: [Item] = []
  var coupon: String?
  var total: Int { items.reduce(0) { $0 + $1.price * $1.amount } }
}

enum Action {
  case add(Cart.Item)
  case change(name: String, by: Int)
  case redeem(String)
  case undo
}

final class Store<State, Message> {
  private(set) var state: State
  private let reduce: (inout State, Message) -> Void
  private var subscribers: [(State) -> Void] = []

  init(_ state: State, reduce: @escaping (inout State, Message) -> Void) {
    self.state = state
    self.reduce = reduce
  }

  func send(_ message: Message) {
    reduce(&state, message)
    for subscriber in subscribers { subscriber(state) }
  }

  func observe<Value: Equatable>(
    _ path: KeyPath<State, Value>, _ changed: @escaping (Value) -> Void
  ) {
    var last = state[keyPath: path]  // heap: Int captured; heap: Value captured
    subscribers.append { state in  // heap: closure stored-field; heap: [(History<Cart>) -> ()] growth; heap: [(State) -> ()] growth
      let value = state[keyPath: path]
      if value != last { changed(value) }
      last = value
    }
  }
}

struct History<Value> {
  private var past: [Value] = []
  private(set) var present: Value

  init(_ value: Value) { present = value }

  mutating func change(_ body: (inout Value) -> Void) {
    past.append(present)  // heap: [Cart] growth; heap: [Value] growth
    body(&present)
  }

  mutating func undo() {
    if let last = past.popLast() { present = last }  // heap: [Cart] copy-on-write !; heap: [Value] copy-on-write !
  }
}

@inline(never)
func reduce(_ history: inout History<Cart>, _ action: Action) {
  switch action {
  case .add(let item): history.change { $0.items.append(item) }  // heap: [Cart.Item] growth
  case .change(let name, let amount):
    history.change { cart in
      for index in cart.items.indices where cart.items[index].name == name {
        cart.items[index].amount += amount  // heap: [Cart.Item] copy-on-write
      }
    }
  case .redeem(let coupon): history.change { $0.coupon = coupon.uppercased() }  // heap: String library-call
  case .undo: history.undo()
  }
}

@inline(never)
func opened() -> Store<History<Cart>, Action> { Store(History(Cart()), reduce: reduce) }  // heap: Store<History<Cart>, Action> returned

@main
enum Reducer {
  static func main() {
    let store = opened()
    var totals: [Int] = []  // heap: Array<Int> captured
    store.observe(\.present.total) { totals.append($0) }  // heap: [Int] growth
    store.send(.add(Cart.Item(name: "tea", price: 4)))
    store.send(.add(Cart.Item(name: "cup", price: 9)))
    store.send(.change(name: "tea", by: 2))
    store.send(.redeem("a coupon of some length"))
    store.send(.undo)
    store.send(.undo)
    precondition(totals == [4, 13, 21, 13])
  }
}
