// JSONReport: a check's result for programs, and back again for `merge` and `--durations`. Schema: `format` 1; `text`, which
// names what was checked; `shard`; `summary` with counts; `blocks` with `file`, `name`, `line`, `kind`, `status` (passed,
// failed, skipped, engine), `reason`, `cached`, `seconds`, `defect` (why a block is known to be wrong); `problems` with
// `rule`, `severity`, `file`, `line`, `column`, `message`, `detail`, `remedy`.
// Relies on: Foundation's coders with sorted keys.

import BookMarkdown
import Foundation
import Toolchain

/// Renders a check's result as JSON and reads it.
package enum JSONReport {
  /// The schema; a reader refuses another.
  package static let currentFormat = 1

  package static func render(_ report: CheckReport) -> String { ReadableJSON.text(of: Root(report)) }

  /// Reads what `render` wrote.
  ///
  /// - Parameter file: How messages name it.
  package static func read(_ data: Data, file: String) throws(Problem) -> CheckReport {
    do {
      let root = try JSONDecoder().decode(Root.self, from: data)
      if root.format == currentFormat { return try root.report }
    } catch {}
    throw Problem(
      "report", file, .init(line: 1, column: 1), "this is no report of lesson check",
      remedy: "write one with: lesson check --format json > \(file)", severity: .engine)
  }

  private struct Root: Codable {
    var format = JSONReport.currentFormat
    var toolchain: String
    var text: String
    var shard: String?
    var seconds: Double
    var summary: [String: Int]
    var notes: [String]
    var blocks: [BlockEntry]
    var problems: [ProblemEntry]

    init(_ report: CheckReport) {
      toolchain = report.toolchain
      text = report.text
      shard = report.shard?.description
      seconds = report.seconds
      notes = report.notes
      summary = [
        "passed": report.count(.passed), "failed": report.count(.failed), "skipped": report.skipped,
        "engine": report.count(.engine),
      ]
      blocks = report.blocks.map(BlockEntry.init)
      problems = report.problems.map(ProblemEntry.init)
    }

    var report: CheckReport {
      get throws {
        var report = CheckReport()
        report.toolchain = toolchain
        report.text = text
        report.shard = try shard.map { try Shard($0) }
        report.seconds = seconds
        report.notes = notes
        report.blocks = try blocks.map { try $0.entry }
        report.problems = try problems.map { try $0.problem }
        return report
      }
    }
  }

  private struct Unknown: Error {}

  private struct BlockEntry: Codable {
    var file: String
    var name: String
    var line: Int
    var kind: String
    var status: String
    var reason: String?
    var cached: Bool
    var seconds: Double
    var defect: String?

    init(_ entry: CheckReport.Entry) {
      file = entry.file
      name = entry.name
      line = entry.line
      kind = entry.kind
      cached = entry.isCached
      seconds = entry.seconds
      defect = entry.defect
      switch entry.status {
      case .passed: status = "passed"
      case .failed: status = "failed"
      case .engine: status = "engine"
      case .skipped(let why):
        status = "skipped"
        reason = why
      }
    }

    var entry: CheckReport.Entry {
      get throws {
        let statuses: [String: CheckReport.Status] = [
          "passed": .passed, "failed": .failed, "engine": .engine, "skipped": .skipped(reason ?? ""),
        ]
        guard let status = statuses[status] else { throw Unknown() }
        return CheckReport.Entry(
          file: file, name: name, line: line, kind: kind, status: status, isCached: cached, seconds: seconds,
          defect: defect)
      }
    }
  }

  /// A problem as every report in JSON shows it.
  package struct ProblemEntry: Codable {
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

    var problem: Problem {
      get throws {
        guard let severity = Problem.Severity(rawValue: severity) else { throw Unknown() }
        return Problem(
          rule, file, .init(line: line, column: column), message, detail: detail, remedy: remedy,
          severity: severity)
      }
    }
  }
}
