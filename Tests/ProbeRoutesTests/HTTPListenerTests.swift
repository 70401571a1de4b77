// The listener under hostile clients: each is answered or cut off, and a good one is answered all the same.

import Foundation
import ProbeRoutes
import Synchronization
import Testing

@Suite("The probe's server, under clients that mean harm", .serialized) struct HTTPListenerTests {
  private func listening(
    _ change: (inout HTTPLimits) -> Void = { _ in },
    handler: @escaping HTTPListener.Handler = { request in
      request.path == "/" ? HTTPResponse(body: Array("hello\n".utf8)) : HTTPResponse(status: 404, body: [])
    }, _ body: (HTTPListener) throws -> Void
  ) throws {
    var limits = HTTPLimits()
    change(&limits)
    let listener = try HTTPListener(port: 0, limits: limits, handler: handler)
    defer { listener.stop() }
    try body(listener)
    let after = try Client.ask(listener.port, "/")
    #expect(after.status == 200 && after.body == Array("hello\n".utf8), "a good client came after")
  }

  @Test("a request is answered and the connection ends")
  func good() throws {
    try listening { listener in
      let answer = try Client.ask(listener.port, "/", host: "localhost:\(listener.port)")
      #expect(answer.status == 200 && answer.head.contains("Content-Length: 6"))
      let head = try Client.ask(listener.port, "/", method: "HEAD")
      #expect(head.status == 200 && head.body == [] && head.head.contains("Content-Length: 6"))
      #expect(try Client.ask(listener.port, "/", method: "DELETE").head.contains("Allow: GET, HEAD"))
    }
  }

  @Test("a name of another site, which a browser may have been told to look up here, is refused")
  func rebinding() throws {
    try listening { listener in
      let answer = try Client.ask(listener.port, "/", host: "evil.example")
      #expect(answer.status == 403)
    }
  }

  @Test(
    "no path leads to a file",
    arguments: [
      "/../../etc/passwd", "/..%2f..%2fetc/passwd", "//etc/passwd", "/./", "/%00", "/metrics/../..",
    ])
  func traversal(_ path: String) throws {
    try listening { listener in
      let answer = try Client.ask(listener.port, path)
      #expect(answer.status == 404)
    }
  }

  @Test("a head of a megabyte, and one line without an end, are refused before they are all here")
  func oversized() throws {
    try listening { listener in
      for line in ["X: " + String(repeating: "a", count: 100) + "\r\n", String(repeating: "b", count: 100)] {
        let client = try Client(listener.port)
        client.say(Array("GET / HTTP/1.1\r\nHost: localhost\r\n".utf8))
        for _ in 0..<10_000 where !client.say(Array(line.utf8)) { break }
        let answer = Client.answer(client.hear())
        // The connection may be reset under what the client is still saying.
        #expect(answer.status == 431 || answer.status == 0)
        client.end()
      }
      let client = try Client(listener.port)
      client.say(Array(("GET / HTTP/1.1\r\nHost: localhost\r\n" + String(repeating: "b", count: 8300)).utf8))
      #expect(Client.answer(client.hear()).status == 431)
      client.end()
    }
  }

  @Test("who says a byte at a time is told that it took too long, and others need not wait")
  func slow() throws {
    try listening({ $0.headSeconds = 0.5 }) { listener in
      let slow = try (0..<20).map { _ in try Client(listener.port) }
      for byte in "GET / HT".utf8 {
        for client in slow { client.say([byte]) }
        #expect(try Client.ask(listener.port, "/").status == 200)
        usleep(80_000)
      }
      for client in slow {
        #expect(Client.answer(client.hear()).status == 408)
        client.end()
      }
    }
  }

  @Test("who does not take the answer is cut off")
  func deaf() throws {
    let large = [UInt8](repeating: 120, count: 32 << 20)
    try listening(
      { $0.answerSeconds = 0.5 },
      handler: { HTTPResponse(body: $0.path == "/" ? Array("hello\n".utf8) : large) }
    ) { listener in
      let client = try Client(listener.port)
      client.say(Array("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
      usleep(1_200_000)
      #expect(client.hear().count < large.count)
      client.end()
      #expect(try Client.ask(listener.port, "/large").body.count == large.count)
    }
  }

  @Test("what cannot be answered at once is told to come again")
  func busy() throws {
    let mayGo = Mutex(false)
    try listening(
      { $0.answers = 2 },
      handler: { request in
        while request.path != "/", !mayGo.withLock({ $0 }) { usleep(5_000) }
        return HTTPResponse(body: Array("hello\n".utf8))
      }
    ) { listener in
      let waiting = try (0..<2).map { _ in
        let client = try Client(listener.port)
        client.say(Array("GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
        return client
      }
      usleep(100_000)
      let answer = try Client.ask(listener.port, "/")
      #expect(answer.status == 503 && answer.head.contains("Retry-After"))
      mayGo.withLock { $0 = true }
      for client in waiting {
        #expect(Client.answer(client.hear()).status == 200)
        client.end()
      }
    }
  }

  @Test("ten thousand connections: some say nothing, some garbage, some leave at once")
  func many() throws {
    try listening({
      $0.headSeconds = 0.3
      $0.lingerSeconds = 0.05
      $0.answers = 64
    }) { listener in
      var answered = 0
      for round in 0..<100 {
        let clients = try (0..<100).map { index in
          let client = try Client(listener.port)
          switch (index + round) % 4 {
          case 0: client.say([UInt8](repeating: UInt8(index), count: 100))
          case 1: client.say(Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
          case 2: client.end()
          default: break
          }
          return client
        }
        for (index, client) in clients.enumerated() where (index + round) % 4 != 2 {
          if (index + round) % 4 == 1, Client.answer(client.hear()).status != 0 { answered += 1 }
          client.end()
        }
      }
      #expect(answered == 2500, "each good one among them got an answer")
    }
  }

  @Test("a port that is taken is named, and a stopped server is gone")
  func ending() throws {
    let listener = try HTTPListener(port: 0) { _ in HTTPResponse(body: []) }
    #expect(throws: HTTPListener.Failure.self) {
      try HTTPListener(port: listener.port) { _ in HTTPResponse(body: []) }
    }
    listener.stop()
    usleep(200_000)
    #expect(throws: (any Error).self) { try Client(listener.port) }
    #expect(throws: HTTPListener.Failure.self) {
      try HTTPListener(address: "a.b", port: 0) { _ in HTTPResponse(body: []) }
    }
  }
}
