// SARIFReport: problems for code hosts and editors that read SARIF. Places are the chapter's, never those of a generated
// file; the rule is the word in brackets.
// Relies on: SARIFLog.

import BookMarkdown
import SARIF

/// Renders a check's problems as SARIF.
package enum SARIFReport {
  /// - Parameter texts: Chapters by file, to count columns as SARIF does.
  package static func render(_ report: CheckReport, texts: [String: String]) -> String {
    let rules = Set(report.problems.map(\.rule)).sorted().map { SARIFLog.Rule(id: $0) }
    let isDone = !report.problems.contains { $0.severity == .engine }
    let results = report.problems.map { result($0, text: texts[$0.file]) }
    return SARIFLog(tool: "lesson", rules: rules, results: results, isDone: isDone).json
  }

  private static func result(_ problem: Problem, text: String?) -> SARIFLog.Result {
    let lines = [problem.message] + problem.detail + [problem.remedy].compactMap(\.self)
    return SARIFLog.Result(
      rule: problem.rule, level: problem.severity == .warning ? .warning : .error,
      message: lines.joined(separator: "\n"),
      at: SARIFLog.Location(
        file: problem.file, line: problem.position.line, column: column(problem.position, text)))
  }

  /// From a column in bytes to one in code points.
  private static func column(_ position: SourcePosition, _ text: String?) -> Int {
    let lines = text.map { SourceLines($0).lines } ?? []
    guard lines.indices.contains(position.line - 1) else { return max(position.column, 1) }
    let before = lines[position.line - 1].bytes.prefix(max(position.column - 1, 0))
    return String(decoding: before, as: UTF8.self).unicodeScalars.count + 1
  }
}
