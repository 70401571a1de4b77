// CPUReport: the places of a profile by processor time, for people and for programs. Equal profiles give equal text.

import Foundation
import Toolchain

/// Where a program's processor time went.
public struct CPUReport: Sendable {
  private let cpu: CPUProfile

  /// Of a profile.
  public init(_ cpu: CPUProfile) { self.cpu = cpu }

  /// The table.
  ///
  /// - Parameters:
  ///   - program: What was run.
  ///   - top: Rows at most.
  public func text(of program: String, top: Int) -> String {
    let rows = cpu.rows
    let whole = rows.reduce(0) { $0 + $1.nanoseconds }
    let samples = rows.reduce(0) { $0 + $1.samples }
    var lines = [
      "cpu: \(program), \(samples) samples, one in \(Double(cpu.period) / 1e6) ms of a thread's processor time",
      "",
    ]
    for row in rows.prefix(top) {
      let seconds = String(format: "%9.2f s", Double(row.nanoseconds) / 1e9)
      let share = String(format: "%7.1f %%", 100 * Double(row.nanoseconds) / Double(max(1, whole)))
      lines.append(
        seconds + share + "  "
          + [row.site.place, row.site.function].filter { !$0.isEmpty }.joined(separator: "  "))
    }
    if rows.count > top { lines.append("  and \(rows.count - top) more places: --top \(rows.count)") }
    return lines.joined(separator: "\n") + "\n"
  }

  private struct Document: Encodable {
    struct Entry: Encodable {
      var file: String
      var line: Int
      var function: String
      var nanoseconds: Int
      var samples: Int
    }
    var command: [String]
    var status: Int
    var period: Int
    var sites: [Entry]
  }

  /// All places, the most time first.
  ///
  /// - Parameters:
  ///   - command: What was run.
  ///   - status: How it ended.
  public func json(command: [String], status: Int) -> String {
    ReadableJSON.text(
      of: Document(
        command: command, status: status, period: cpu.period,
        sites: cpu.rows.map {
          .init(
            file: $0.site.file, line: $0.site.line, function: $0.site.function, nanoseconds: $0.nanoseconds,
            samples: $0.samples)
        }))
  }
}
