// RawServer: a server on loopback that answers each connection with the bytes that a test wants, however wrong, or with
// nothing. For tests of clients that must survive any server.
// Relies on: Glibc's sockets; one thread accepts, one for each connection answers.

import Foundation

/// A server of arbitrary bytes. It ends with the test that holds it.
public final class RawServer: Sendable {

  private let listener: Int32
  /// The port it listens on.
  public let port: Int

  /// - Parameter answer: Called on a thread of its own with the request's head and a function that sends bytes; that
  ///   gives false once the client has gone. The connection ends with the call.
  public init(_ answer: @escaping @Sendable (String, (ArraySlice<UInt8>) -> Bool) -> Void) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    listener = descriptor
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(descriptor, pointer, length) == 0 && listen(descriptor, 16) == 0
          && getsockname(descriptor, pointer, &length) == 0
      }
    }
    precondition(bound, "no socket on loopback: \(String(cString: strerror(errno)))")
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread {
      while true {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else { return }
        Thread.detachNewThread {
          answer(Self.head(of: connection)) { Self.send($0, to: connection) }
          close(connection)
        }
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private static func head(of connection: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let got = recv(connection, &buffer, buffer.count, 0)
    return String(decoding: buffer.prefix(max(got, 0)), as: UTF8.self)
  }

  private static func send(_ bytes: ArraySlice<UInt8>, to connection: Int32) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes {
        Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard sent > 0 else { return false }
      rest.removeFirst(sent)
    }
    return true
  }
}
