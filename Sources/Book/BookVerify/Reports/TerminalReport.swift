// TerminalReport: problems as an author reads them: where, what, the line itself, the difference, what to do.
// Relies on: SourceLines for the excerpt. Color is the caller's decision.

import BookMarkdown

/// Renders problems for a terminal.
package struct TerminalReport {
  package var usesColor: Bool

  package init(usesColor: Bool) { self.usesColor = usesColor }

  /// One problem in a few lines.
  ///
  /// - Parameter text: The file's text, for the excerpt.
  package func render(_ problem: Problem, text: String?) -> String {
    let place = "\(problem.file):\(problem.position.line):\(problem.position.column)"
    let severity = problem.severity == .engine ? "engine" : problem.severity.rawValue
    let head = "\(bold(place)): \(colored(severity, problem.severity)): \(problem.message)  [\(problem.rule)]"
    var lines = [head]
    if let excerpt = text.flatMap({ excerpt(problem.position, SourceLines($0)) }) { lines.append(excerpt) }
    lines += problem.detail.map { "     \(tinted($0))" }
    if let remedy = problem.remedy { lines += remedy.split(separator: "\n").map { "  \($0)" } }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A line a file: how many of its blocks passed, failed and were left out.
  package static func files(of report: CheckReport) -> String {
    let byFile = Dictionary(grouping: report.blocks, by: \.file).sorted { $0.key < $1.key }
    let width = byFile.map(\.key.count).max() ?? 0
    return byFile.map { file, blocks in
      let passed = blocks.count { $0.status == .passed }
      let failed = blocks.count { $0.status == .failed || $0.status == .engine }
      let pad = String(repeating: " ", count: width - file.count)
      return
        "\(file)\(pad)  \(passed) passed, \(failed) failed, \(blocks.count - passed - failed) unchecked\n"
    }.joined()
  }

  private func excerpt(_ position: SourcePosition, _ lines: SourceLines) -> String? {
    guard lines.lines.indices.contains(position.line - 1) else { return nil }
    let line = lines[line: position.line]
    let number = "\(position.line)"
    let pad = String(repeating: " ", count: max(0, 4 - number.count))
    var text = "\(pad)\(number) | \(line.text)"
    if position.column > 1, position.column <= line.bytes.count {
      let before = String(decoding: line.bytes.prefix(position.column - 1), as: UTF8.self)
      let blank = before.map { $0 == "\t" ? "\t" : String(repeating: " ", count: Self.width(of: $0)) }
        .joined()
      text += "\n     | \(blank)^"
    }
    return text
  }

  /// Columns that a character takes on a terminal.
  /// Source: Unicode 15.1, East Asian Width (UAX 11): the wide blocks that occur in prose.
  private static func width(of character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }

  private func bold(_ text: String) -> String { usesColor ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

  private func colored(_ text: String, _ severity: Problem.Severity) -> String {
    guard usesColor else { return text }
    return "\u{1B}[\(severity == .warning ? 33 : 31)m\(text)\u{1B}[0m"
  }

  private func tinted(_ line: String) -> String {
    guard usesColor else { return line }
    if line.hasPrefix("+ ") { return "\u{1B}[32m\(line)\u{1B}[0m" }
    if line.hasPrefix("- ") { return "\u{1B}[31m\(line)\u{1B}[0m" }
    return line
  }
}
