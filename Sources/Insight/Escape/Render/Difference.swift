// Difference: two compilations of one source beside each other, joined by line, kind and type: what an optimization level
// or one pass of the optimizer is worth.
// Relies on: Site.

/// Where one source's allocations stand after two compilations.
package struct PlacementDifference {
  /// One kind of allocation of a line.
  package struct Row: Hashable, Sendable {
    package var file: String
    package var line: Int
    package var kind: Site.Kind
    package var type: String
    /// `heap`, `stack` or `removed`.
    package var first: String
    package var second: String
  }

  /// Those that differ, by line.
  package var rows: [Row] = []
  /// On the heap in each.
  package var heapFirst: Int
  package var heapSecond: Int

  /// - Complexity: O(sites).
  package init(_ first: EscapeExplanation, _ second: EscapeExplanation) {
    struct Key: Hashable {
      var file: String
      var line: Int
      var kind: Site.Kind
      var type: String
    }
    func placed(_ explanation: EscapeExplanation) -> [Key: Set<Site.Verdict>] {
      var result: [Key: Set<Site.Verdict>] = [:]
      for site in explanation.sites where site.verdict != .none {
        let key = Key(file: site.file, line: site.line, kind: site.kind, type: site.type)
        result[key, default: []].insert(site.verdict)
      }
      return result
    }
    func word(_ verdicts: Set<Site.Verdict>?) -> String {
      guard let verdicts else { return "removed" }
      return verdicts.contains(.heap) ? (verdicts.count > 1 ? "heap and stack" : "heap") : "stack"
    }
    let (one, other) = (placed(first), placed(second))
    heapFirst = first.totals.heap
    heapSecond = second.totals.heap
    for key in Set(one.keys).union(other.keys) where one[key] != other[key] {
      rows.append(
        Row(
          file: key.file, line: key.line, kind: key.kind, type: key.type, first: word(one[key]),
          second: word(other[key])))
    }
    rows.sort {
      ($0.file, $0.line, $0.kind.rawValue, $0.type) < ($1.file, $1.line, $1.kind.rawValue, $1.type)
    }
  }

  /// - Parameters:
  ///   - first: What the first compilation is called, such as `-Onone`.
  package func text(_ first: String, _ second: String) -> String {
    let lines = rows.map { row in
      "\(row.file):\(row.line)  \(row.kind.rawValue) \(row.type): \(row.first) with \(first), \(row.second) with \(second)"
    }
    let summary = "\(heapFirst) on the heap with \(first), \(heapSecond) with \(second)"
    return (lines + [summary]).joined(separator: "\n") + "\n"
  }
}
