// Client: a connection to a port of this machine, byte by byte, as a good or a hostile client would make it.

import Foundation
import Testing

struct Client {
  private let socket: Int32

  init(_ port: UInt16) throws {
    socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = port.bigEndian
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &place) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if result != 0 {
      Foundation.close(socket)
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .ECONNREFUSED)
    }
    var limit = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  /// Whether it was all taken.
  @discardableResult func say(_ bytes: [UInt8]) -> Bool {
    send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }

  /// All until the end.
  func hear() -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(socket, &buffer, buffer.count, 0)
      if count <= 0 { return all }
      all += buffer[..<count]
    }
  }

  func end() { close(socket) }

  /// A whole exchange.
  static func ask(_ port: UInt16, _ path: String, host: String = "127.0.0.1", method: String = "GET") throws
    -> (
      status: Int, head: String, body: [UInt8]
    )
  {
    let client = try Client(port)
    defer { client.end() }
    client.say(Array("\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\n\r\n".utf8))
    return answer(client.hear())
  }

  /// Status 0 for what is no answer.
  static func answer(_ bytes: [UInt8]) -> (status: Int, head: String, body: [UInt8]) {
    var end = 0
    while end + 4 <= bytes.count, Array(bytes[end..<end + 4]) != [13, 10, 13, 10] { end += 1 }
    let head = String(decoding: bytes.prefix(end), as: UTF8.self)
    let status = head.hasPrefix("HTTP/1.1 ") ? Int(head.dropFirst(9).prefix(3)) ?? 0 : 0
    return (status, head, Array(bytes.dropFirst(end + 4)))
  }
}
