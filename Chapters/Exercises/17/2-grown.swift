// exercise: 17.2
// title: One that has grown
// minutes: 10
// fails: prints "small one kept: true"
// fails: prints "large one kept: true"
// hint: `reset:` cannot say no. There is another label.
// hint: A pool made with `keep:` asks for a Bool. What does an array say of the memory that it holds on to?
//
// A buffer that has grown to a megabyte comes back to the pool and stays
// there. Let the pool keep buffers of up to 4,096 bytes, and no others.

import ObjectPool

final class Buffer: @unchecked Sendable {
  var bytes: [UInt8] = []
}

func makePool() -> Pool<Buffer> {
  Pool(
    objectBytes: 1024, limitBytes: 65_536,
    reset: { $0.bytes.removeAll(keepingCapacity: true) }
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
