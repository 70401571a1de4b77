// Deinitializers that hand their object on.

final class Lease {
  let id: Int
  init(_ id: Int) { self.id = id }

  @inline(never)
  func touch() -> Int { id + 1 }

  deinit { ledger.close(self) }
}

class Ledger {
  var closed = 0
  func close(_ lease: Lease) { closed += lease.id }
}

final class StrictLedger: Ledger {
  override func close(_ lease: Lease) { closed += 10 * lease.id }
}

final class Parcel {
  let id: Int
  let onDeath: (Parcel) -> Void
  init(_ id: Int, _ onDeath: @escaping (Parcel) -> Void) {
    self.id = id
    self.onDeath = onDeath
  }
  deinit { onDeath(self) }
}

nonisolated(unsafe) var ledger = Ledger()  // heap: Ledger stored-global
nonisolated(unsafe) var lost = 0

@inline(never)
func lease(_ id: Int) -> Int {
  let lease = Lease(id)  // stack: Lease
  return lease.touch()
}

@inline(never)
func parcel(_ id: Int) -> Int {
  let parcel = Parcel(id) { lost += $0.id }  // stack: Parcel
  return parcel.id
}

@main
enum Graveyard {
  static func main() {
    ledger = StrictLedger()  // heap: StrictLedger stored-global
    precondition(lease(3) == 4)
    precondition(ledger.closed == 30)
    precondition(parcel(4) == 4)
    precondition(lost == 4)
  }
}
