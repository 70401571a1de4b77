// GitHubReport: problems as GitHub's workflow commands, which it shows beside the lines of a pull request.
// Source: GitHub's documentation, "Workflow commands", and actions/toolkit's escaping. Relies on Problem.

import BookMarkdown

/// Renders problems as annotations.
package enum GitHubReport {
  package static func render(_ report: CheckReport) -> String {
    report.problems.map { problem in
      let command = problem.severity == .warning ? "warning" : "error"
      let lines = [problem.message] + problem.detail + [problem.remedy].compactMap(\.self)
      return "::\(command) file=\(property(problem.file)),line=\(problem.position.line),"
        + "col=\(problem.position.column),title=\(property("lesson [\(problem.rule)]"))"
        + "::\(escaped(lines.joined(separator: "\n")))\n"
    }.joined()
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\r\n", with: "%0D%0A").replacing("\r", with: "%0D")
      .replacing("\n", with: "%0A")
  }

  private static func property(_ text: String) -> String {
    escaped(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
