// TextReport: the explanation for people: each site with its line of source, the way out step by step, and what mends it.
// Relies on: Site, Reason.

/// The explanation of a file as text.
package struct TextReport {
  package var explanation: EscapeExplanation
  /// By file: the lines of its source.
  package var sources: [String: [String]]
  /// Also what needs no memory, and every step.
  package var isFull: Bool
  package var usesColor: Bool

  package init(
    _ explanation: EscapeExplanation, sources: [String: [String]], isFull: Bool = false,
    usesColor: Bool = false
  ) {
    self.explanation = explanation
    self.sources = sources
    self.isFull = isFull
    self.usesColor = usesColor
  }

  /// - Complexity: O(sites and their steps).
  package var text: String {
    let sites = explanation.sites.filter { isFull || $0.verdict != .none }
    return sites.map(block).joined(separator: "\n") + (sites.isEmpty ? "" : "\n") + summary + "\n"
  }

  private func block(_ site: Site) -> String {
    let size = site.bytes.map { " (\($0) B)" } ?? ""
    let place = "\(site.file):\(site.line):\(site.column)"
    let count = site.copies > 1 ? " ×\(site.copies)" : ""
    var lines = [
      "\(place)  \(colored(site.verdict))  \(site.kind.rawValue) \(site.type)\(size)\(count)  \(site.reason.rawValue)"
    ]
    if let source = source(site.file, site.line) { lines.append("    \(source)") }
    for step in site.path {
      lines.append(
        "    → \(step.text)  \(step.file == site.file ? "" : step.file + ":")\(step.line):\(step.column)")
    }
    if isFull, site.path.isEmpty { lines.append("    \(site.reason.sentence)") }
    if site.others > 0 {
      lines.append("    and \(site.others) further \(site.others == 1 ? "way" : "ways") out")
    }
    if let measured = site.measured {
      lines.append(
        "    measured: \(measured.mallocs) \(measured.mallocs == 1 ? "malloc" : "mallocs"), \(measured.bytes) B"
      )
    } else if site.may, site.verdict == .heap {
      lines.append("    a run need not come to it")
    }
    if site.verdict == .heap, !site.reason.remedy.isEmpty { lines.append("    mend: \(site.reason.remedy)") }
    return lines.joined(separator: "\n") + "\n"
  }

  private func source(_ file: String, _ line: Int) -> String? {
    guard let lines = sources[file], line <= lines.count else { return nil }
    return String(lines[line - 1].drop { $0 == " " || $0 == "\t" })
  }

  private func colored(_ verdict: Site.Verdict) -> String {
    guard usesColor else { return verdict.rawValue }
    let color = verdict == .heap ? "\u{1B}[31m" : verdict == .stack ? "\u{1B}[32m" : "\u{1B}[2m"
    return color + verdict.rawValue + "\u{1B}[0m"
  }

  private var summary: String {
    let totals = explanation.totals
    var text = "\(totals.heap) on the heap, \(totals.stack) on the stack"
    if totals.explained < totals.heap {
      text += "; of \(totals.heap - totals.explained) the reason is not known"
    }
    if explanation.ignoredLines > 0 {
      text += "; \(explanation.ignoredLines) lines of SIL were not understood"
    }
    return text
  }
}

extension EscapeExplanation {
  /// Counts of sites.
  package struct Totals: Codable, Hashable, Sendable {
    package var heap: Int
    package var stack: Int
    /// On the heap, with a reason other than the optimizer's limit.
    package var explained: Int
  }

  package var totals: Totals {
    let heap = sites.filter { $0.verdict == .heap }
    return Totals(
      heap: heap.count, stack: sites.count { $0.verdict == .stack },
      explained: heap.count { $0.reason != .optimizerLimit })
  }
}

extension Reason {
  /// The table of ids, for `lesson escape --reasons`.
  package static var table: String {
    allCases.map { reason in
      let remedy = reason.remedy.isEmpty ? "" : "\n    mend: \(reason.remedy)"
      return "\(reason.rawValue)\n    \(reason.sentence)\(remedy)\n"
    }.joined()
  }
}
