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
  let endSignal: Int32
  /// Milliseconds between two looks of the watcher.
  private let interval: Int32 = 20

  init(pipes: Pipes, limit: Int, endSignal: Int32) {
    self.pipes = pipes
    self.limit = limit
    self.endSignal = endSignal
  }

  func readAll(
    into result: inout ChildProcess.Result, start: Double, process: pid_t,
    watch: ((pid_t, Double) -> ChildProcess.StopReason?)?
  ) {
    var open = pipes.readers
    defer { for descriptor in open { close(descriptor) } }
    var farewell: Farewell?
    var isOver = false
    while !open.isEmpty {
      var polls = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      poll(&polls, nfds_t(polls.count), watch == nil && farewell == nil ? -1 : interval)
      for entry in polls where entry.revents != 0 {
        let index = pipes.readers.firstIndex(of: entry.fd) ?? 0
        if !read(entry.fd, index, &result, &isOver) { open.removeAll { $0 == entry.fd } }
      }
      let now = Clock.seconds()
      if farewell != nil {
        if farewell?.act(now) == false { return }
      } else if let reason = isOver ? .output : watch?(process, now - start) {
        result.stopped = reason
        farewell = Farewell(to: process, reason, endSignal: endSignal, now)
        _ = farewell?.act(now)
      } else if watch != nil, hasEnded(process) {
        // A grandchild may hold the pipes open; what the child itself wrote is already in them.
        drain(&open, &result)
        return
      }
    }
  }

  private func hasEnded(_ process: pid_t) -> Bool {
    var info = siginfo_t()
    return waitid(P_PID, id_t(process), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_signo == SIGCHLD
  }

  private func drain(_ open: inout [Int32], _ result: inout ChildProcess.Result) {
    var isOver = false
    for descriptor in open {
      let index = pipes.readers.firstIndex(of: descriptor) ?? 0
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      while poll(&entry, 1, 0) > 0, !isOver, read(descriptor, index, &result, &isOver) {}
    }
  }

  /// Keeps at most `limit` bytes of a stream, and says in `isOver` that there were more. False at the end of the stream.
  private func read(
    _ descriptor: Int32, _ index: Int, _ result: inout ChildProcess.Result, _ isOver: inout Bool
  ) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    if count < 0 { return errno == EINTR || errno == EAGAIN }
    guard count > 0 else { return false }
    switch index {
    case 0: keep(buffer[..<count], in: &result.standardOutput, &isOver)
    case 1: keep(buffer[..<count], in: &result.standardError, &isOver)
    default: keep(buffer[..<count], in: &result.report, &isOver)
    }
    return true
  }

  private func keep(_ bytes: ArraySlice<UInt8>, in stream: inout [UInt8], _ isOver: inout Bool) {
    let room = limit - stream.count
    stream += bytes.prefix(room)
    if bytes.count > room { isOver = true }
  }
}

/// What a child that is stopped gets, and when: first asked, where it may take its time; then ended; then its whole group
/// killed; then left.
private struct Farewell {
  /// Seconds between two steps.
  private let grace = 0.5
  private var steps: [(target: pid_t, signal: Int32)]
  private var next: Double

  init(to process: pid_t, _ reason: ChildProcess.StopReason, endSignal: Int32, _ now: Double) {
    steps = reason == .timeout ? [(-process, SIGTERM)] : []
    if endSignal != SIGKILL { steps.append((process, endSignal)) }
    steps.append((-process, SIGKILL))
    next = now
  }

  /// Takes the step that is due. False when all were taken and it does not help to wait longer.
  mutating func act(_ now: Double) -> Bool {
    guard now >= next else { return true }
    guard let step = steps.first else { return false }
    steps.removeFirst()
    next = now + grace
    kill(step.target, step.signal)
    return true
  }
}
