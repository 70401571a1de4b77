// CompilerLimits: how far one call of the compiler may go. A text that it cannot settle in a minute, or not without
// gigabytes, is its author's to mend, and must not hold the others up.
// Source: proc(5), statm. Relies on: ChildProcess, which asks between reads.

import Foundation

/// Bounds on one call of the compiler.
package struct CompilerLimits: Hashable, Sendable {
  /// Wall time.
  package var seconds = 60
  /// Resident bytes.
  package var memory = 4 << 30

  package init() {}

  /// Why the compiler `process`, `seconds` old, is to be stopped.
  func excess(of process: pid_t, _ seconds: Double) -> ChildProcess.StopReason? {
    if seconds > Double(self.seconds) { return .timeout }
    return Self.residentBytes(of: process) > memory ? .memory : nil
  }

  /// What a text that was stopped for `reason` does: `takes the compiler more than 60 s`.
  func excess(_ reason: ChildProcess.StopReason) -> String {
    switch reason {
    case .timeout: "takes the compiler more than \(seconds) s"
    case .memory: "takes the compiler more than \(memory >> 20) MiB of memory"
    case .output, .processes: "makes the compiler write more than can be read"
    }
  }

  private static func residentBytes(of process: pid_t) -> Int {
    let file = open("/proc/\(process)/statm", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 128)
    let count = read(file, &buffer, buffer.count)
    let fields = String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self).split(separator: " ")
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE)) : 0
  }
}
