// A pool of connections: each is a noncopyable handle that goes back when it ends, waiting callers are queued.

final class Wire {
  let number: Int
  private(set) var sent: [String] = []

  init(_ number: Int) { self.number = number }
  func send(_ text: String) { sent.append(text) }  // heap: [String] growth
}

final class Pool {
  private var idle: [Wire] = []
  private var made = 0
  private let limit: Int
  private(set) var returned = 0

  init(limit: Int) { self.limit = limit }

  @inline(never)
  func take() -> Connection? {
    if let wire = idle.popLast() { return Connection(wire, of: self) }  // heap: [Wire] copy-on-write !
    guard made < limit else { return nil }
    made += 1
    return Connection(Wire(made), of: self)  // heap: Wire returned
  }

  fileprivate func put(_ wire: Wire) {
    returned += 1
    idle.append(wire)  // heap: [Wire] growth
  }
}

struct Connection: ~Copyable {
  private let wire: Wire
  private let pool: Pool

  fileprivate init(_ wire: Wire, of pool: Pool) {
    self.wire = wire
    self.pool = pool
  }

  borrowing func send(_ text: String) -> Int {
    wire.send(text)
    return wire.number
  }

  consuming func transaction<Result>(_ body: (borrowing Connection) throws -> Result) rethrows -> Result {
    try body(self)
  }

  deinit { pool.put(wire) }
}

struct Batch: ~Copyable {
  private var connections: UnsafeMutablePointer<Connection>
  private var count = 0
  private let capacity: Int

  init(capacity: Int) {
    connections = .allocate(capacity: capacity)  // heap: raw explicit
    self.capacity = capacity
  }

  mutating func add(_ connection: consuming Connection) {
    precondition(count < capacity)
    (connections + count).initialize(to: connection)
    count += 1
  }

  borrowing func broadcast(_ text: String) -> Int {
    var sum = 0
    for index in 0..<count { sum += connections[index].send(text) }
    return sum
  }

  deinit {
    connections.deinitialize(count: count)
    connections.deallocate()
  }
}

@inline(never)
func broadcast(_ pool: Pool) -> Int {
  var batch = Batch(capacity: 2)
  while let connection = pool.take() { batch.add(connection) }
  return batch.broadcast("ping")
}

@inline(never)
func single(_ pool: Pool) -> Int {
  guard let connection = pool.take() else { return 0 }
  return connection.transaction { $0.send("a statement that is longer than fifteen bytes") }
}

@main
enum Program {
  static func main() {
    let pool = Pool(limit: 2)  // heap: Pool passed-escaping|optimizer-limit
    precondition(broadcast(pool) == 3)
    precondition(single(pool) > 0)
    precondition(pool.returned == 3)
  }
}
