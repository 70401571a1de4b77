// OutputReader: the pipes of a running child, read together until it has closed them all or has to be stopped.
// Relies on: poll(2). The child's watcher is asked between reads, so that a silent child is watched, too.

import CProcess
import Glibc

/// The pipes between a child and us.
struct Pipes {
  var readers: [Int32] = []
  var writers: [Int32] = []

  /// - Parameter isMerged: Then the second pipe is made and stays unused, so that indices hold.
  init(count: Int, isMerged: Bool) throws(ChildProcess.Failure) {
    for _ in 0..<count {
      var ends: [Int32] = [0, 0]
      guard pipe2(&ends, O_CLOEXEC) == 0 else {
        closeAll()
        throw ChildProcess.Failure(message: "no more descriptors: \(String(cString: strerror(errno)))")
      }
      readers.append(ends[0])
      writers.append(ends[1])
    }
  }

  mutating func closeWriters() {
    for descriptor in writers { close(descriptor) }
    writers = []
  }

  mutating func closeAll() {
    for descriptor in readers + writers { close(descriptor) }
    (readers, writers) = ([], [])
  }
}

/// Reads what a child writes.
struct OutputReader {
  let pipes: Pipes
  let limit: Int
  /// Milliseconds between two looks of the watcher.
  private let interval: Int32 = 20
  /// Seconds between a polite and an impolite end.
  private let grace = 0.5

  func readAll(
    into result: inout ChildProcess.Result, start: Double, process: pid_t,
    watch: ((pid_t, Double) -> ChildProcess.StopReason?)?
  ) {
    var open = pipes.readers
    defer { for descriptor in open { close(descriptor) } }
    var killAt: Double?
    while !open.isEmpty {
      var polls = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      poll(&polls, nfds_t(polls.count), watch == nil ? -1 : interval)
      for entry in polls where entry.revents != 0 {
        let index = pipes.readers.firstIndex(of: entry.fd) ?? 0
        if !read(entry.fd, index, &result) { open.removeAll { $0 == entry.fd } }
      }
      let now = Clock.seconds()
      if let at = killAt {
        if now >= at { kill(-process, SIGKILL) }
        if now >= at + grace { return }
      } else if let reason = overflow(result) ?? watch?(process, now - start) {
        result.stopped = reason
        kill(-process, reason == .timeout ? SIGTERM : SIGKILL)
        killAt = now + (reason == .timeout ? grace : 0)
      } else if watch != nil, hasEnded(process) {
        // A grandchild may hold the pipes open; what the child itself wrote is already in them.
        drain(&open, &result)
        return
      }
    }
  }

  private func overflow(_ result: ChildProcess.Result) -> ChildProcess.StopReason? {
    result.standardOutput.count > limit || result.standardError.count > limit ? .output : nil
  }

  private func hasEnded(_ process: pid_t) -> Bool {
    var info = siginfo_t()
    return waitid(P_PID, id_t(process), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_signo == SIGCHLD
  }

  private func drain(_ open: inout [Int32], _ result: inout ChildProcess.Result) {
    for descriptor in open {
      let index = pipes.readers.firstIndex(of: descriptor) ?? 0
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      while poll(&entry, 1, 0) > 0, overflow(result) == nil, read(descriptor, index, &result) {}
    }
  }

  /// False at the end of the stream.
  private func read(_ descriptor: Int32, _ index: Int, _ result: inout ChildProcess.Result) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    if count < 0 { return errno == EINTR || errno == EAGAIN }
    guard count > 0 else { return false }
    switch index {
    case 0: result.standardOutput += buffer[..<count]
    case 1: result.standardError += buffer[..<count]
    default: result.report += buffer[..<count]
    }
    return true
  }
}
