// exercise: 17.3
// title: Back once, on every path
// minutes: 10
// fails: prints "ok 3"
// fails: prints "returned twice"
// fails: prints "failed"
// fails: prints "made 1"
// hint: Who returns an object that was lent by `withObject`?
// hint: `withObject` throws what its body throws, and has taken the object back by then.
//
// `send` returns its buffer when something goes wrong, and its `defer`
// returns it again. Let it come back once, whether `send` throws or not.

import ObjectPool

final class Buffer: @unchecked Sendable {
  var bytes: [UInt8] = []
}

struct Empty: Error {}

func send(_ text: String, _ buffers: Pool<Buffer>) throws -> Int {
  let buffer = buffers.get()
  defer { buffers.put(buffer) }
  buffer.bytes += text.utf8
  guard !buffer.bytes.isEmpty else {
    buffers.put(buffer)
    throw Empty()
  }
  return buffer.bytes.count
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
