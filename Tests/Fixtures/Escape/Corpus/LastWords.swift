// Deinitializers that give self away, or write a global: their objects are promoted all the same.

final class Guest {
  let id: Int
  init(_ id: Int) { self.id = id }

  @inline(never)
  func greet() -> Int { id * 2 }

  deinit {
    book = String(describing: self)  // heap: String library-call
  }
}

final class Room {
  var guests = 0
  let limit: Int
  init(_ limit: Int) { self.limit = limit }

  @inline(never)
  func enter() -> Bool {
    guests += 1
    return guests <= limit
  }

  deinit { closed += guests }
}

nonisolated(unsafe) var book = ""
nonisolated(unsafe) var closed = 0

@inline(never)
func visit(_ id: Int) -> Int {
  let guest = Guest(id)  // stack: Guest
  return guest.greet()
}

@inline(never)
func evening(_ limit: Int) -> Bool {
  let room = Room(limit)  // stack: Room
  _ = room.enter()
  return room.enter()
}

@main
enum LastWords {
  static func main() {
    precondition(visit(4) == 8)
    precondition(book == "LastWords.Guest")
    precondition(evening(2) && closed == 2)
  }
}
