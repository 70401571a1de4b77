// The HTTP store beside a real server, nginx with WebDAV, and beside servers that lie, stall or talk without end.

import Foundation
import TestSupport
import Testing
import Toolchain

/// nginx on loopback, with a folder into which it lets PUT write; with a password where a test wants one.
private final class WebDAV: @unchecked Sendable {
  static let program = ["/usr/sbin/nginx", "/usr/bin/nginx"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  let folder = "/tmp/webdav-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
  let port = Int.random(in: 20000..<30000)
  private let process = Process()

  init(password: String? = nil) throws {
    let nginx = try #require(Self.program, "nginx is missing; Scripts/setup tests installs it")
    try FileManager.default.createDirectory(atPath: folder + "/files", withIntermediateDirectories: true)
    // Everybody may write: its workers are another user's when a test runs as root.
    chmod(folder, 0o755)
    chmod(folder + "/files", 0o777)
    try Data("reader:{PLAIN}\(password ?? "")\n".utf8).write(to: URL(fileURLWithPath: folder + "/users"))
    let lock = password == nil ? "" : "auth_basic cache; auth_basic_user_file \(folder)/users;"
    let configuration = """
      daemon off; pid \(folder)/pid; error_log \(folder)/errors; worker_processes 1;
      events {}
      http {
        access_log off; client_body_temp_path \(folder)/files/.body; client_max_body_size 64m;
        proxy_temp_path \(folder)/p; fastcgi_temp_path \(folder)/f; uwsgi_temp_path \(folder)/u; scgi_temp_path \(folder)/s;
        server {
          listen 127.0.0.1:\(port); root \(folder)/files; \(lock)
          location / { dav_methods PUT; create_full_put_path on; dav_access user:rw all:rw; }
        }
      }
      """
    try Data(configuration.utf8).write(to: URL(fileURLWithPath: folder + "/nginx.conf"))
    process.executableURL = URL(fileURLWithPath: nginx)
    process.arguments = ["-c", folder + "/nginx.conf", "-e", folder + "/errors"]
    process.standardError = FileHandle.nullDevice
    try process.run()
    for _ in 0..<200 where !FileManager.default.fileExists(atPath: folder + "/pid") { usleep(25000) }
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
    try? FileManager.default.removeItem(atPath: folder)
  }

  func store(_ user: String = "", token: String? = nil) throws -> HTTPStore {
    try #require(HTTPStore("http://\(user)127.0.0.1:\(port)/cache", token: token))
  }
}

/// Runs what blocks on a thread of its own: a test's thread is the pool's, on which the session's answers wait for their turn.
private func onThread<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws
  -> Result
{
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Swift.Result { try work() }) }
  }
}

@Suite("an HTTP cache as store", .serialized, .timeLimit(.minutes(1)))
struct HTTPStoreTests {
  private static let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
  private static let name = SharedName(.content, SHA256.hex(bytes))!

  @Test("nginx with WebDAV keeps what is put and gives it to another client; what it has not is missing")
  func nginx() async throws {
    let server = try WebDAV()
    #expect(try await onThread { try server.store().read(Self.name, most: 1 << 20) } == nil)
    try await onThread { try server.store().write(Self.bytes, as: Self.name) }
    #expect(try await onThread { try server.store().read(Self.name, most: 1 << 20) } == Self.bytes)
    let file = "\(server.folder)/files/cache/cas/\(Self.name.hash)"
    #expect(FileManager.default.contents(atPath: file).map(Array.init) == Self.bytes)
  }

