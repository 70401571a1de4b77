// swift-format-ignore-file
// Noncopyable handles with explicit memory and typed throws.
enum Fault: Error {
  case closed
  case full(Int)
}

struct Buffer: ~Copyable {
  private let base: UnsafeMutablePointer<UInt8>
  private let capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    base = .allocate(capacity: capacity)  // heap: raw explicit
    self.capacity = capacity
  }

  deinit { base.deallocate() }

  mutating func write(_ byte: UInt8) throws(Fault) {
    guard count < capacity else { throw .full(capacity) }
    base[count] = byte
    count += 1
  }

  consuming func finish() -> [UInt8] {
    Array(UnsafeBufferPointer(start: base, count: count))  // heap: [UInt8] library-call
  }
}

final class Holder {
  var buffer: Buffer?
  init(_ buffer: consuming Buffer) { self.buffer = consume buffer }
  func take() throws -> Buffer {
    guard let taken = buffer.take() else { throw Fault.closed }  // heap: Fault thrown; heap: Fault optimizer-limit
    return taken
  }
}

@inline(never)
func fill(_ n: Int) throws(Fault) -> [UInt8] {
  var buffer = Buffer(capacity: n)
  for k in 0..<n { try buffer.write(UInt8(k)) }
  return buffer.finish()
}

@inline(never)
func held(_ n: Int) -> Holder { Holder(Buffer(capacity: n)) }  // heap: Holder returned

func run() {
  precondition((try? fill(4)) == [0, 1, 2, 3])
  let holder = held(1)
  do {
    var buffer = try holder.take()
    try buffer.write(7)  // heap: Fault optimizer-limit !
    try buffer.write(8)  // heap: Fault optimizer-limit
  } catch Fault.full(let size) {
    precondition(size == 1)
  } catch {
    fatalError()
  }
  precondition((try? holder.take().count) == nil)
}

run()
