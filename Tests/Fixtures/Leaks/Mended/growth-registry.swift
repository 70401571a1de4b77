// Sessions are registered and never signed off.
final class Session {
  let id: Int
  init(_ id: Int) { self.id = id }
}
nonisolated(unsafe) var registry: [Session] = []
nonisolated(unsafe) var count = 0

func leakRound() {
  count += 1
  let session = Session(count)
  registry.append(session)
  precondition(session.id == count)
  registry.removeAll { $0 === session }
}
