// The reading of a request's head: what is refused, with which status, and that no bytes at all can do more than that.

import ProbeRoutes
import TestSupport
import Testing

@Suite("A request's head") struct HTTPRequestTests {
  private func read(_ text: String) -> Result<HTTPRequest, HTTPRequest.Refusal> {
    Result { () throws(HTTPRequest.Refusal) in try HTTPRequest(head: Array(text.utf8)) }
  }

  @Test("a path and a query")
  func good() throws {
    let request = try read("GET /tasks?format=json&a HTTP/1.1\r\nHost: localhost:6060 \r\nX-Y:\t1\r\n\r\n")
      .get()
    #expect(request.path == "/tasks" && request.query == ["format": "json", "a": ""])
    #expect(request.host == "localhost:6060" && !request.isHead)
    #expect(try read("HEAD / HTTP/1.0\r\n\r\n").get().isHead)
  }

  @Test(
    "what is no such request is refused, with the status that says why",
    arguments: [
      ("POST / HTTP/1.1\r\nHost: a\r\n\r\n", 405), ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
      ("GET / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
      ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("GET / HTTP/1.1\nHost: a\n\n", 400), ("GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a\r\nb\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n", 413),
      ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 413),
      ("GET /?a=1&a=2 HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("GET /\u{0} HTTP/1.1\r\nHost: a\r\n\r\n", 400),
      ("GET /" + String(repeating: "a", count: 3000) + " HTTP/1.1\r\nHost: a\r\n\r\n", 414), ("", 400),
      ("\r\n\r\n", 400), ("GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ])
  func refused(_ text: String, _ status: Int) {
    guard case .failure(let refusal) = read(text) else {
      Issue.record("it was read")
      return
    }
    #expect(refusal.status == status)
  }

  @Test("any bytes are read or refused")
  func anything() {
    let good = Array("GET /tasks?format=json HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n".utf8)
    checkProperty(runs: 3000) { generator in
      var bytes = good
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let at = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: at)
        default: bytes.remove(at: at)
        }
      }
      return bytes
    } holds: { (bytes: [UInt8]) in
      do throws(HTTPRequest.Refusal) {
        let request = try HTTPRequest(head: bytes)
        return request.path.hasPrefix("/") && !request.path.contains(" ") && !request.path.contains("\r")
      } catch { return (400...505).contains(error.status) && !error.message.isEmpty }
    }
  }
}
