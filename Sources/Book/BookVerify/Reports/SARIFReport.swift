// SARIFReport: problems for code hosts and editors that read SARIF. Places are the chapter's, never those of a generated
// file; the rule is the word in brackets.
// Source: OASIS SARIF 2.1.0. Relies on Foundation's encoder with sorted keys.

import BookMarkdown
import Foundation

/// Renders a check's problems as SARIF.
package enum SARIFReport {
  /// - Parameter texts: Chapters by file, to count columns as SARIF does.
  package static func render(_ report: CheckReport, texts: [String: String]) -> String {
    let rules = Set(report.problems.map(\.rule)).sorted().map { Rule(id: $0) }
    let isDone = !report.problems.contains { $0.severity == .engine }
    let run = Run(
      tool: Tool(driver: Driver(rules: rules)), columnKind: "unicodeCodePoints",
      invocations: [Invocation(executionSuccessful: isDone)],
      results: report.problems.map { Result($0, text: texts[$0.file]) })
    return ReadableJSON.text(of: Log(runs: [run]))
  }

  private struct Log: Encodable {
    var schema = "https://json.schemastore.org/sarif-2.1.0.json"
    var version = "2.1.0"
    var runs: [Run]

    enum CodingKeys: String, CodingKey {
      case schema = "$schema"
      case version, runs
    }
  }

  private struct Run: Encodable {
    var tool: Tool
    var columnKind: String
    var invocations: [Invocation]
    var results: [Result]
  }

  private struct Tool: Encodable { var driver: Driver }

  private struct Driver: Encodable {
    var name = "lesson"
    var rules: [Rule]
  }

  private struct Rule: Encodable { var id: String }
  private struct Invocation: Encodable { var executionSuccessful: Bool }
  private struct Message: Encodable { var text: String }

  private struct Result: Encodable {
    var ruleId: String
    var level: String
    var message: Message
    var locations: [Location]

    init(_ problem: Problem, text: String?) {
      ruleId = problem.rule
      level = problem.severity == .warning ? "warning" : "error"
      let lines = [problem.message] + problem.detail + [problem.remedy].compactMap(\.self)
      message = Message(text: lines.joined(separator: "\n"))
      locations = [
        Location(
          physicalLocation: PhysicalLocation(
            artifactLocation: ArtifactLocation(uri: problem.file.uri), region: Region(problem.position, text))
        )
      ]
    }
  }

  private struct Location: Encodable { var physicalLocation: PhysicalLocation }

  private struct PhysicalLocation: Encodable {
    var artifactLocation: ArtifactLocation
    var region: Region
  }

  private struct ArtifactLocation: Encodable { var uri: String }

  private struct Region: Encodable {
    var startLine: Int
    var startColumn: Int

    init(_ position: SourcePosition, _ text: String?) {
      startLine = max(position.line, 1)
      let lines = text.map { SourceLines($0).lines } ?? []
      guard lines.indices.contains(position.line - 1) else {
        startColumn = max(position.column, 1)
        return
      }
      let before = lines[position.line - 1].bytes.prefix(max(position.column - 1, 0))
      startColumn = String(decoding: before, as: UTF8.self).unicodeScalars.count + 1
    }
  }
}

extension String {
  /// A path as a relative reference (RFC 3986): what is not plain is percent-encoded.
  fileprivate var uri: String {
    addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? self
  }
}
