// lesson check: verify chapters; write nothing but the cache.

import ArgumentParser
import BookMarkdown
import BookPrograms
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
        lesson check --changed          chapters that differ from the last commit
        lesson check --since main       chapters that differ from a branch
        lesson check --shard 1/4        a share, for several machines
        lesson check --probe            twice more, under other hash seeds
        lesson check --package ~/Yams   the docs of a Swift package; what states no output is compiled
        lesson check --shared DIR       compiled programs are shared with other machines
      """)

  @Argument(help: ArgumentHelp("Chapters, places or blocks.", valueName: "pattern"))
  var patterns: [String] = []

  @OptionGroup var options: BookOptions

  @OptionGroup var package: PackageOptions

  @Option(help: "text for people, json for programs.")
  var format = ReportFormat.text

  @OptionGroup var files: ReportFiles

  @OptionGroup var sharing: SharingOptions

  @Option(
    help: ArgumentHelp("Only this share of the programs; lesson merge makes one of all.", valueName: "k/n"),
    transform: { try Shard($0) })
  var shard: Shard?

  @Option(
    help: ArgumentHelp("An earlier report, by whose durations shares are dealt evenly.", valueName: "report"))
  var durations: String?

  @Option(help: ArgumentHelp("How many programs at once. Default: one a core.", valueName: "n"))
  var jobs: Int?

  @Flag(help: "Run everything, whatever is known from before.")
  var noCache = false

  @Flag(help: "Run what passed twice more, under other hash seeds; what differs fails.")
  var probe = false

  @Flag(help: "Only chapters that differ from the last commit, themselves or in what they are made of.")
  var changed = false

  @Option(help: ArgumentHelp("As --changed, compared with this commit or branch.", valueName: "revision"))
  var since: String?

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs wants a number from 1, not \(jobs)") }
  }

  func run() throws {
    var workshop = try package.workshop(patterns) ?? options.workshop(for: options.open())
    sharing.share(&workshop)
    var verifier = Verifier(workshop, jobs: jobs)
    verifier.usesCache = !noCache
    verifier.shard = shard
    verifier.durations = try knownDurations()
    let progress = Progress("checking")
    let selection = try selection(of: workshop.book)
    var result = verifier.verify(selection) { done, count in progress.update(done, of: count) }
    if probe {
      let probing = Progress("running again")
      verifier.probe(&result, selection) { done, count in probing.update(done, of: count) }
      probing.clear()
    }
    progress.clear()
    result.report.notes += workshop.executor.sharing?.programs.notes ?? []
    try files.write(result.report, texts: result.texts)
    switch format {
    case .json: Terminal.print(JSONReport.render(result.report))
    case .text: CheckOutput.print(result, eachFile: workshop.book.docs != nil)
    }
    if result.report.exitStatus != 0 { throw Exit(code: result.report.exitStatus) }
  }

  private func knownDurations() throws -> [String: Double] {
    guard let durations else { return [:] }
    do {
      return try Merge.read(durations).durations
    } catch {
      Terminal.printError(error)
      throw Exit(code: 2)
    }
  }

  private func selection(of book: BookFolder) throws -> Selection {
    guard changed || since != nil else { return Selection(patterns) }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    do {
      let files = try ChangedFiles.since(since ?? "HEAD", in: book.root, path: path)
      let affected = book.files.filter { file in
        ChapterPlan(book.readChapter(file), root: book.root).isAffected(by: files, in: book)
      }
      Terminal.printError("\(affected.count) of \(book.files.count) chapters differ")
      return Selection(patterns, in: Set(affected))
    } catch {
      Terminal.printError(error)
      throw Exit(code: 2)
    }
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
