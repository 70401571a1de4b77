// ChildProcess: one program run to its end, its output read while it runs. Every child has a process group of its own
// and is registered while it lives, so that an interrupt leaves none behind.
// Relies on: posix_spawn and poll from Glibc; Interrupts for the registry.

import CProcess
import Glibc

/// A program to run, and what came of it.
package struct ChildProcess {
  /// Absolute path.
  package var executable: String
  package var arguments: [String]
  /// `KEY=value`; nothing is inherited.
  package var environment: [String]
  package var workingFolder: String?
  /// Both streams through one pipe, in the order in which they were written.
  package var mergesStreams = false
  /// A third pipe at descriptor 3, read like the others; nil when the child gets none.
  package var hasReportPipe = false
  /// Bytes kept of each stream; what comes after ends the run.
  package var outputLimit = 1 << 20
  /// What ends it when it has to; anything but SIGKILL goes to the child alone, which then ends its own children and
  /// is killed with its whole group when it takes too long.
  package var endSignal = SIGKILL
  /// Called every so often while the child runs; a reason returned ends it.
  package var watch: ((_ process: pid_t, _ seconds: Double) -> StopReason?)?

  package init(_ executable: String, _ arguments: [String], environment: [String] = []) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
  }

  /// Why a child was stopped from outside.
  package enum StopReason: Hashable, Sendable {
    case timeout
    case output
    case memory
    case processes
  }

  /// How a child ended.
  package enum Ending: Hashable, Sendable {
    case exit(Int32)
    case signal(Int32)
  }

  /// What came of a run.
  package struct Result: Sendable {
    package var ending = Ending.exit(0)
    package var standardOutput: [UInt8] = []
    package var standardError: [UInt8] = []
    package var report: [UInt8] = []
    package var stopped: StopReason?
    /// Wall time in seconds.
    package var seconds = 0.0
    /// Peak resident size of the largest process among it and its waited-for children, in bytes.
    package var peakBytes = 0

    package init() {}
  }

  /// Why a child could not be started.
  package struct Failure: Error, Hashable {
    package var message: String

    package init(message: String) { self.message = message }
  }

  /// Runs it to its end.
  ///
  /// - Throws: `Failure` when it cannot be started.
  package func run() throws(Failure) -> Result {
    var pipes = try Pipes(count: hasReportPipe ? 3 : 2, isMerged: mergesStreams)
    let process: pid_t
    do {
      process = try Interrupts.register { () throws(Failure) in try spawn(pipes) }
    } catch {
      pipes.closeAll()
      throw error
    }
    pipes.closeWriters()
    let start = Clock.seconds()
    var result = Result()
    let reader = OutputReader(pipes: pipes, limit: outputLimit, endSignal: endSignal)
    reader.readAll(into: &result, start: start, process: process, watch: watch)
    reap(process, &result)
    Interrupts.holdWhenEnding()
    result.seconds = Clock.seconds() - start
    return result
  }

  private func reap(_ process: pid_t, _ result: inout Result) {
    // While it is not reaped its id, and so its group's, belongs to nobody else: whatever is left of the group goes now.
    var info = siginfo_t()
    while waitid(P_PID, id_t(process), &info, WEXITED | WNOWAIT) < 0, errno == EINTR {}
    kill(-process, SIGKILL)
    Interrupts.remove(process)
    var status: Int32 = 0
    var usage = rusage()
    while wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
    let signal = status & 0x7F
    result.ending = signal == 0 ? .exit((status >> 8) & 0xFF) : .signal(signal)
    result.peakBytes = Int(usage.ru_maxrss) * 1024
  }

  private func spawn(_ pipes: Pipes) throws(Failure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, pipes.writers[0], 1)
    posix_spawn_file_actions_adddup2(&actions, mergesStreams ? pipes.writers[0] : pipes.writers[1], 2)
    if hasReportPipe { posix_spawn_file_actions_adddup2(&actions, pipes.writers[2], 3) }
    posix_spawn_file_actions_addclosefrom_np(&actions, hasReportPipe ? 4 : 3)
    if let workingFolder { posix_spawn_file_actions_addchdir_np(&actions, workingFolder) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for signal in [SIGINT, SIGTERM, SIGPIPE, SIGHUP] { sigaddset(&defaults, signal) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var process: pid_t = 0
    let code = CStrings.with([executable] + arguments, environment) { argv, envp in
      posix_spawn(&process, executable, &actions, &attributes, argv, envp)
    }
    guard code == 0 else {
      throw Failure(message: "cannot start \(executable): \(String(cString: strerror(code)))")
    }
    return process
  }
}

/// A monotonic clock.
package enum Clock {
  /// Seconds since some moment in the past.
  package static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// Arrays of C strings for one call.
private enum CStrings {
  static func with<Result>(
    _ arguments: [String], _ environment: [String],
    _ body: ([UnsafeMutablePointer<CChar>?], [UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let argv = arguments.map { strdup($0) } + [nil]
    let envp = environment.map { strdup($0) } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    return body(argv, envp)
  }
}
