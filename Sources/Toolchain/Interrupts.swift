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

  /// Ends every child's process group and removes every folder. Workers still run meanwhile: none gets a new folder, and
  /// what one is just filling is removed again.
  package static func cleanUp() {
    state.withLock { $0.isEnding = true }
    for _ in 0..<20 {
      let (children, folders) = state.withLock { ($0.children, $0.folders) }
      for child in children { kill(-child, SIGKILL) }
      for folder in folders { try? FileManager.default.removeItem(atPath: folder) }
      if !folders.contains(where: { FileManager.default.fileExists(atPath: $0) }) { return }
      usleep(10_000)
    }
  }

  /// Why no folder is given out any more.
  private struct Ending: Error {}

  static func add(_ child: pid_t) { _ = state.withLock { $0.children.insert(child) } }
  /// A worker whose child was ended by an interrupt has nothing more to say: it waits for the end of the process.
  static func remove(_ child: pid_t) {
    let isEnding = state.withLock { state in
      state.children.remove(child)
      return state.isEnding
    }
    while isEnding { sleep(1) }
  }

  /// A fresh folder under `parent`, removed by `removeFolder` or by an interrupt. Its name carries our process id,
  /// so that `sweep` can tell whose it was.
  package static func makeFolder(under parent: String) throws -> String {
    let folder = "\(parent)/\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
    try state.withLock { state in
      if state.isEnding { throw Ending() }
      state.folders.insert(folder)
    }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
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
