// swift-format-ignore-file
// Writes values as JSON into one buffer of bytes.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []
  private var needsComma: [Bool] = [false]

  private mutating func separate() {
    if needsComma[needsComma.count - 1] { bytes.append(UInt8(ascii: ",")) }  // heap: [UInt8] growth !
    needsComma[needsComma.count - 1] = true  // heap: [Bool] copy-on-write
  }

  mutating func string(_ text: String) {
    bytes.append(34)  // heap: [UInt8] growth !
    for byte in text.utf8 {
      if byte == 34 || byte == 92 { bytes.append(92) }  // heap: [UInt8] growth !
      bytes.append(byte)  // heap: [UInt8] growth !
    }
    bytes.append(34)  // heap: [UInt8] growth !
  }

  mutating func value(_ number: Int) {
    separate()
    bytes.append(contentsOf: String(number).utf8)  // heap: [UInt8] growth !; heap: String library-call !
  }

  mutating func object(_ body: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(123)  // heap: [UInt8] growth
    needsComma.append(false)  // heap: [Bool] growth
    body(&self)
    needsComma.removeLast()  // heap: [Bool] copy-on-write !
    bytes.append(125)  // heap: [UInt8] growth !
  }

  mutating func field(_ name: String, _ number: Int) {
    separate()
    string(name)
    bytes.append(58)  // heap: [UInt8] growth !
    bytes += Array(String(number).utf8)  // heap: [UInt8] growth !; heap: [UInt8] library-call; heap: String library-call !
  }
}

protocol Writable {
  func write(to writer: inout JSONWriter)
}

struct Position: Writable {
  var x: Int, y: Int
  func write(to writer: inout JSONWriter) {
    writer.object {
      $0.field("x", x)
      $0.field("y", y)
    }
  }
}

@inline(never)
func json(_ values: [some Writable]) -> String {
  var writer = JSONWriter()
  for value in values { value.write(to: &writer) }
  return String(decoding: writer.bytes, as: UTF8.self)  // heap: String library-call
}

func run() {
  let text = json([Position(x: 1, y: 2), Position(x: 3, y: 4)])
  precondition(text == #"{"x":1,"y":2},{"x":3,"y":4}"#)
}

run()