  @Test("whole programs pass through nginx, with a secret and from several threads")
  func programs() async throws {
    let server = try WebDAV()
    let file = server.folder + "/main.o"
    try Data(Self.bytes).write(to: URL(fileURLWithPath: file))
    let giver = SharedPrograms(try server.store(), secret: "s")
    let taker = SharedPrograms(try server.store(), secret: "s")
    try await withThrowingTaskGroup(of: [CompilerDiagnostic]?.self) { group in
      for turn in 0..<16 {
        group.addTask {
          try await onThread {
            let action = SHA256.hex(fields: ["\(turn)"])
            giver.give(action, file, [])
            return taker.take(action, to: "\(server.folder)/\(turn).o")
          }
        }
      }
      for try await taken in group { #expect(taken == []) }
    }
    #expect(giver.account == .init(written: 16) && taker.account == .init(taken: 16))
  }

  @Test("a password opens a guarded server; without it the message says what to set")
  func password() async throws {
    let server = try WebDAV(password: "open")
    let failure = await #expect(throws: SharedStoreFailure.self) {
      try await onThread { try server.store().write(Self.bytes, as: Self.name) }
    }
    #expect(failure?.message.contains("401") == true, "\(failure?.message ?? "")")
    #expect(failure?.message.contains("LESSON_SHARED_TOKEN") == true)
    let store = try server.store("reader:open@")
    #expect(!store.place.contains("open"))
    try await onThread { try store.write(Self.bytes, as: Self.name) }
    #expect(try await onThread { try store.read(Self.name, most: 1 << 20) } == Self.bytes)
  }

  /// Servers that do not do what they should. Each is asked for one name of at most 1,000 bytes.
  private static let misbehavior: [(String, @Sendable (String, (ArraySlice<UInt8>) -> Bool) -> Void)] = [
    ("closes at once", { _, _ in }),
    ("says nothing", { _, _ in usleep(3_000_000) }),
    ("is no web server", { _, send in _ = send(Array("SSH-2.0-OpenSSH\r\n".utf8)[...]) }),
    ("refuses", { _, send in _ = send(Array("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n".utf8)[...]) }),
    ("fails", { _, send in _ = send(Array("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n".utf8)[...]) }),
    (
      "sends elsewhere",
      { _, send in
        _ = send(
          Array("HTTP/1.1 302 Go\r\nLocation: http://127.0.0.1:1/other\r\nContent-Length: 0\r\n\r\n".utf8)[
            ...])
      }
    ),
    (
      "talks without end",
      { _, send in
        _ = send(Array("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".utf8)[...])
        while send([UInt8](repeating: 65, count: 1 << 16)[...]) {}
      }
    ),
    (
      "ends in the middle",
      { _, send in _ = send(Array("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nshort".utf8)[...]) }
    ),
    (
      "drips",
      { _, send in
        _ = send(Array("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n".utf8)[...])
        while send([65][...]) { usleep(200_000) }
      }
    ),
  ]

  @Test("no server holds a reader up or makes it take wrong bytes", arguments: misbehavior.indices)
  func hostile(_ index: Int) async throws {
    let (what, answer) = Self.misbehavior[index]
    let server = RawServer(answer)
    let store = try #require(HTTPStore("http://127.0.0.1:\(server.port)", token: nil, seconds: 1))
    // That this comes back at all is the point; the suite has a limit.
    await #expect(throws: SharedStoreFailure.self, "\(what)") {
      try await onThread { try store.read(Self.name, most: 1000) }
    }
  }

  @Test("a token is sent as a bearer's")
  func token() async throws {
    let server = RawServer { head, send in
      let isKnown = head.contains("Authorization: Bearer abc\r\n")
      let status = isKnown ? "200 OK" : "401 No"
      _ = send(Array("HTTP/1.1 \(status)\r\nContent-Length: 2\r\n\r\nok".utf8)[...])
    }
    let address = "http://127.0.0.1:\(server.port)"
    let answer = try await onThread { try HTTPStore(address, token: "abc")?.read(Self.name, most: 9) }
    #expect(answer == Array("ok".utf8))
    await #expect(throws: SharedStoreFailure.self) {
      try await onThread { try HTTPStore(address, token: "abd")?.read(Self.name, most: 9) }
    }
  }

  @Test("an address that is none is refused", arguments: ["ftp://host/x", "http://", "folder", ""])
  func address(_ text: String) { #expect(HTTPStore(text, token: nil) == nil) }
}
