// HTTPRequest: the head of a request, read strictly: what is not exactly a GET of a path is refused with the status that says why.
// Source: RFC 9112 for the form, RFC 9110 for the statuses. A value made of bytes; it knows nothing of connections.

/// A request that may be answered.
package struct HTTPRequest: Hashable, Sendable {
  /// Without the query; it is compared with names of ours as a whole, and never becomes a file's.
  package var path: String
  /// By name; a name that stands twice is refused.
  package var query: [String: String]
  /// The head alone is wanted.
  package var isHead: Bool
  /// Whom the request believes to ask; nil in HTTP/1.0.
  package var host: String?

  /// The longest head that is read, in bytes.
  package static let longestHead = 8192
  /// The longest target.
  package static let longestTarget = 2048

  /// Why there is no answer.
  package struct Refusal: Error, Hashable {
    package var status: Int
    package var message: String
  }

  /// Reads a head up to and including its empty line.
  ///
  /// - Throws: `Refusal`.
  /// - Complexity: O(bytes).
  package init(head: [UInt8]) throws(Refusal) {
    guard head.allSatisfy({ ($0 >= 0x20 && $0 < 0x7F) || $0 == 13 || $0 == 10 || $0 == 9 }) else {
      throw Refusal(status: 400, message: "a head is text of ASCII")
    }
    guard head.count >= 4, head.suffix(4) == [13, 10, 13, 10] else {
      throw Refusal(status: 400, message: "the head is cut off")
    }
    // By bytes, because to a String carriage return and line feed are one character.
    let lines = head.dropLast(4).split(separator: 10, omittingEmptySubsequences: false).map { line in
      String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
    }
    let endings = head.dropLast(2).indices.filter { head[$0] == 10 }
    guard let first = lines.first, endings.allSatisfy({ $0 > 0 && head[$0 - 1] == 13 }),
      lines.allSatisfy({ !$0.utf8.contains(13) })
    else { throw Refusal(status: 400, message: "lines end with carriage return and line feed") }
    let words = first.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, !first.contains("\t") else {
      throw Refusal(status: 400, message: "a request is a method, a target and a version")
    }
    guard words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0" else {
      throw Refusal(status: 505, message: "HTTP/1.1 is spoken here")
    }
    guard words[0] == "GET" || words[0] == "HEAD" else {
      throw Refusal(status: 405, message: "only GET and HEAD are answered")
    }
    isHead = words[0] == "HEAD"
    guard words[1].utf8.count <= Self.longestTarget else {
      throw Refusal(status: 414, message: "the target is too long")
    }
    guard words[1].hasPrefix("/") else { throw Refusal(status: 400, message: "a target begins with /") }
    let headers = try Self.headers(lines.dropFirst())
    guard headers["content-length"].map({ $0 == ["0"] }) ?? true, headers["transfer-encoding"] == nil else {
      throw Refusal(status: 413, message: "a request has no content here")
    }
    let hosts = headers["host"] ?? []
    guard hosts.count == 1 || (hosts.isEmpty && words[2] == "HTTP/1.0") else {
      throw Refusal(status: 400, message: "HTTP/1.1 has one Host")
    }
    host = hosts.first
    let parts = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = String(parts[0])
    query = try Self.query(parts.count > 1 ? parts[1] : "")
  }

  private static func headers(_ lines: ArraySlice<String>) throws(Refusal) -> [String: [String]] {
    var headers: [String: [String]] = [:]
    for line in lines {
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, !parts[0].contains(" "), !parts[0].contains("\t") else {
        throw Refusal(status: 400, message: "a header is a name, a colon and a value")
      }
      let value = parts[1].drop { $0 == " " || $0 == "\t" }
      let blanks = value.reversed().prefix { $0 == " " || $0 == "\t" }.count
      headers[parts[0].lowercased(), default: []].append(String(value.dropLast(blanks)))
    }
    return headers
  }

  /// Nothing that is asked here needs escapes.
  private static func query(_ text: Substring) throws(Refusal) -> [String: String] {
    var query: [String: String] = [:]
    for part in text.split(separator: "&") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(pair[0])
      guard query[name] == nil else { throw Refusal(status: 400, message: "\(name) is said twice") }
      query[name] = pair.count > 1 ? String(pair[1]) : ""
    }
    return query
  }
}

/// An answer.
package struct HTTPResponse: Hashable, Sendable {
  package var status = 200
  package var type = "text/plain; charset=utf-8"
  package var body: [UInt8]

  package init(status: Int = 200, type: String = "text/plain; charset=utf-8", body: [UInt8]) {
    self.status = status
    self.type = type
    self.body = body
  }

  package init(_ refusal: HTTPRequest.Refusal) {
    self.init(status: refusal.status, body: Array((refusal.message + "\n").utf8))
  }

  private static let reasons = [
    200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    408: "Request Timeout", 413: "Content Too Large", 414: "URI Too Long",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error", 503: "Service Unavailable", 505: "HTTP Version Not Supported",
  ]

  /// As it is sent; the connection ends with it.
  package func bytes(isHead: Bool) -> [UInt8] {
    var head = "HTTP/1.1 \(status) \(Self.reasons[status] ?? "Unknown")\r\n"
    head += "Content-Type: \(type)\r\nContent-Length: \(body.count)\r\nConnection: close\r\n"
    head += "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
    if status == 405 { head += "Allow: GET, HEAD\r\n" }
    if status == 503 { head += "Retry-After: 1\r\n" }
    return Array((head + "\r\n").utf8) + (isHead ? [] : body)
  }
}
