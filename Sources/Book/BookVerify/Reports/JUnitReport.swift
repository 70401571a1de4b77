// JUnitReport: a check's result as JUnit XML: a test suite a chapter, a test case a block. What is wrong with a chapter
// outside of its blocks is a test case of its own, named `chapter`.
// Source: the schema that Jenkins and GitLab read (windyroad/JUnit-Schema). Relies on: CheckReport, HTMLText.

import BookMarkdown
import Foundation

/// Renders a check's result as JUnit XML.
package enum JUnitReport {
  package static func render(_ report: CheckReport) -> String {
    let placed = report.problemsByBlock
    let files = Set(report.blocks.map(\.file)).union(report.problems.filter(\.fails).map(\.file)).sorted()
    let suites = files.map { file in
      Suite(
        file: file,
        blocks: report.blocks.indices.filter { report.blocks[$0].file == file }.map {
          ($0, report.blocks[$0])
        },
        placed: placed, loose: report.problemsOutsideBlocks.filter { $0.file == file && $0.fails })
    }
    var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    xml += "<testsuites\(attributes([("name", "lesson check")]))>\n"
    for suite in suites { xml += suite.xml }
    return xml + "</testsuites>\n"
  }

  private struct Suite {
    var file: String
    var blocks: [(index: Int, entry: CheckReport.Entry)]
    var placed: [Int: [Problem]]
    var loose: [Problem]

    var xml: String {
      func count(_ matches: (CheckReport.Status) -> Bool) -> Int { blocks.count { matches($0.entry.status) } }
      let looseErrors = loose.count { $0.severity == .engine }
      let looseCase = loose.isEmpty ? 0 : 1
      let skipped = count { if case .skipped = $0 { true } else { false } }
      let seconds = blocks.reduce(0) { $0 + $1.entry.seconds }
      let failures = count { $0 == .failed } + (looseErrors == 0 ? looseCase : 0)
      let errors = count { $0 == .engine } + (looseErrors > 0 ? 1 : 0)
      let head = attributes([
        ("name", file), ("tests", "\(blocks.count + looseCase)"), ("failures", "\(failures)"),
        ("errors", "\(errors)"), ("skipped", "\(skipped)"), ("time", JUnitReport.time(seconds)),
      ])
      var xml = "  <testsuite\(head)>\n"
      for (index, entry) in blocks { xml += testCase(entry, placed[index] ?? []) }
      if !loose.isEmpty {
        xml += "    <testcase\(attributes([("classname", file), ("name", "chapter"), ("time", "0.000")]))>\n"
        xml += outcome(looseErrors > 0 ? "error" : "failure", loose)
        xml += "    </testcase>\n"
      }
      return xml + "  </testsuite>\n"
    }

    private func testCase(_ entry: CheckReport.Entry, _ problems: [Problem]) -> String {
      let place = attributes([
        ("classname", file), ("name", entry.name), ("file", file), ("line", "\(entry.line)"),
        ("time", JUnitReport.time(entry.seconds)),
      ])
      let head = "    <testcase\(place)"
      switch entry.status {
      case .passed: return head + "/>\n"
      case .skipped(let reason):
        return head + ">\n      <skipped\(attributes([("message", reason)]))/>\n    </testcase>\n"
      case .failed: return head + ">\n" + outcome("failure", problems) + "    </testcase>\n"
      case .engine: return head + ">\n" + outcome("error", problems) + "    </testcase>\n"
      }
    }

    private func outcome(_ element: String, _ problems: [Problem]) -> String {
      let message = problems.first?.message ?? "another block of its group failed"
      let terminal = TerminalReport(usesColor: false)
      let text = problems.map { terminal.render($0, text: nil) }.joined()
      let rule = problems.first?.rule ?? "group"
      return
        "      <\(element)\(attributes([("message", message), ("type", rule)]))>\(escaped(text))</\(element)>\n"
    }
  }

  private static func time(_ seconds: Double) -> String { String(format: "%.3f", seconds) }
}

/// ` a="b" c="d"`, with what XML forbids replaced.
private func attributes(_ pairs: [(String, String)]) -> String {
  pairs.map { " \($0.0)=\"\(escaped($0.1))\"" }.joined()
}

/// Text for XML 1.0: markup escaped, and a character that XML has no way to write replaced by U+FFFD.
private func escaped(_ text: String) -> String {
  var allowed = ""
  for scalar in text.unicodeScalars {
    let isSpace = scalar == "\n" || scalar == "\t" || scalar == "\r"
    let isForbidden = (scalar.value < 0x20 && !isSpace) || scalar.value == 0xFFFE || scalar.value == 0xFFFF
    allowed.unicodeScalars.append(isForbidden ? "\u{FFFD}" : scalar)
  }
  // In an attribute a line's end or a tab would be read as a space.
  return HTMLText.escaped(allowed).replacing("\r\n", with: "&#13;&#10;").replacing("\n", with: "&#10;")
    .replacing("\t", with: "&#9;").replacing("\r", with: "&#13;")
}

extension CheckReport {
  /// The block that a problem stands in: the last one of its file that begins at or above it.
  private func block(of problem: Problem) -> Int? {
    blocks.indices.filter { blocks[$0].file == problem.file && blocks[$0].line <= problem.position.line }
      .max { blocks[$0].line < blocks[$1].line }
  }

  /// By index of a failed block: the problems that are its own.
  ///
  /// - Complexity: O(problems × blocks).
  package var problemsByBlock: [Int: [Problem]] {
    var result: [Int: [Problem]] = [:]
    for problem in problems {
      if let index = block(of: problem), blocks[index].status == .failed || blocks[index].status == .engine {
        result[index, default: []].append(problem)
      }
    }
    return result
  }

  /// Problems that no failed block explains: how a chapter is written, its lock, a pattern.
  package var problemsOutsideBlocks: [Problem] {
    problems.filter { problem in
      guard let index = block(of: problem) else { return true }
      return blocks[index].status != .failed && blocks[index].status != .engine
    }
  }
}

extension Problem {
  fileprivate var fails: Bool { severity != .warning }
}
