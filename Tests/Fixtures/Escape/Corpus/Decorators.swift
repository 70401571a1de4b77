// Objects that wrap objects: each layer is stored in the next one.

protocol Writer: AnyObject {
  func write(_ byte: UInt8)
  var written: Int { get }
}

final class Sink: Writer {
  private(set) var written = 0
  func write(_ byte: UInt8) { written += 1 }
}

final class Doubling: Writer {
  private let inner: any Writer
  init(_ inner: any Writer) { self.inner = inner }
  var written: Int { inner.written }
  func write(_ byte: UInt8) {
    inner.write(byte)
    inner.write(byte)
  }
}

final class Filter: Writer {
  private let inner: any Writer
  private let limit: UInt8
  init(_ inner: any Writer, _ limit: UInt8) {
    self.inner = inner
    self.limit = limit
  }
  var written: Int { inner.written }
  func write(_ byte: UInt8) { if byte < limit { inner.write(byte) } }
}

@inline(never)
func stack(_ limit: UInt8) -> any Writer {
  let sink = Sink()  // heap: Sink stored-field
  let doubling = Doubling(sink)  // heap: Doubling stored-field
  return Filter(doubling, limit)  // heap: Filter returned
}

@main
enum Decorators {
  static func main() {
    let writer = stack(10)
    for byte: UInt8 in [1, 20, 3] { writer.write(byte) }
    precondition(writer.written == 4)
  }
}
