// A request that fails is not taken off the list.
struct Failed: Error {}
final class Request { var body = [UInt8](repeating: 7, count: 100) }
nonisolated(unsafe) var open: [ObjectIdentifier: Request] = [:]

@inline(never) func handle(_ request: Request, fails: Bool) throws {
  open[ObjectIdentifier(request)] = request
  defer { open[ObjectIdentifier(request)] = nil }
  if fails { throw Failed() }
}

func leakRound() {
  for n in 0..<6 {
    let request = Request()
    try? handle(request, fails: n % 3 == 0)
  }
}
