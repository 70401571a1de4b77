// JSONReport: a check's result for programs. Schema: `format` 1; `summary` with counts; `blocks` with `file`, `name`,
// `line`, `kind`, `status` (passed, failed, skipped, engine), `reason`, `cached`, `seconds`; `problems` with `rule`,
// `severity`, `file`, `line`, `column`, `message`, `detail`, `remedy`.
// Relies on: Foundation's encoder with sorted keys.

import BookMarkdown
import Foundation

/// Renders a check's result as JSON.
package enum JSONReport {
  package static func render(_ report: CheckReport) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(Root(report)) else { return "{}\n" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  private struct Root: Encodable {
    var format = 1
    var toolchain: String
    var seconds: Double
    var summary: [String: Int]
    var notes: [String]
    var blocks: [BlockEntry]
    var problems: [ProblemEntry]

    init(_ report: CheckReport) {
      toolchain = report.toolchain
      seconds = report.seconds
      notes = report.notes
      summary = [
        "passed": report.count(.passed), "failed": report.count(.failed), "skipped": report.skipped,
        "engine": report.count(.engine),
      ]
      blocks = report.blocks.map(BlockEntry.init)
      problems = report.problems.map(ProblemEntry.init)
    }
  }

  private struct BlockEntry: Encodable {
    var file: String
    var name: String
    var line: Int
    var kind: String
    var status: String
    var reason: String?
    var cached: Bool
    var seconds: Double

    init(_ entry: CheckReport.Entry) {
      file = entry.file
      name = entry.name
      line = entry.line
      kind = entry.kind
      cached = entry.isCached
      seconds = entry.seconds
      switch entry.status {
      case .passed: status = "passed"
      case .failed: status = "failed"
      case .engine: status = "engine"
      case .skipped(let why):
        status = "skipped"
        reason = why
      }
    }
  }

  /// A problem as every report in JSON shows it.
  package struct ProblemEntry: Encodable {
    var rule: String
    var severity: String
    var file: String
    var line: Int
    var column: Int
    var message: String
    var detail: [String]
    var remedy: String?

    package init(_ problem: Problem) {
      rule = problem.rule
      severity = problem.severity.rawValue
      file = problem.file
      line = problem.position.line
      column = problem.position.column
      message = problem.message
      detail = problem.detail
      remedy = problem.remedy
    }
  }
}
