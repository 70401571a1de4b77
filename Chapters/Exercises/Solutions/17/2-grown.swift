// `keep:` resets and decides. An array's capacity is what it holds on to, its count is only what is in it.

import ObjectPool

final class Buffer: @unchecked Sendable {
  var bytes: [UInt8] = []
}

func makePool() -> Pool<Buffer> {
  Pool(
    objectBytes: 1024, limitBytes: 65_536,
    keep: { buffer in
      buffer.bytes.removeAll(keepingCapacity: true)
      return buffer.bytes.capacity <= 4096
    }
  ) { Buffer() }
}

// check: leave what stands below as it is
func check() {
  func kept(_ count: Int) -> Bool {
    let pool = makePool()
    pool.withObject { $0.bytes.reserveCapacity(count) }
    return pool.counts.dropped == 0
  }
  print("small one kept:", kept(1024))  // Prints "small one kept: true"
  print("large one kept:", kept(1 << 20))  // Prints "large one kept: false"
}
check()
