// SARIF: the explanation for code hosts and editors: one rule a reason id, one result a site on the heap, its path as a code
// flow.
// Relies on: SARIFLog.

import SARIF

/// The explanation in SARIF 2.1.0.
package struct EscapeSARIF {
  /// - Complexity: O(sites and their steps).
  package let json: String

  /// - Parameters:
  ///   - broken: Comments of the source that do not hold; they are errors.
  ///   - sources: By file its lines, to count columns as SARIF does; the compiler counts bytes.
  package init(
    _ explanation: EscapeExplanation, broken: [BrokenPlacement] = [], sources: [String: [String]] = [:]
  ) {
    let heap = explanation.sites.filter { $0.verdict == .heap }
    let used = Set(heap.map(\.reason))
    var rules = Reason.allCases.filter(used.contains).map { reason in
      SARIFLog.Rule(
        id: reason.rawValue, description: reason.sentence,
        help: reason.remedy.isEmpty ? reason.sentence : reason.remedy)
    }
    if !broken.isEmpty {
      rules.append(
        SARIFLog.Rule(
          id: "placement", description: "a comment states where a value is allocated",
          help: "correct the comment, or the code"))
    }
    func location(_ file: String, _ line: Int, _ column: Int, _ text: String? = nil) -> SARIFLog.Location {
      let bytes = sources[file].flatMap { line <= $0.count && line > 0 ? $0[line - 1].utf8 : nil }
      let points = bytes.map {
        String(decoding: $0.prefix(max(0, column - 1)), as: UTF8.self).unicodeScalars.count + 1
      }
      return SARIFLog.Location(file: file, line: line, column: points ?? column, text: text)
    }
    let failures = broken.map {
      SARIFLog.Result(
        rule: "placement", level: .error, message: $0.message,
        at: SARIFLog.Location(file: $0.file, line: $0.line, column: nil))
    }
    let results = heap.map { site in
      SARIFLog.Result(
        rule: site.reason.rawValue, level: .note,
        message: "\(site.kind.rawValue) \(site.type) is on the heap: \(site.reason.sentence)",
        at: location(site.file, site.line, site.column),
        path: site.path.map { location($0.file, $0.line, $0.column, $0.text) })
    }
    json = SARIFLog(tool: "lesson escape", rules: rules, results: failures + results).json
  }
}
