// Temporary memory: constant sizes stay on the stack, unknown ones may not.

@inline(never)
func histogram(_ values: [Int]) -> Int {
  withUnsafeTemporaryAllocation(of: Int.self, capacity: 10) { slots in
    slots.initialize(repeating: 0)
    for value in values { slots[value % 10] += 1 }
    return slots.max() ?? 0
  }
}

@inline(never)
func reversedSum(_ values: [Int]) -> Int {
  let n = values.count
  return withUnsafeTemporaryAllocation(of: Int.self, capacity: n) { b in  // heap: raw unknown-size|explicit !
    var at = n
    for value in values {
      at -= 1
      b.initializeElement(at: at, to: value)
    }
    return b.enumerated().reduce(0) { $0 + $1.offset * $1.element }
  }
}

@inline(never)
func filled(_ n: Int) -> UnsafeMutablePointer<Int> {
  let memory = UnsafeMutablePointer<Int>.allocate(capacity: n)  // heap: raw explicit
  memory.initialize(repeating: 7, count: n)
  return memory
}

@inline(never)
func bytes(_ n: Int) -> UnsafeMutableRawBufferPointer {
  .allocate(byteCount: n, alignment: 8)  // heap: raw explicit
}

@main
enum ScratchMemory {
  static func main() {
    precondition(histogram([1, 11, 3]) == 2)
    precondition(reversedSum([5, 6, 7]) == 6 + 2 * 5)
    let memory = filled(6)
    precondition(memory[5] == 7)
    memory.deallocate()
    let raw = bytes(32)
    precondition(raw.count == 32)
    raw.deallocate()
  }
}
