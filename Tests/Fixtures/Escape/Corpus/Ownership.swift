// Consuming, borrowing and inout: how a class value passes through functions.

final class Buffer {
  var bytes: [UInt8]
  init(_ bytes: [UInt8]) { self.bytes = bytes }
}

struct Writer: ~Copyable {
  private var buffer: Buffer

  init() {
    buffer = Buffer([])  // heap: Buffer returned !; stack: Buffer
  }

  @inline(never)
  mutating func put(_ byte: UInt8) {
    buffer.bytes.append(byte)  // heap: [UInt8] growth
  }

  consuming func finish() -> Buffer { buffer }
}

@inline(never)
func length(_ buffer: borrowing Buffer) -> Int {
  buffer.bytes.count
}

@inline(never)
func take(_ buffer: consuming Buffer) -> Int {
  buffer.bytes.count * 2
}

@inline(never)
func replace(_ buffer: inout Buffer) {
  buffer = Buffer([9])  // heap: Buffer stored-argument
}

@inline(never)
func borrowed(_ n: UInt8) -> Int {
  let buffer = Buffer([n, n])  // stack: Buffer; stack: [UInt8]
  return length(buffer)
}

@inline(never)
func consumed(_ n: UInt8) -> Int {
  let buffer = Buffer([n])  // stack: Buffer; stack: [UInt8]
  return take(buffer)
}

@main
enum Ownership {
  static func main() {
    var writer = Writer()
    writer.put(1)
    writer.put(2)
    var buffer = writer.finish()
    precondition(length(buffer) == 2)
    replace(&buffer)
    precondition(length(buffer) == 1)
    precondition(borrowed(3) == 2 && consumed(3) == 2)
  }
}
