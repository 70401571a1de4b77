// What is lent need not be returned by hand: withObject takes it back once, when its body returns and when it throws.

import ObjectPool

final class Buffer: @unchecked Sendable {
  var bytes: [UInt8] = []
}

struct Empty: Error {}

func send(_ text: String, _ buffers: Pool<Buffer>) throws -> Int {
  try buffers.withObject { buffer in
    buffer.bytes += text.utf8
    guard !buffer.bytes.isEmpty else { throw Empty() }
    return buffer.bytes.count
  }
}

// check: leave what stands below as it is
func check() {
  let audit = PoolAudit<Buffer>(
    isClean: { $0.bytes.isEmpty }, fingerprint: { $0.bytes.count },
    report: { print($0 == .returnedTwice ? "returned twice" : "\($0)") })
  let buffers = Pool(
    objectBytes: 64, limitBytes: 4096, audit: audit,
    reset: { $0.bytes.removeAll() }
  ) { Buffer() }
  for text in ["Ada", ""] {
    do {
      print("ok", try send(text, buffers))  // Prints "ok 3"
    } catch {
      print("failed")  // Prints "failed"
    }
  }
  print("made", buffers.counts.made)  // Prints "made 1"
}
check()
