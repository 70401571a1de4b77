// lesson merge: the reports of all shards as one.

import ArgumentParser
import BookMarkdown
import BookVerify
import Foundation

struct Merge: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make one report of the reports of all shards.",
    discussion: """
      Refuses a set that is not whole: a share that is missing, named twice, of another text or toolchain. Ends as a single
      check would have ended. The result serves as --durations of the next run.
        lesson check --shard 1/2 --format json > 1.json
        lesson check --shard 2/2 --format json > 2.json
        lesson merge report.json 1.json 2.json --junit report.xml
      """)

  @Argument(help: ArgumentHelp("Where to write the whole report.", valueName: "output"))
  var output: String

  @Argument(help: ArgumentHelp("Reports that lesson check --format json wrote.", valueName: "report"))
  var inputs: [String]

  @OptionGroup var files: ReportFiles

  func run() throws {
    let report: CheckReport
    do throws(Problem) {
      var reports: [(file: String, report: CheckReport)] = []
      for input in inputs { reports.append((input, try Self.read(input))) }
      report = try MergedReport.merge(reports)
    } catch {
      Terminal.printError(error)
      throw Exit(code: 2)
    }
    try ReportFiles.write(JSONReport.render(report), to: output)
    try files.write(report, texts: [:])
    let terminal = TerminalReport(usesColor: Terminal.usesColor)
    for problem in report.problems { Terminal.printError(terminal.render(problem, text: nil)) }
    Terminal.printError("\(report.summary), \(report.toolchain)")
    if report.exitStatus != 0 { throw Exit(code: report.exitStatus) }
  }

  /// Reads one report.
  static func read(_ file: String) throws(Problem) -> CheckReport {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw Problem(
        "report", file, .init(line: 1, column: 1), "there is no such file", remedy: "check the path",
        severity: .engine)
    }
    return try JSONReport.read(data, file: file)
  }
}

/// Reports for other programs, beside what is printed.
struct ReportFiles: ParsableArguments {
  @Option(help: ArgumentHelp("Also write JUnit XML.", valueName: "file"))
  var junit: String?

  @Option(help: ArgumentHelp("Also write SARIF 2.1.0.", valueName: "file"))
  var sarif: String?

  @Flag(help: "Also print GitHub's annotations on standard output.")
  var github = false

  /// - Parameter texts: Chapters by file.
  func write(_ report: CheckReport, texts: [String: String]) throws {
    if let junit { try Self.write(JUnitReport.render(report), to: junit) }
    if let sarif { try Self.write(SARIFReport.render(report, texts: texts), to: sarif) }
    if github { Terminal.print(GitHubReport.render(report)) }
  }

  static func write(_ text: String, to file: String) throws { try write(Array(text.utf8), to: file) }

  /// A file is replaced whole or not at all. What is no file, a pipe or `/dev/null`, is written to: a rename would put a file
  /// in its place.
  static func write(_ bytes: [UInt8], to file: String) throws {
    var status = stat()
    let isReplaceable = stat(file, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    do {
      guard isReplaceable else {
        try FileHandle(forWritingTo: URL(fileURLWithPath: file)).write(contentsOf: Data(bytes))
        return
      }
      try Data(bytes).write(to: URL(fileURLWithPath: file), options: .atomic)
    } catch {
      Terminal.printError("\(file): cannot be written: \(error.localizedDescription)")
      throw Exit(code: 2)
    }
  }
}
