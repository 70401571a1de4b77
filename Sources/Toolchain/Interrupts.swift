// Interrupts: what Ctrl-C and SIGTERM have to clean up. Live children and temporary folders are registered here; a
// thread of its own waits for the signals, ends the children's groups, removes the folders and exits.
// Relies on: sigwait, so that the cleaning runs as ordinary code and not in a signal handler.

import Foundation
import Synchronization

/// Children and folders that must not outlive us.
package enum Interrupts {
  private struct State {
    var children: Set<pid_t> = []
    var folders: Set<String> = []
    var isInstalled = false
    var isEnding = false
  }

  private static let state = Mutex(State())

  /// Starts the thread that waits for SIGINT, SIGTERM and SIGHUP. Call it first, on the main thread: threads that
  /// are made later inherit its mask.
  package static func install() {
    let isFirst = state.withLock { state in
      defer { state.isInstalled = true }
      return !state.isInstalled
    }
    guard isFirst else { return }
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    signal(SIGPIPE, SIG_IGN)
    let waited = signals
    let thread = Thread {
      var waited = waited
      var signal: Int32 = 0
      sigwait(&waited, &signal)
      cleanUp()
      _exit(128 + signal)
    }
    thread.name = "interrupts"
    thread.start()
  }

  /// Ends every child and removes every folder. Workers still run meanwhile: one that asks for a new child or folder, or
  /// whose child has ended, is held, so that the process ends with the signal's status and no report of a run cut short.
  private static func cleanUp() {
    // lesson-runner ends its whole run on this signal, sessions of their own or not; others die of it.
    endChildren { kill($0, SIGUSR1) }
    for round in 0..<50 {
      let (children, folders) = state.withLock { ($0.children, $0.folders) }
      for folder in folders { try? FileManager.default.removeItem(atPath: folder) }
      let isClean = !folders.contains { FileManager.default.fileExists(atPath: $0) }
      if children.isEmpty, isClean { return }
      if round == 20 { endChildren { kill(-$0, SIGKILL) } }
      usleep(10_000)
    }
  }

  /// A registered child is not reaped, so its id is nobody else's.
  private static func endChildren(_ end: (pid_t) -> Int32) {
    state.withLock { state in
      state.isEnding = true
      for child in state.children { _ = end(child) }
    }
  }

  /// Never returns once the end has begun.
  package static func holdWhenEnding() {
    while state.withLock({ $0.isEnding }) { sleep(1) }
  }

  /// Starts a child and registers it in one step, so that no interrupt falls between.
  static func register(
    _ start: () throws(ChildProcess.Failure) -> pid_t
  ) throws(ChildProcess.Failure) -> pid_t {
    while true {
      let started = try state.withLock { state throws(ChildProcess.Failure) -> pid_t? in
        if state.isEnding { return nil }
        let child = try start()
        state.children.insert(child)
        return child
      }
      if let started { return started }
      holdWhenEnding()
    }
  }

  /// Call it before the child is reaped.
  static func remove(_ child: pid_t) { _ = state.withLock { $0.children.remove(child) } }

  /// A fresh folder under `parent`, removed by `removeFolder` or by an interrupt. Its name carries our process id,
  /// so that `sweep` can tell whose it was.
  package static func makeFolder(under parent: String) throws -> String {
    let folder = "\(parent)/\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
    while true {
      let isMade = try state.withLock { state in
        if state.isEnding { return false }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        state.folders.insert(folder)
        return true
      }
      if isMade { return folder }
      holdWhenEnding()
    }
  }

  /// Removes a folder that `makeFolder` made.
  package static func removeFolder(_ folder: String) {
    try? FileManager.default.removeItem(atPath: folder)
    _ = state.withLock { $0.folders.remove(folder) }
  }

  /// Removes the folders under `parent` whose makers are gone: a killed run could not.
  package static func sweep(_ parent: String) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] {
      guard let owner = name.split(separator: "-").first.flatMap({ pid_t($0) }), kill(owner, 0) != 0,
        errno == ESRCH
      else { continue }
      try? FileManager.default.removeItem(atPath: parent + "/" + name)
    }
  }
}
