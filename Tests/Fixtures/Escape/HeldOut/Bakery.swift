// swift-format-ignore-file
// An actor with async calls and a task group over it.
actor Oven {
  private var loaves: [Int] = []
  private var log: [String: Int] = [:]
  let capacity: Int
  init(capacity: Int) { self.capacity = capacity }

  func bake(_ grams: Int, for customer: String) -> Bool {
    guard loaves.count < capacity else { return false }
    loaves.append(grams)  // heap: [Int] growth
    log[customer, default: 0] += grams  // heap: [String: Int] growth
    return true
  }

  func empty() -> [Int] {
    defer { loaves.removeAll() }
    return loaves.sorted()  // heap: [Int] library-call; heap: [Range<Int>] library-call !
  }
}

final class Order: Sendable {
  let customer: String
  let grams: Int
  init(_ customer: String, _ grams: Int) {
    self.customer = customer
    self.grams = grams
  }
}

func serve(_ order: Order, _ oven: Oven) async -> Int {
  await oven.bake(order.grams, for: order.customer) ? order.grams : 0
}

func day(_ orders: [Order], _ oven: Oven) async -> Int {
  await withTaskGroup(of: Int.self) { group in  // heap: library library-call
    for order in orders {
      group.addTask { await serve(order, oven) }  // heap: closure captured|passed-escaping; heap: Task task-object
    }
    return await group.reduce(0, +)
  }
}

@main
struct Bakery {
  static func main() async {
    let oven = Oven(capacity: 2)  // heap: Oven captured|passed-escaping
    let orders = [Order("Jo", 500), Order("Al", 500), Order("Jo", 500)]  // heap: Order captured|passed-escaping; stack: [AnyObject]
    let sold = await day(orders, oven)
    precondition(sold == 1000)
    async let rest = oven.empty()
    let count = await rest.count
    precondition(count == 2)
  }
}
