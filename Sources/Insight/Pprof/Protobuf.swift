// Protobuf: the few pieces of the wire format that a profile needs, to write and to read.
// Source: protobuf.dev/programming-guides/encoding.

/// A message being written. Fields stand in the order in which they are added; zero and empty values are left out.
struct ProtobufWriter {
  private(set) var bytes: [UInt8] = []

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest > 0x7F {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func add(_ field: Int, _ value: Int) { add(field, UInt64(bitPattern: Int64(value))) }

  mutating func add(_ field: Int, _ value: UInt64) {
    guard value != 0 else { return }
    varint(UInt64(field) << 3)
    varint(value)
  }

  mutating func add(_ field: Int, _ content: [UInt8]) {
    varint(UInt64(field) << 3 | 2)
    varint(UInt64(content.count))
    bytes += content
  }

  mutating func add(_ field: Int, packed values: [Int]) {
    var content = ProtobufWriter()
    for value in values { content.varint(UInt64(bitPattern: Int64(value))) }
    add(field, content.bytes)
  }

  mutating func add(_ field: Int, message write: (inout ProtobufWriter) -> Void) {
    var content = ProtobufWriter()
    write(&content)
    add(field, content.bytes)
  }
}

/// A message being read.
struct ProtobufReader {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  enum Value {
    case number(UInt64)
    case content(ArraySlice<UInt8>)

    var number: UInt64 { if case .number(let value) = self { value } else { 0 } }
    var content: ArraySlice<UInt8> { if case .content(let bytes) = self { bytes } else { [] } }
    var integer: Int { Int(truncatingIfNeeded: number) }
  }

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  mutating func varint() throws(UnreadableProfile) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard position < bytes.endIndex else { break }
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    throw UnreadableProfile(message: "a number is cut off at byte \(position)")
  }

  /// The next field; nil at the end.
  mutating func next() throws(UnreadableProfile) -> (field: Int, value: Value)? {
    guard position < bytes.endIndex else { return nil }
    let key = try varint()
    let field = Int(truncatingIfNeeded: key >> 3)
    switch key & 7 {
    case 0: return (field, .number(try varint()))
    case 2:
      let count = try varint()
      guard count <= UInt64(bytes.endIndex - position) else {
        throw UnreadableProfile(message: "field \(field) at byte \(position) is longer than the file")
      }
      defer { position += Int(count) }
      return (field, .content(bytes[position..<position + Int(count)]))
    default:
      throw UnreadableProfile(message: "field \(field) at byte \(position) is of no kind that a profile has")
    }
  }

  /// A list of numbers, packed or one at a time.
  static func numbers(_ value: Value) throws(UnreadableProfile) -> [UInt64] {
    guard case .content(let bytes) = value else { return [value.number] }
    var reader = ProtobufReader(bytes)
    var numbers: [UInt64] = []
    while reader.position < bytes.endIndex { numbers.append(try reader.varint()) }
    return numbers
  }
}

/// Why a file is no profile.
public struct UnreadableProfile: Error, Hashable {
  /// What is wrong with it, and where.
  public var message: String
}
