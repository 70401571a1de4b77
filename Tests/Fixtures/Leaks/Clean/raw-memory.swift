// Memory by hand, given back on every path; an arena that goes at once.
struct Arena: ~Copyable {
  private let base = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 16)
  private var used = 0
  mutating func take(_ bytes: Int) -> UnsafeMutableRawPointer {
    defer { used += (bytes + 15) & ~15 }
    return base + used
  }
  deinit { base.deallocate() }
}

@inline(never) func fill() -> Int {
  var arena = Arena()
  let numbers = (0..<20).map { n -> UnsafeMutablePointer<Int> in
    let place = arena.take(8).bindMemory(to: Int.self, capacity: 1)
    place.initialize(to: n)
    return place
  }
  let copy = UnsafeMutableBufferPointer<Int>.allocate(capacity: 20)
  defer { copy.deallocate() }
  _ = copy.initialize(from: numbers.map(\.pointee))
  return copy.reduce(0, +)
}
print(fill())
