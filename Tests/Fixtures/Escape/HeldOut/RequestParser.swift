// swift-format-ignore-file
// The head of an HTTP request, parsed from bytes: a method, a target, headers, and errors with and without a type.

struct Request {
  enum Method { case get, post, other(String) }

  var method: Method
  var target: String
  var headers: [String: [String]] = [:]
}

enum HeadError: Error {
  case empty
  case badLine(String)
}

struct TooLarge: Error {
  var size: Int
}

struct ByteReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) { bytes = Array(text.utf8) }  // heap: [UInt8] library-call

  mutating func line() -> ArraySlice<UInt8>? {
    guard position < bytes.count else { return nil }
    let start = position
    while position < bytes.count, bytes[position] != 10 { position += 1 }
    defer { position += 1 }
    return bytes[start..<position]
  }
}

@inline(never)
func method(_ word: ArraySlice<UInt8>) -> Request.Method {
  switch String(decoding: word, as: UTF8.self) {  // heap: String library-call !
  case "GET": .get
  case "POST": .post
  case let name: .other(name.lowercased())  // heap: String library-call !
  }
}

@inline(never)
func requestLine(_ line: ArraySlice<UInt8>) throws(HeadError) -> Request {
  let words = line.split(separator: 32)  // heap: [ArraySlice<UInt8>] library-call
  guard words.count == 3 else {
    throw .badLine(String(decoding: line, as: UTF8.self))  // heap: String library-call !
  }
  return Request(method: method(words[0]), target: String(decoding: words[1], as: UTF8.self))  // heap: String library-call
}

@inline(never)
func header(_ line: ArraySlice<UInt8>, into request: inout Request) throws {
  guard let colon = line.firstIndex(of: 58) else {
    throw HeadError.badLine(String(decoding: line, as: UTF8.self))  // heap: HeadError thrown !; heap: String library-call !
  }
  let name = String(decoding: line[..<colon], as: UTF8.self)  // heap: String library-call !
  let value = String(decoding: line[(colon + 2)...], as: UTF8.self)  // heap: String library-call
  request.headers[name, default: []].append(value)  // heap: [String: Array<String>] growth; heap: [String] growth
}

@inline(never)
func parse(_ text: String, limit: Int) throws -> Request {
  if text.utf8.count > limit { throw TooLarge(size: text.utf8.count) }  // heap: TooLarge thrown
  var reader = ByteReader(text)
  guard let first = reader.line() else { throw HeadError.empty }  // heap: HeadError thrown !
  var request = try requestLine(first)  // heap: HeadError thrown
  while let line = reader.line(), !line.isEmpty {
    try header(line, into: &request)
  }
  return request
}

@main
enum RequestParser {
  static func main() throws {
    let text = "DELETE /books/memory-management HTTP/1.1\nAccept: text/html\nAccept: application/json\n"
    let request = try parse(text, limit: 1000)
    precondition(request.target == "/books/memory-management")
    precondition(request.headers["Accept"]?.count == 2)
    if case .other(let name) = request.method { precondition(name == "delete") }
    precondition((try? parse(text, limit: 10)) == nil)
    precondition((try? parse("GET\n", limit: 10)) == nil)
  }
}
