// SARIFLog: what code hosts and editors read of a tool's findings, SARIF 2.1.0: the tool and its rules, results with places, and
// paths through the code. Everything that reports in SARIF fills one of these.
// Source: OASIS SARIF 2.1.0. Relies on Foundation's encoder with sorted keys.

import Foundation

/// One run of a tool.
package struct SARIFLog: Encodable {
  private let schema = "https://json.schemastore.org/sarif-2.1.0.json"
  private let version = "2.1.0"
  private let runs: [Run]

  private enum CodingKeys: String, CodingKey {
    case schema = "$schema"
    case version, runs
  }

  /// - Parameters:
  ///   - tool: Its name.
  ///   - rules: Those that results name.
  ///   - isDone: Whether the tool came to its end.
  package init(tool: String, rules: [Rule], results: [Result], isDone: Bool = true) {
    runs = [
      Run(
        tool: Tool(driver: Driver(name: tool, rules: rules)),
        invocations: [Invocation(executionSuccessful: isDone)], results: results)
    ]
  }

  /// - Complexity: O(results and their steps).
  package var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Strings and numbers always encode.
    return String(decoding: (try? encoder.encode(self)) ?? Data(), as: UTF8.self) + "\n"
  }

  private struct Run: Encodable {
    var tool: Tool
    var columnKind = "unicodeCodePoints"
    var invocations: [Invocation]
    var results: [Result]
  }

  private struct Tool: Encodable { var driver: Driver }
  private struct Driver: Encodable {
    var name: String
    var rules: [Rule]
  }
  private struct Invocation: Encodable { var executionSuccessful: Bool }

  fileprivate struct Text: Encodable { var text: String }

  /// A kind of finding.
  package struct Rule: Encodable {
    private let id: String
    private let shortDescription: Text?
    private let help: Text?

    /// - Parameters:
    ///   - description: One sentence.
    ///   - help: What to do.
    package init(id: String, description: String? = nil, help: String? = nil) {
      self.id = id
      shortDescription = description.map(Text.init)
      self.help = help.map(Text.init)
    }
  }

  package enum Level: String, Encodable { case note, warning, error }

  /// A finding.
  package struct Result: Encodable {
    private let ruleId: String
    private let level: Level
    private let message: Text
    private let locations: [Location]
    private let codeFlows: [CodeFlow]?

    /// - Parameter path: A way through the code that leads to it.
    package init(rule: String, level: Level, message: String, at location: Location, path: [Location] = []) {
      ruleId = rule
      self.level = level
      self.message = Text(text: message)
      locations = [location]
      let steps = path.map(CodeFlow.Flow.Step.init)
      codeFlows = steps.isEmpty ? nil : [CodeFlow(threadFlows: [CodeFlow.Flow(locations: steps)])]
    }
  }

  fileprivate struct CodeFlow: Encodable {
    var threadFlows: [Flow]
    struct Flow: Encodable {
      var locations: [Step]
      struct Step: Encodable { var location: Location }
    }
  }

  /// A place in a file.
  package struct Location: Encodable {
    private let physicalLocation: Physical
    private let message: Text?

    /// - Parameters:
    ///   - file: A path; it is written as a relative reference (RFC 3986).
    ///   - column: In code points, from 1.
    package init(file: String, line: Int, column: Int?, text: String? = nil) {
      let uri = file.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? file
      physicalLocation = Physical(
        artifactLocation: Artifact(uri: uri), region: Region(startLine: max(line, 1), startColumn: column))
      message = text.map(Text.init)
    }

    private struct Physical: Encodable {
      var artifactLocation: Artifact
      var region: Region
    }
    private struct Artifact: Encodable { var uri: String }
    private struct Region: Encodable {
      var startLine: Int
      var startColumn: Int?
    }
  }
}
