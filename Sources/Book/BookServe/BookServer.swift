// BookServer: the book on 127.0.0.1, made anew whenever a file that it is made of changes. The browser's page
// asks for the version and gets an answer when there is another one.
// Relies on: FlyingFox, FileWatch.

import BookMarkdown
import FlyingFox
import Foundation
import Synchronization
import Toolchain

/// Serves a book while it is being written.
package struct BookServer: Sendable {
  /// The port on 127.0.0.1.
  package var port: UInt16
  /// The files whose change makes the book anew.
  package var sources: @Sendable () -> [String]
  /// Makes the book. Called on a thread of its own, never twice at once.
  package var make: @Sendable () -> ServedBook
  /// Told after each making.
  package var report: @Sendable (ServedBook, _ seconds: Double) -> Void

  package init(
    port: UInt16, sources: @escaping @Sendable () -> [String], make: @escaping @Sendable () -> ServedBook,
    report: @escaping @Sendable (ServedBook, Double) -> Void
  ) {
    self.port = port
    self.sources = sources
    self.make = make
    self.report = report
  }

  /// The book and how often it was made.
  private final class Current: Sendable {
    private let state: Mutex<(book: ServedBook, version: Int)>

    init(_ book: ServedBook) { state = Mutex((book, 1)) }

    var now: (book: ServedBook, version: Int) { state.withLock { $0 } }
    func replace(_ book: ServedBook) { state.withLock { $0 = (book, $0.version + 1) } }
  }

  /// Serves until the process is ended.
  ///
  /// - Throws: A `Problem` when the port cannot be had.
  package func run() async throws {
    let watch = FileWatch(interval: 0.15, files: sources)
    let current = Current(timed(make))
    renew(current, watch)
    let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: port), logger: .disabled)
    await server.appendRoute("GET /-/version") { request in
      let since = request.query["since"] ?? ""
      // A browser waits half a minute before it asks again.
      for _ in 0..<300 where "\(current.now.version)" == since {
        try await Task.sleep(for: .milliseconds(100))
      }
      return HTTPResponse(statusCode: .ok, body: Data("\(current.now.version)".utf8))
    }
    await server.appendRoute("GET /*") { request in
      let (book, version) = current.now
      guard let (type, bytes) = book.response(to: request.path, version: version) else {
        return HTTPResponse(statusCode: .notFound, body: Data("no such page: \(request.path)\n".utf8))
      }
      return HTTPResponse(
        statusCode: .ok, headers: [.contentType: type, HTTPHeader("Cache-Control"): "no-store"],
        body: Data(bytes))
    }
    do {
      try await server.run()
    } catch {
      throw Problem(
        "serve", "127.0.0.1:\(port)", .init(line: 1, column: 1), "this port cannot be had: \(error)",
        remedy: "end what uses it, or choose another with --port", severity: .engine)
    }
  }

  private func timed(_ make: @Sendable () -> ServedBook) -> ServedBook {
    let start = Clock.seconds()
    let book = make()
    report(book, Clock.seconds() - start)
    return book
  }

  private func renew(_ current: Current, _ watch: FileWatch) {
    let thread = Thread {
      var watch = watch
      watch.run { _ in
        current.replace(timed(make))
        return true
      }
    }
    thread.name = "watch"
    thread.start()
  }
}
