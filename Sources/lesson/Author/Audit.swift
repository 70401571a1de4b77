// lesson audit: what a passing check does not say.

import ArgumentParser
import BookMarkdown
import BookVerify
import Foundation

struct AuditBook: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Look for what a passing check does not say.",
    discussion: """
      Numbers in the prose that no run backs [number], blocks that nobody checks [unchecked], slices that no chapter shows
      [slice], names of wildcards that stand only once [capture], and blocks whose output depends on the hash seed [probe].
      Exit status 1 when there is anything to say.
        lesson audit
        lesson audit --no-probe      quicker: runs nothing again
      """)

  @OptionGroup var options: BookOptions

  @Flag(inversion: .prefixedNo, help: "Run every block again under other hash seeds.")
  var probe = true

  @Option(help: "text for people, json for programs.")
  var format = ReportFormat.text

  func run() throws {
    let book = try options.open()
    let verifier = Verifier(try options.workshop(for: book))
    let progress = Progress("checking")
    var result = verifier.verify { done, count in progress.update(done, of: count) }
    if probe {
      let probing = Progress("running again")
      verifier.probe(&result, Selection([])) { done, count in probing.update(done, of: count) }
      probing.clear()
    }
    progress.clear()
    result.report.problems += Audit.findings(of: result, in: book)
    switch format {
    case .json: Terminal.print(JSONReport.render(result.report))
    case .text:
      CheckOutput.printProblems(result.report.problems, result)
      Terminal.printError(Self.summary(result.report.problems))
    }
    if result.report.exitStatus == 2 { throw Exit(code: 2) }
    if !result.report.problems.isEmpty { throw Exit(code: 1) }
  }

  private static func summary(_ problems: [Problem]) -> String {
    let counts = Dictionary(grouping: problems, by: \.rule).mapValues(\.count).sorted { $0.key < $1.key }
    return counts.isEmpty
      ? "nothing to say" : counts.map { "\($0.value) [\($0.key)]" }.joined(separator: ", ")
  }
}
