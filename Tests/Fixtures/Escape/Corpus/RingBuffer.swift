// A ring buffer over raw memory that its class allocates and frees.

final class Ring {
  private let slots: UnsafeMutablePointer<Int>
  private let capacity: Int
  private var head = 0
  private(set) var count = 0

  init(capacity: Int) {
    self.capacity = capacity
    slots = .allocate(capacity: capacity)  // heap: raw explicit
    slots.initialize(repeating: 0, count: capacity)
  }

  deinit {
    slots.deallocate()
  }

  @inline(never)
  func push(_ value: Int) -> Bool {
    guard count < capacity else { return false }
    slots[(head + count) % capacity] = value
    count += 1
    return true
  }

  @inline(never)
  func pop() -> Int? {
    guard count > 0 else { return nil }
    defer {
      head = (head + 1) % capacity
      count -= 1
    }
    return slots[head]
  }
}

@inline(never)
func makeRing(_ n: Int) -> Ring {
  Ring(capacity: n)  // heap: Ring returned
}

@main
enum RingBuffer {
  static func main() {
    let ring = makeRing(4)
    for value in 0..<6 { _ = ring.push(value) }
    _ = ring.pop()
    precondition(ring.count == 3)
    precondition(ring.pop() == 1)
  }
}
