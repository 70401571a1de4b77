// HTTPListener: a small server for one purpose: to look into a program from the same machine. One thread of its own waits for
// all connections, so that it answers also when every thread of the program's pool is blocked, which is when one asks.
// Answers are made on further threads, a few at a time. Everything that a client may make large, slow or many has a limit.
// Source: poll(2), socket(7). Decision 0063 says why it is not FlyingFox.

import Glibc
import Synchronization

/// What limits clients.
package struct HTTPLimits: Sendable {
  /// Connections at once; further ones wait in the kernel's queue, and in its turn are refused by it.
  package var connections = 64
  /// Answers that are being made at once; what comes beyond is told to come again.
  package var answers = 4
  /// Seconds for a head to arrive.
  package var headSeconds = 5.0
  /// Seconds for an answer to be taken.
  package var answerSeconds = 30.0
  /// Seconds for a client to end the connection when it has its answer.
  package var lingerSeconds = 5.0

  package init() {}
}

/// A server that listens.
package final class HTTPListener: Sendable {
  package typealias Handler = @Sendable (HTTPRequest) -> HTTPResponse

  /// Why there is none.
  package struct Failure: Error, Hashable {
    package var message: String
  }

  /// An address that is not this machine's own is answered, too.
  package let isPublic: Bool
  /// The port.
  package let port: UInt16
  private let limits: HTTPLimits
  private let handler: Handler
  private let listener: Int32
  /// Written to when an answer is ready, and to end.
  private let bell: Int32
  private let heard: Int32
  private let finished = Mutex<[(connection: Int, bytes: [UInt8])]>([])
  private let isEnding = Atomic<Bool>(false)

  /// Listens, and answers from then on.
  ///
  /// - Parameters:
  ///   - address: Of IPv4.
  ///   - port: 0 for any that is free.
  /// - Throws: `Failure`.
  package init(
    address: String = "127.0.0.1", port: UInt16, limits: HTTPLimits = HTTPLimits(), handler: @escaping Handler
  ) throws(Failure) {
    self.limits = limits
    self.handler = handler
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = port.bigEndian
    guard inet_pton(AF_INET, address, &place.sin_addr) == 1 else {
      throw Failure(message: "'\(address)' is no address of IPv4")
    }
    isPublic = UInt32(bigEndian: place.sin_addr.s_addr) >> 24 != 127
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var ends: [Int32] = [-1, -1]
    pipe(&ends)
    for descriptor in [listener, ends[0], ends[1]] { Self.prepare(descriptor) }
    var one: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &place) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, length) == 0 && listen(listener, 128) == 0
          && getsockname(listener, address, &length) == 0
      }
    }
    let error = errno
    self.listener = listener
    (heard, bell) = (ends[0], ends[1])
    self.port = UInt16(bigEndian: place.sin_port)
    guard listener >= 0, bell >= 0, isBound else {
      for descriptor in [listener, heard, bell] where descriptor >= 0 { close(descriptor) }
      throw Failure(message: "\(address):\(port) cannot be had: \(String(cString: strerror(error)))")
    }
    startThread { [self] in serve() }
  }

  /// Ends it; connections are cut off.
  package func stop() {
    isEnding.store(true, ordering: .releasing)
    ring()
  }

  private func ring() {
    // A pipe that is full has been heard of anyway.
    var one: UInt8 = 1
    write(bell, &one, 1)
  }

  /// No call may wait for it, and no child inherits it.
  private static func prepare(_ descriptor: Int32) {
    guard descriptor >= 0 else { return }
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  /// The answers that are ready.
  private func takeFinished() -> [(connection: Int, bytes: [UInt8])] {
    finished.withLock { finished in
      let all = finished
      finished = []
      return all
    }
  }

  // MARK: Connections

  private struct Connection {
    var socket: Int32
    var deadline: Double
    var head: [UInt8] = []
    var answer: [UInt8]?
    var sent = 0
    var isHead = false
    /// An answer is being made.
    var isWaiting = false
    /// The answer is sent, and what the client still says is thrown away until it ends or its time is over: closing with unread
    /// bytes would reset the connection and take the answer away from the client.
    var isLingering = false
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private func serve() {
    var connections: [Int: Connection] = [:]
    var next = 0
    var making = 0
    while !isEnding.load(ordering: .acquiring) {
      let keys = connections.keys.sorted()
      var waits = [pollfd(fd: heard, events: Int16(POLLIN), revents: 0)]
      waits.append(
        pollfd(fd: connections.count < limits.connections ? listener : -1, events: Int16(POLLIN), revents: 0))
      for key in keys {
        let connection = connections[key]!
        let events = connection.answer != nil && !connection.isLingering ? POLLOUT : POLLIN
        waits.append(
          pollfd(fd: connection.isWaiting ? -1 : connection.socket, events: Int16(events), revents: 0))
      }
      let now = Self.now()
      let soonest = connections.values.filter { !$0.isWaiting }.map(\.deadline).min()
      let pause = soonest.map { max(0, min(1000, Int32(($0 - now) * 1000) + 1)) } ?? -1
      guard poll(&waits, nfds_t(waits.count), pause) >= 0 || errno == EINTR else { break }
      if waits[0].revents != 0 {
        var rung = [UInt8](repeating: 0, count: 256)
        read(heard, &rung, rung.count)
        for (key, bytes) in takeFinished() {
          making -= 1
          connections[key]?.answer = bytes
          connections[key]?.isWaiting = false
          connections[key]?.deadline = Self.now() + limits.answerSeconds
        }
      }
      for (index, key) in keys.enumerated() where waits[index + 2].revents != 0 {
        advance(key, &connections, &making)
      }
      let late = Self.now()
      for (key, connection) in connections where !connection.isWaiting && connection.deadline <= late {
        guard connection.answer == nil else {
          drop(key, &connections)
          continue
        }
        answer(
          key, HTTPResponse(.init(status: 408, message: "the request did not arrive in time")), &connections)
      }
      if waits[1].revents != 0 {
        while connections.count < limits.connections {
          let socket = accept(listener, nil, nil)
          if socket < 0 {
            // Without descriptors it would be asked again and again.
            if errno == EMFILE || errno == ENFILE { usleep(50_000) }
            break
          }
          Self.prepare(socket)
          connections[next] = Connection(socket: socket, deadline: Self.now() + limits.headSeconds)
          next += 1
        }
      }
    }
    for connection in connections.values { close(connection.socket) }
    close(listener)
    // The bell stays: an answer that is still being made rings it.
  }

  private func drop(_ key: Int, _ connections: inout [Int: Connection]) {
    if let connection = connections.removeValue(forKey: key) { close(connection.socket) }
  }

  private func answer(_ key: Int, _ response: HTTPResponse, _ connections: inout [Int: Connection]) {
    let isHead = connections[key]?.isHead ?? false
    connections[key]?.answer = response.bytes(isHead: isHead)
    connections[key]?.deadline = Self.now() + limits.answerSeconds
  }

  private func advance(_ key: Int, _ connections: inout [Int: Connection], _ making: inout Int) {
    guard let connection = connections[key] else { return }
    if connection.isLingering {
      var rest = [UInt8](repeating: 0, count: 4096)
      let count = recv(connection.socket, &rest, rest.count, 0)
      if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) { drop(key, &connections) }
    } else if let bytes = connection.answer {
      let count = bytes.withUnsafeBytes { all in
        send(
          connection.socket, all.baseAddress! + connection.sent, all.count - connection.sent,
          Int32(MSG_NOSIGNAL))
      }
      if count < 0 {
        if errno != EAGAIN && errno != EINTR { drop(key, &connections) }
        return
      }
      connections[key]!.sent += count
      if connections[key]!.sent == bytes.count {
        shutdown(connection.socket, Int32(SHUT_WR))
        connections[key]!.isLingering = true
        connections[key]!.deadline = Self.now() + limits.lingerSeconds
      }
    } else {
      receive(key, &connections, &making)
    }
  }

  private func receive(_ key: Int, _ connections: inout [Int: Connection], _ making: inout Int) {
    var buffer = [UInt8](repeating: 0, count: 2048)
    let count = recv(connections[key]!.socket, &buffer, buffer.count, 0)
    if count < 0, errno == EAGAIN || errno == EINTR { return }
    guard count > 0 else { return drop(key, &connections) }
    connections[key]!.head += buffer[..<count]
    let head = connections[key]!.head
    guard let end = Self.end(of: head, from: head.count - count) else {
      if head.count > HTTPRequest.longestHead {
        answer(key, HTTPResponse(.init(status: 431, message: "the head is too long")), &connections)
      }
      return
    }
    do throws(HTTPRequest.Refusal) {
      guard end <= HTTPRequest.longestHead else {
        throw HTTPRequest.Refusal(status: 431, message: "the head is too long")
      }
      let request = try HTTPRequest(head: Array(head[..<end]))
      connections[key]!.isHead = request.isHead
      guard isPublic || isOwn(request.host) else {
        // A page of another site may make a browser ask for its own name's address, which it has set to this one.
        throw HTTPRequest.Refusal(status: 403, message: "ask for 127.0.0.1 or localhost")
      }
      guard making < limits.answers else {
        throw HTTPRequest.Refusal(status: 503, message: "other requests are being answered")
      }
      making += 1
      connections[key]!.isWaiting = true
      startThread { [self] in
        let bytes = handler(request).bytes(isHead: request.isHead)
        finished.withLock { $0.append((key, bytes)) }
        ring()
      }
    } catch {
      answer(key, HTTPResponse(error), &connections)
    }
  }

  private func isOwn(_ host: String?) -> Bool {
    guard let host else { return true }
    let name = host.split(separator: ":", maxSplits: 1).first ?? ""
    return name == "localhost" || name.hasPrefix("127.")
  }

  /// Where the head ends.
  private static func end(of bytes: [UInt8], from: Int) -> Int? {
    var at = max(3, from - 3)
    while at < bytes.count {
      if bytes[at] == 10, bytes[at - 1] == 13, bytes[at - 2] == 10, bytes[at - 3] == 13 { return at + 1 }
      at += 1
    }
    return nil
  }
}

/// A thread that nobody joins, which takes no signals of the program's.
private func startThread(_ body: @escaping @Sendable () -> Void) {
  final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  var all = sigset_t()
  var before = sigset_t()
  sigfillset(&all)
  // The probe stops threads by it.
  sigdelset(&all, SIGPROF)
  pthread_sigmask(SIG_SETMASK, &all, &before)
  defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  defer { pthread_attr_destroy(&attributes) }
  pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
  pthread_attr_setstacksize(&attributes, 1 << 20)
  var thread = pthread_t()
  let box = Unmanaged.passRetained(Box(body))
  let error = pthread_create(
    &thread, &attributes,
    { argument in
      Unmanaged<Box>.fromOpaque(argument!).takeRetainedValue().body()
      return nil
    }, box.toOpaque())
  if error != 0 { box.release() }
}
