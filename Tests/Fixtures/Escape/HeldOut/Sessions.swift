// swift-format-ignore-file
// Sessions of a service: an actor that keeps them, a delegate that is told, and a task that sweeps.

protocol SessionDelegate: AnyObject, Sendable {
  func ended(_ id: Int) async
}

final class Session: Sendable {
  let id: Int
  let user: String
  let expires: Int

  init(id: Int, user: String, expires: Int) {
    self.id = id
    self.user = user
    self.expires = expires
  }
}

actor SessionStore {
  private var sessions: [Int: Session] = [:]
  private var next = 1
  private weak var delegate: (any SessionDelegate)?

  func delegate(to delegate: any SessionDelegate) { self.delegate = delegate }  // heap: side-table weak-reference

  @discardableResult
  func open(_ user: String, for turns: Int) -> Session {
    let session = Session(id: next, user: user, expires: next + turns)  // heap: Session returned|stored-field
    sessions[session.id] = session  // heap: [Int: Session] growth
    next += 1
    return session
  }

  func sweep(at now: Int) async -> [String] {
    let old = sessions.values.filter { $0.expires <= now }.sorted { $0.id < $1.id }  // heap: [Session] library-call; heap: [Range<Int>] library-call !
    for session in old {
      sessions[session.id] = nil  // heap: [Int: Session] copy-on-write|growth !
      await delegate?.ended(session.id)
    }
    return old.map(\.user)  // heap: [String] library-call
  }

  nonisolated func sweeping(at now: Int) -> Task<[String], Never> {
    Task { await self.sweep(at: now) }  // heap: closure captured|passed-escaping; heap: Task task-object
  }
}

actor Audit: SessionDelegate {
  private(set) var entries: [Int] = []
  func ended(_ id: Int) { entries.append(id) }  // heap: [Int] growth
}

@main
enum Sessions {
  static func main() async {
    let store = SessionStore()  // heap: SessionStore captured|passed-escaping
    let audit = Audit()  // heap: Audit optimizer-limit|stored-field
    await store.delegate(to: audit)
    await store.open("ada", for: 2)
    await store.open("bob", for: 9)
    await store.open("cyd", for: 1)
    let gone = await store.sweeping(at: 5).value
    precondition(gone == ["ada", "cyd"])
    let entries = await audit.entries
    precondition(entries == [1, 3])
  }
}
