// A library's create without its destroy.
struct Parser {
  private let state: UnsafeMutableRawPointer
  static func create() -> Parser {
    Parser(state: .allocate(byteCount: 96, alignment: 16))
  }
  func feed(_ byte: UInt8) { state.storeBytes(of: byte, as: UInt8.self) }
  var last: UInt8 { state.load(as: UInt8.self) }
  func destroy() { state.deallocate() }
}

@inline(never) func readAll() {
  let parser = Parser.create()
  defer { parser.destroy() }
  for byte in "json".utf8 { parser.feed(byte) }
  print(parser.last)
}
readAll()
