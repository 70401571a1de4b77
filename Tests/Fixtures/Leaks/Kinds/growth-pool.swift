// A pool that takes back and never gives out.
final class Connection { var uses = 0 }
final class Pool {
  private var idle: [Connection] = []
  func take() -> Connection { Connection() }  // leak: growth
  func give(_ connection: Connection) { idle.append(connection) }
}
nonisolated(unsafe) let pool = Pool()

func leakRound() {
  let connections = (0..<4).map { _ in pool.take() }
  for connection in connections {
    connection.uses += 1
    pool.give(connection)
  }
}
