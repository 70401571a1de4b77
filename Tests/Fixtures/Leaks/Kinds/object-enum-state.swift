// The state that refers to its machine is a case's payload.
final class Connection {
  enum State { case idle, waiting(Retry), closed }
  var state = State.idle
}
final class Retry {
  let connection: Connection
  var attempt = 1
  init(_ connection: Connection) { self.connection = connection }
}

@inline(never) func connect() {
  let connection = Connection()  // leak: cycle
  connection.state = .waiting(Retry(connection))
  if case .waiting(let retry) = connection.state { print(retry.attempt) }
}
connect()
