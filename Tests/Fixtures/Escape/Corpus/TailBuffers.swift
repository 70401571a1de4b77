// Buffers whose length is known only at run time, used in one function.

final class Row: ManagedBuffer<Int, Double> {
  deinit { _ = withUnsafeMutablePointers { $1.deinitialize(count: $0.pointee) } }
}

@inline(never)
func local(_ n: Int) -> Double {
  let row = Row.create(minimumCapacity: n) { _ in n }  // heap: Row stack-limit|unknown-size
  return row.withUnsafeMutablePointerToElements { cells in
    cells.initialize(repeating: 1.5, count: n)
    var sum = 0.0
    for k in 0..<n { sum += cells[k] }
    return sum
  }
}

@inline(never)
func scratch(_ n: Int) -> Int {
  withUnsafeTemporaryAllocation(byteCount: n * 8, alignment: 8) { bytes in  // heap: raw unknown-size|explicit
    for k in bytes.indices { bytes[k] = UInt8(truncatingIfNeeded: k) }
    return Int(bytes[n])
  }
}

@inline(never)
func counts(_ n: Int) -> Int {
  var table = [Int](repeating: 0, count: n)  // heap: [Int] library-call
  for k in 0..<10 * n {
    table[k % n] += 1
  }
  return table[n / 2]
}

@main
enum TailBuffers {
  static func main() {
    precondition(local(4) == 6)
    precondition(scratch(1000) == 1000 % 256)
    precondition(counts(7) == 10)
  }
}
