// lesson check: verify chapters; write nothing but the cache.

import ArgumentParser
import BookMarkdown
import BookVerify
import Foundation

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Verify what chapters say: compile and run their blocks and compare.",
    discussion: """
      Writes nothing but its cache. Patterns choose what to check:
        lesson check                    everything
        lesson check 01                 a chapter, by number, name or path
        lesson check 01#layout          a block, as the page names it
        lesson check Chapters/en/01-stack-heap.md:42
        lesson check --book ~/notes     any folder of Markdown
        lesson check --package ~/Yams   the docs of a Swift package; what states no output is compiled
      """)

  @Argument(help: ArgumentHelp("Chapters, places or blocks.", valueName: "pattern"))
  var patterns: [String] = []

  @OptionGroup var options: BookOptions

  @OptionGroup var package: PackageOptions

  @Option(help: "text for people, json for programs.")
  var format = ReportFormat.text

  @Option(help: ArgumentHelp("How many programs at once. Default: one a core.", valueName: "n"))
  var jobs: Int?

  @Flag(help: "Run everything, whatever is known from before.")
  var noCache = false

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs wants a number from 1, not \(jobs)") }
  }

  func run() throws {
    let workshop = try package.workshop(patterns) ?? options.workshop(for: options.open())
    var verifier = Verifier(workshop, jobs: jobs)
    verifier.usesCache = !noCache
    let progress = Progress("checking")
    let result = verifier.verify(Selection(patterns)) { done, count in progress.update(done, of: count) }
    progress.clear()
    switch format {
    case .json: Terminal.print(JSONReport.render(result.report))
    case .text: CheckOutput.print(result, eachFile: workshop.book.docs != nil)
    }
    if result.report.exitStatus != 0 { throw Exit(code: result.report.exitStatus) }
  }
}

/// A check's result on the terminal.
enum CheckOutput {
  /// - Parameter eachFile: Says of each file how many of its blocks passed.
  static func print(_ result: Verifier.Result, eachFile: Bool = false) {
    printProblems(result.report.problems, result)
    if eachFile { Terminal.print(TerminalReport.files(of: result.report)) }
    for note in notes(result) { Terminal.printError("note: \(note)") }
    let time = String(format: "%.2f s", result.report.seconds)
    Terminal.printError("\(result.report.summary) in \(time), \(result.report.toolchain)")
  }

  static func printProblems(_ problems: [Problem], _ result: Verifier.Result) {
    let terminal = TerminalReport(usesColor: Terminal.usesColor)
    for problem in problems {
      let text = result.chapters.first { $0.plan.file == problem.file }?.plan.chapter.document.text
      Terminal.printError(terminal.render(problem, text: text))
    }
  }

  private static func notes(_ result: Verifier.Result) -> [String] {
    var notes = result.report.notes
    let others = Set(result.chapters.compactMap { $0.lock?.toolchain }).subtracting([result.report.toolchain])
    for other in others.sorted() {
      notes.append(
        "the records were made with \(other); differences in the compiler's wording are marked [wording]")
    }
    return notes
  }
}
