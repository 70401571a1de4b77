// JSONReport: the explanation for programs. No addresses and no times stand in it, and everything is sorted: equal input
// gives equal bytes.
// Relies on: Foundation for the encoder.

import Foundation
import Toolchain

/// The explanation as JSON.
package struct EscapeReport: Encodable {
  package var file: String
  /// `swift-6.3.1-RELEASE`
  package var compiler: String
  package var options: [String]
  package var sites: [Site]
  package var ignoredLines: Int
  /// Lines of SIL that were read.
  package var silLines: Int
  package var totals: EscapeExplanation.Totals
  /// Nil without a run.
  package var run: TruthComparison?

  package init(
    _ explanation: EscapeExplanation, file: String, compiler: String, options: [String],
    comparison: TruthComparison? = nil
  ) {
    self.file = file
    run = comparison
    self.compiler = compiler
    self.options = options
    sites = explanation.sites
    ignoredLines = explanation.ignoredLines
    silLines = explanation.silLines
    totals = explanation.totals
  }

  /// - Complexity: O(sites and their steps).
  package var json: String { ReadableJSON.text(of: self) }
}

extension Site {
  private enum Key: String, CodingKey {
    case line, column, file, function, kind, type, bytes, verdict, reason, path, inlinedFrom, others, copies,
      may,
      measured
  }

  /// What is not known is `null`, so that every site has every key.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(line, forKey: .line)
    try container.encode(column, forKey: .column)
    try container.encode(file, forKey: .file)
    try container.encode(function, forKey: .function)
    try container.encode(kind, forKey: .kind)
    try container.encode(type, forKey: .type)
    try container.encode(bytes, forKey: .bytes)
    try container.encode(verdict, forKey: .verdict)
    try container.encode(reason, forKey: .reason)
    try container.encode(path, forKey: .path)
    try container.encode(inlinedFrom, forKey: .inlinedFrom)
    try container.encode(others, forKey: .others)
    try container.encode(copies, forKey: .copies)
    try container.encode(may, forKey: .may)
    try container.encode(measured, forKey: .measured)
  }
}
