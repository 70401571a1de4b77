// ProbeServer: for a program to look into itself over HTTP, from the same machine. A line at its start is all:
//   let probe = try ProbeServer(port: 6060)
// Linking it keeps where every block of the heap was made, from the process's start on, at about twice the cost of malloc;
// a process that is started with LIVE_PROBE=0 pays nothing, and answers /metrics alone.
// Relies on: CMoment, the leak probe as a part of the program.

import CMoment
import Foundation
import HeapProfiles
import LeakCheck
import Probe
import ProbeRoutes
import Synchronization
import Traces

/// A server that answers for the process that it runs in.
public final class ProbeServer: Sendable {
  private let listener: HTTPListener

  /// Why there is none.
  public struct Failure: Error, Hashable, CustomStringConvertible {
    /// What is wrong.
    public let description: String
  }

  /// Listens, on a thread of its own, and answers `/metrics`, `/tasks` and `/debug/pprof/…`.
  ///
  /// - Parameters:
  ///   - address: Of IPv4. Who reaches it sees names of functions and numbers, and may stop all threads for the time that a
  ///     snapshot takes; so it is the loopback unless you say otherwise.
  ///   - port: 0 for any that is free.
  /// - Throws: `Failure` when the port cannot be had.
  public init(address: String = "127.0.0.1", port: UInt16 = 6060) throws(Failure) {
    let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    let routes = ProbeRoutes(OwnProcess(), symbolizer: try? Symbolizer(path: path))
    do {
      listener = try HTTPListener(address: address, port: port) { routes.response(to: $0) }
    } catch { throw Failure(description: error.message) }
  }

  /// The port that it listens on.
  public var port: UInt16 { listener.port }

  /// Ends it.
  public func stop() { listener.stop() }
}

private struct OwnProcess: ProbeSource {
  /// One moment at a time is written.
  private static let turn = Mutex(())

  var program: String { CommandLine.arguments.first ?? "this program" }

  func metrics() -> RuntimeMetrics { RuntimeMetrics.snapshot() }
  func moment() throws -> Snapshot { try snapshot(isWhole: true) }
  func blocks() throws -> Snapshot { try snapshot(isWhole: false) }

  func trace(seconds: Int) throws -> EventTrace {
    try Self.tracing.withLock { _ in
      let path = try Self.temporary()
      defer { unlink(path) }
      guard moment_trace_begin(path) != 0 else { throw Unavailable("there is no room in /tmp for a trace") }
      sleep(UInt32(seconds))
      moment_trace_end()
      return try EventTrace(Data(Self.bytes(of: path)))
    }
  }

  private static let tracing = Mutex(())

  private static func temporary() throws -> [CChar] {
    var path = Array("/tmp/probe-XXXXXX\0".utf8).map { CChar(bitPattern: $0) }
    let file = mkstemp(&path)
    guard file >= 0 else { throw Unavailable("there is no room in /tmp") }
    close(file)
    return path
  }

  private static func bytes(of path: [CChar]) throws -> [UInt8] {
    guard let file = fopen(path, "re") else { throw Unavailable("what was written cannot be read") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  private func snapshot(isWhole: Bool) throws -> Snapshot {
    guard moment_is_kept() != 0 else {
      throw Unavailable("this process was started with LIVE_PROBE=0, and keeps no stacks")
    }
    return try Self.turn.withLock { _ in
      let path = try Self.temporary()
      defer { unlink(path) }
      guard moment_write(path, isWhole ? 1 : 0) != 0 else {
        throw Unavailable("the heap is too large to be written")
      }
      return try Snapshot(Self.bytes(of: path))
    }
  }
}
