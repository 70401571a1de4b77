// A connection whose state is an object that is replaced.

class State {
  func received(_ byte: UInt8) -> State { self }
  var isOpen: Bool { false }
}

final class Idle: State {
  override func received(_ byte: UInt8) -> State {
    byte == 1 ? Open(credits: 2) : self  // heap: Open returned
  }
}

final class Open: State {
  let credits: Int
  init(credits: Int) { self.credits = credits }
  override var isOpen: Bool { true }

  override func received(_ byte: UInt8) -> State {
    if credits == 0 || byte == 0 {
      return Closed(Int(byte), 1)  // heap: Closed returned
    }
    return Open(credits: credits - 1)  // heap: Open returned
  }
}

final class Closed: State {
  let code: Int
  let reason: Int
  init(_ code: Int, _ reason: Int) {
    self.code = code
    self.reason = reason
  }
}

struct Connection {
  private(set) var state: State

  init() {
    state = Idle()  // heap: Idle dynamic-dispatch|passed-escaping; heap: Idle returned !
  }

  @inline(never)
  mutating func feed(_ bytes: [UInt8]) {
    for byte in bytes { state = state.received(byte) }
  }
}

@main
enum StateMachine {
  static func main() {
    var connection = Connection()
    connection.feed([5, 1, 7])
    precondition(connection.state.isOpen)
    connection.feed([0])
    precondition(!connection.state.isOpen)
  }
}
