// Memory whose size is a run-time number: tail allocation, and temporary buffers of two types.

struct Header {
  var used: Int
}

final class Arena: ManagedBuffer<Header, UInt8> {
  @inline(never)
  static func make(_ n: Int) -> Arena {
    let arena = Arena.create(minimumCapacity: n) { _ in Header(used: 0) }  // heap: Arena returned
    return unsafeDowncast(arena, to: Arena.self)
  }

  @inline(never)
  func take(_ n: Int) -> Bool {
    guard header.used + n <= 64 else { return false }
    header.used += n
    return true
  }
}

@inline(never)
func mean(_ values: [Float]) -> Float {
  let n = values.count
  return withUnsafeTemporaryAllocation(of: Float.self, capacity: n) { b in  // heap: raw unknown-size|explicit
    _ = b.initialize(from: values)
    return b.reduce(0, +) / Float(n)
  }
}

@inline(never)
func digits(_ value: Int, _ width: Int) -> Int {
  withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width) { b in  // heap: raw unknown-size|explicit !
    var rest = value
    for k in 0..<width {
      b.initializeElement(at: width - 1 - k, to: UInt8(rest % 10))
      rest /= 10
    }
    return b.reduce(0) { $0 * 10 + Int($1) }
  }
}

@main
enum Elastic {
  static func main() {
    let arena = Arena.make(64)
    precondition(arena.take(60) && !arena.take(5))
    precondition(mean(Array(repeating: 2.5, count: 400)) == 2.5)  // heap: [Float] library-call
    precondition(digits(1234, 3) == 234)
  }
}
