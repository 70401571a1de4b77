// A slab with a free list: indices instead of references.

private struct Slot<Value> {
  var value: Value?
  var nextFree: Int
}

private struct Slab<Value> {
  private var slots: [Slot<Value>] = []
  private var free = -1
  private(set) var count = 0

  init(reserving capacity: Int) {
    slots.reserveCapacity(capacity)  // heap: [Slot<Connection>] growth
  }

  mutating func insert(_ value: Value) -> Int {
    count += 1
    if free >= 0 {
      let index = free
      free = slots[index].nextFree
      slots[index].value = value  // heap: [Slot<Connection>] copy-on-write !
      return index
    }
    slots.append(Slot(value: value, nextFree: -1))  // heap: [Slot<Connection>] growth
    return slots.count - 1
  }

  mutating func remove(_ index: Int) -> Value? {
    let value = slots[index].value
    slots[index] = Slot(value: nil, nextFree: free)  // heap: [Slot<Connection>] copy-on-write !
    free = index
    count -= 1
    return value
  }
}

final class Connection {
  let port: Int
  init(_ port: Int) { self.port = port }
}

@inline(never)
private func connect(_ slab: inout Slab<Connection>, _ port: Int) -> Int {
  let connection = Connection(port)  // heap: Connection passed-escaping|stored-argument
  return slab.insert(connection)
}

@main
enum SlabProgram {
  static func main() {
    var slab = Slab<Connection>(reserving: 2)
    let a = connect(&slab, 80)
    let b = connect(&slab, 81)
    precondition(slab.remove(a)?.port == 80)
    let c = connect(&slab, 82)
    let d = connect(&slab, 83)
    precondition(a == c && b == 1 && d == 2 && slab.count == 3)
  }
}
