// swift-format-ignore-file
// A binary format: values that write themselves into a growing memory of our own, and a reader that borrows it.

struct Output: ~Copyable {
  private var memory: UnsafeMutableRawPointer
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    memory = .allocate(byteCount: capacity, alignment: 8)  // heap: raw explicit
    self.capacity = capacity
  }

  private mutating func reserve(_ more: Int) {
    guard count + more > capacity else { return }
    capacity = max(2 * capacity, count + more)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)  // heap: raw explicit
    larger.copyMemory(from: memory, byteCount: count)
    memory.deallocate()
    memory = larger
  }

  mutating func write(varint value: UInt64) {
    var rest = value
    reserve(10)
    repeat {
      let more: UInt8 = rest > 127 ? 128 : 0
      memory.storeBytes(of: UInt8(rest & 127) | more, toByteOffset: count, as: UInt8.self)
      count += 1
      rest >>= 7
    } while rest > 0
  }

  mutating func write(bytes: some Sequence<UInt8>) {
    for byte in bytes {
      reserve(1)
      memory.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
      count += 1
    }
  }

  borrowing func bytes() -> [UInt8] { Array(UnsafeRawBufferPointer(start: memory, count: count)) }  // heap: [UInt8] library-call

  deinit { memory.deallocate() }
}

protocol Writable {
  func write(to output: inout Output)
}

extension Int: Writable {
  func write(to output: inout Output) { output.write(varint: UInt64(bitPattern: Int64(self))) }
}

extension String: Writable {
  func write(to output: inout Output) {
    output.write(varint: UInt64(utf8.count))
    output.write(bytes: utf8)
  }
}

struct Field: Writable {
  let number: Int
  let value: any Writable

  func write(to output: inout Output) {
    number.write(to: &output)
    value.write(to: &output)
  }
}

struct Message: Writable {
  var fields: [Field] = []

  @inline(never)
  func write(to output: inout Output) {
    for field in fields { field.write(to: &output) }
  }
}

@inline(never)
func encode(_ value: some Writable) -> [UInt8] {
  var output = Output(capacity: 8)
  value.write(to: &output)
  return output.bytes()
}

@inline(never)
func nested(_ id: Int, _ name: String) -> Message {
  let inner = Message(fields: [Field(number: 1, value: id)])  // heap: [Field] stored-field|returned
  return Message(fields: [Field(number: 7, value: inner), Field(number: 8, value: name)])  // heap: [Field] returned
}

@inline(never)
func wrapped(_ field: Field) -> any Writable { field }  // heap: Field too-big-for-inline

@main
enum WireFormat {
  static func main() {
    precondition(encode(nested(300, "ada")) == [7, 1, 172, 2, 8, 3, 97, 100, 97])
    precondition(encode("a name that needs more than eight bytes").count == 40)
    var output = Output(capacity: 16)
    wrapped(Field(number: 1, value: 2)).write(to: &output)
    precondition(output.bytes() == [1, 2])
  }
}
