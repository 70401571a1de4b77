// SARIF: the explanation for code hosts and editors: one rule a reason id, one result a site on the heap, its path as a code
// flow. Source: SARIF 2.1.0, OASIS Standard.
// Relies on: Foundation for the encoder.

import Foundation

/// The explanation in SARIF 2.1.0.
package struct EscapeSARIF: Encodable {
  private var version = "2.1.0"
  private var schema = "https://json.schemastore.org/sarif-2.1.0.json"
  private var runs: [Run]

  private enum CodingKeys: String, CodingKey {
    case version, runs
    case schema = "$schema"
  }

  /// - Parameter broken: Comments of the source that do not hold; they are errors.
  package init(_ explanation: EscapeExplanation, broken: [BrokenPlacement] = []) {
    let heap = explanation.sites.filter { $0.verdict == .heap }
    let used = Set(heap.map(\.reason))
    let rules = Reason.allCases.filter(used.contains).map { reason in
      Rule(
        id: reason.rawValue, shortDescription: Text(text: reason.sentence),
        help: Text(text: reason.remedy.isEmpty ? reason.sentence : reason.remedy))
    }
    let placement = Rule(
      id: "placement", shortDescription: Text(text: "a comment states where a value is allocated"),
      help: Text(text: "correct the comment, or the code"))
    let failures = broken.map {
      Result(
        ruleId: "placement", level: "error", message: Text(text: $0.message),
        locations: [Location($0.file, $0.line, nil, nil)], codeFlows: nil)
    }
    runs = [
      Run(
        tool: Tool(driver: Driver(name: "lesson escape", rules: rules + (broken.isEmpty ? [] : [placement]))),
        results: failures + heap.map(Result.init))
    ]
  }

  /// - Complexity: O(sites and their steps).
  package var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else { return "{}\n" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  private struct Run: Encodable {
    var tool: Tool
    var results: [Result]
  }
  private struct Tool: Encodable { var driver: Driver }
  private struct Driver: Encodable {
    var name: String
    var rules: [Rule]
  }
  private struct Rule: Encodable {
    var id: String
    var shortDescription: Text
    var help: Text
  }
  private struct Text: Encodable { var text: String }

  private struct Result: Encodable {
    var ruleId: String
    var level = "note"
    var message: Text
    var locations: [Location]
    var codeFlows: [CodeFlow]?

    init(ruleId: String, level: String, message: Text, locations: [Location], codeFlows: [CodeFlow]?) {
      self.ruleId = ruleId
      self.level = level
      self.message = message
      self.locations = locations
      self.codeFlows = codeFlows
    }

    init(_ site: Site) {
      ruleId = site.reason.rawValue
      message = Text(text: "\(site.kind.rawValue) \(site.type) is on the heap: \(site.reason.sentence)")
      locations = [Location(site.file, site.line, site.column, nil)]
      let steps = site.path.map { ThreadFlow.Step(location: Location($0.file, $0.line, $0.column, $0.text)) }
      codeFlows = steps.isEmpty ? nil : [CodeFlow(threadFlows: [ThreadFlow(locations: steps)])]
    }
  }
  private struct CodeFlow: Encodable { var threadFlows: [ThreadFlow] }
  private struct ThreadFlow: Encodable {
    var locations: [Step]
    struct Step: Encodable { var location: Location }
  }

  private struct Location: Encodable {
    var physicalLocation: Physical
    var message: Text?

    init(_ file: String, _ line: Int, _ column: Int?, _ text: String?) {
      physicalLocation = Physical(
        artifactLocation: Artifact(uri: file), region: Region(startLine: line, startColumn: column))
      message = text.map { Text(text: $0) }
    }
    struct Physical: Encodable {
      var artifactLocation: Artifact
      var region: Region
    }
    struct Artifact: Encodable { var uri: String }
    struct Region: Encodable {
      var startLine: Int
      var startColumn: Int?
    }
  }
}
