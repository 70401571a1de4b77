// Errors as values: in a Result, in a field, in a global, in an array.

struct Timeout: Error {
  let seconds: Int
}

enum Denied: Error {
  case user(String)
  case network
}

final class Client {
  var lastError: (any Error)?

  @inline(never)
  func fail(_ seconds: Int) {
    lastError = Timeout(seconds: seconds)  // heap: Timeout stored-field
  }
}

nonisolated(unsafe) var panic: (any Error)?

@inline(never)
func fetch(_ n: Int) -> Result<Int, any Error> {
  if n < 0 {
    return .failure(Timeout(seconds: n))  // heap: Timeout returned
  }
  return .success(n)
}

@inline(never)
func login(_ name: String) -> Result<Int, Denied> {
  name.isEmpty ? .failure(.network) : .failure(.user(name))
}

@inline(never)
func raise(_ name: String) {
  panic = Denied.user(name)  // heap: Denied stored-global
}

@inline(never)
func all(_ n: Int) -> [any Error] {
  [  // heap: [any Error] returned
    Timeout(seconds: n),  // heap: Timeout stored-field
    Denied.network,  // heap: Denied stored-field !
  ]
}

@inline(never)
func checked(_ n: Int) throws -> Int {
  do {
    return try fetch(n).get()
  } catch let timeout as Timeout where timeout.seconds > -5 {
    return 0
  }
}

@main
enum Results {
  static func main() {
    let client = Client()  // stack: Client
    client.fail(7)
    raise("root")
    precondition((client.lastError as? Timeout)?.seconds == 7 && panic != nil)
    precondition((try? checked(-2)) == 0 && (try? checked(-9)) == nil)
    precondition(all(3).count == 2)
    guard case .failure(.user) = login("x") else { fatalError() }
  }
}
