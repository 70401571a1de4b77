// RunOutcome: what one process did, before anybody compares it with what a chapter says.
// Relies on: the report of lesson-runner.

import Toolchain

/// What one run did.
package struct RunOutcome: Sendable {
  package var ending: TaskOutcome.Ending
  package var standardOutput: [UInt8]
  package var standardError: [UInt8]
  package var isolation: Isolation?
  package var allocations: Int?
  /// What it left behind, when it was asked to say.
  package var leaks: TaskOutcome.Leaks?
  /// Processes that the run left behind and that had to be ended.
  package var endedChildren: Int
  package var seconds: Double
  /// Peak resident size of its largest process, in bytes.
  package var peakBytes: Int

  /// Reads the runner's report beside what its process gave.
  init(_ result: ChildProcess.Result, limits: Limits) {
    standardOutput = result.standardOutput
    standardError = result.standardError
    seconds = result.seconds
    peakBytes = result.peakBytes
    let report = RunnerReport(result.report)
    isolation = report.isolation
    allocations = report.numbers["allocations"]
    leaks = report.leaks
    endedChildren = report.numbers["children"] ?? 0
    ending = Self.ending(result, report, limits)
  }

  private static func ending(
    _ result: ChildProcess.Result, _ report: RunnerReport, _ limits: Limits
  ) -> TaskOutcome.Ending {
    let left = report.numbers["children"] ?? 0
    switch result.stopped {
    case .timeout: return .timeout(ended: left)
    case .output: return .limit("printed more than \(limits.output >> 20) MiB")
    case .memory: return .limit("used more than \(limits.memory >> 20) MiB of memory")
    case .processes: return .limit("had more than \(limits.processes) processes")
    case nil: break
    }
    if let failure = report.failure { return .engine("the run could not be started: \(failure)") }
    // Not entered: what stands on standard error is the runner's own.
    if report.numbers["started"] == 0 {
      return .engine("the run could not be started: \(String(decoding: result.standardError, as: UTF8.self))")
    }
    if let status = report.numbers["exit"] { return .exit(status: status) }
    guard let signal = report.numbers["signal"] else { return .engine("the runner ended without a report") }
    if signal == 24 { return .limit("used more processor time than its limit") }
    if signal == 25 { return .limit("wrote a file of more than \(limits.fileBytes >> 20) MiB") }
    return .signal(name: SignalName.of(signal))
  }
}

/// The `key value` lines that lesson-runner writes.
struct RunnerReport {
  var numbers: [String: Int] = [:]
  var isolation: Isolation?
  var failure: String?
  private var words: [String: String] = [:]

  /// The count, and as many as the runner describes, in the order in which they were allocated.
  var leaks: TaskOutcome.Leaks? {
    guard let count = numbers["leaks"] else { return nil }
    let described = (0..<max(count, 0)).prefix(32).compactMap { words["leaked.\($0)"] }.compactMap { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      let counts = fields[0].split(separator: " ").compactMap { Int($0) }
      return fields.count == 3 && counts.count == 2
        ? TaskOutcome.Leak(
          bytes: counts[0], turn: counts[1], name: String(fields[1]), holder: String(fields[2]))
        : nil
    }
    return TaskOutcome.Leaks(
      count: count < 0 ? nil : count, described: described.sorted { $0.turn < $1.turn })
  }

  init(_ bytes: [UInt8]) {
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { continue }
      words[parts[0]] = parts[1]
      numbers[parts[0]] = Int(parts[1])
    }
    failure = words["failed"]
    if let processes = words["processes"], let network = words["network"] {
      isolation = Isolation(
        ownProcesses: processes == "namespace", noNetwork: network == "none",
        ownFiles: words["files"] != "shared")
    }
  }
}

/// Names of signals, as people know them.
enum SignalName {
  private static let names = [
    1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE",
    9: "SIGKILL", 10: "SIGUSR1", 11: "SIGSEGV", 12: "SIGUSR2", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM",
    24: "SIGXCPU", 25: "SIGXFSZ", 31: "SIGSYS",
  ]

  static func of(_ number: Int) -> String { names[number] ?? "signal \(number)" }
}
