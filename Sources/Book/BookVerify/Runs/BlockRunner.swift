// BlockRunner: runs an image or a command under its limits, in a fresh folder and a clean environment.
// This bounds accidents. It is no sandbox against hostile code.
// Relies on: lesson-runner for namespaces and rlimits; ChildProcess; ProcessTree for what no rlimit bounds.

import Foundation
import Toolchain

/// Starts runs.
package struct BlockRunner: Sendable {
  /// Path of lesson-runner.
  package var runner: String
  /// Where runs get their folders.
  package var temporary: String
  /// Random hash seeds instead of fixed ones, to see whether output depends on them.
  package var hashesRandomly = false
  /// Path of the toolchain's and the system's programs, for commands that start some.
  package var path: String
  /// Leaves the machine's network to a run; without this it has none.
  package var keepsNetwork = false
  /// Does without namespaces, as where the kernel refuses them.
  package var isPlain = false
  /// Looks for what a run leaves behind that nothing reaches; it costs the run some nanoseconds an allocation.
  package var countsLeaks = false
  /// The program's text may call `exit`, so that an ending by it stands in the middle of living frames.
  package var mayCallExit = false
  /// Further `KEY=value` of the environment.
  package var extraEnvironment: [String] = []

  package init(runner: String, temporary: String, path: String) {
    self.runner = runner
    self.temporary = temporary
    self.path = path
  }

  /// Runs a block's image with the libraries that it needs.
  package func run(image: String, libraries: [String], limits: Limits) -> RunOutcome {
    start(["run", image] + libraries, limits, mergesStreams: false)
  }

  /// Runs a command, both streams as one.
  ///
  /// - Parameter folder: Where it works; nil gives it a folder of its own.
  package func run(command: [String], in folder: String? = nil, limits: Limits) -> RunOutcome {
    start(["exec"] + command, limits, in: folder, mergesStreams: true)
  }

  private func start(
    _ words: [String], _ limits: Limits, in shared: String? = nil, mergesStreams: Bool
  ) -> RunOutcome {
    var failed = ChildProcess.Result()
    do {
      let folder = try shared ?? Interrupts.makeFolder(under: temporary)
      defer { if shared == nil { Interrupts.removeFolder(folder) } }
      var child = ChildProcess(runner, arguments(limits) + words, environment: environment(folder))
      child.workingFolder = folder
      child.mergesStreams = mergesStreams
      child.hasReportPipe = true
      child.outputLimit = limits.output
      // lesson-runner then ends all that the run has started, and says what that was.
      child.endSignal = SIGUSR1
      child.watch = { process, seconds in Self.excess(process, seconds, limits) }
      return RunOutcome(try child.run(), limits: limits)
    } catch {
      failed.report = Array("failed \(error)\n".utf8)
      return RunOutcome(failed, limits: limits)
    }
  }

  private static func excess(
    _ process: pid_t, _ seconds: Double, _ limits: Limits
  ) -> ChildProcess.StopReason? {
    if seconds > Double(limits.timeout) { return .timeout }
    let tree = ProcessTree(below: process, most: limits.processes + 2)
    if tree.count > limits.processes { return .processes }
    return tree.residentBytes > limits.memory ? .memory : nil
  }

  private func arguments(_ limits: Limits) -> [String] {
    var arguments = [
      "--cpu", "\(2 * limits.timeout)", "--files", "\(limits.openFiles)", "--size", "\(limits.fileBytes)",
    ]
    if keepsNetwork { arguments += ["--network", "1"] }
    if countsLeaks { arguments += ["--leaks", "1"] + (mayCallExit ? ["--exits", "1"] : []) }
    if isPlain { arguments += ["--plain", "1"] }
    return arguments
  }

  private func environment(_ folder: String) -> [String] {
    var result = [
      "PATH=\(path)", "HOME=\(folder)", "TMPDIR=\(folder)", "LANG=C.UTF-8", "TZ=UTC",
      "SWIFT_BACKTRACE=enable=no",
    ]
    if !hashesRandomly { result.append("SWIFT_DETERMINISTIC_HASHING=1") }
    return result + extraEnvironment
  }
}
