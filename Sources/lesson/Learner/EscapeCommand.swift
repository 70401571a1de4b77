// lesson escape: for every allocation of a program, whether it lands on the stack or the heap, why, by which path it
// escapes, and what would keep it local.

import ArgumentParser
import BookMarkdown
import BookPrograms
import BookVerify
import Escape
import EscapeGraph
import Foundation
import HeapProfiles
import Preload
import Toolchain

struct EscapeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "escape",
    abstract: "Tell where a Swift program allocates, and why it is not the stack.",
    discussion: """
      FILE is a Swift file, a text of SIL (.sil), a folder, or a package; a folder of a package stands for its files there.
        lesson escape cache.swift
        lesson escape cache.swift --why 12           everything that is known of line 12
        lesson escape cache.swift --opt diff         what -O takes off the heap
        lesson escape cache.swift --passes           which pass took which allocation off the heap
        lesson escape cache.swift --ablate stack-promotion
        lesson escape cache.swift --run              what each line allocated, beside what was predicted
        lesson escape --assert Sources/              check the comments '// heap: TYPE [REASON]' and '// stack: TYPE'
        lesson escape . --format sarif > escape.sarif
        lesson escape cache.swift --why 12 --format svg > ways.svg
        lesson escape list.go --compare go           Go's analysis by the book's solver, beside Go's own
        lesson escape list.swift --compare go        list.swift and list.go, function by function
        lesson escape --reasons                      the reasons, each with what mends it

      The report is what the optimizer of this toolchain decided, read from its SIL. 'heap' means that the instruction can
      call malloc: a collection that has room, a short string or a branch not taken does not.
      Exit status: 0 good, 1 the source does not compile or a comment does not hold, 2 wrong use or something missing.
      """)

  @Argument(help: ArgumentHelp("A Swift file, a .sil file, a folder or a package.", valueName: "file"))
  var path: String?

  @Option(
    help: ArgumentHelp("Everything that is known of this line, also what needs no memory.", valueName: "line")
  )
  var why: Int?

  @Option(help: "O, Onone, or diff: both, joined by line.")
  var opt = Level.optimized

  @Option(
    help: ArgumentHelp("What one pass of the optimizer is worth: compile without it.", valueName: "pass"))
  var ablate: String?

  @Flag(help: "What each pass of the optimizer leaves on the heap, and the names that --ablate takes.")
  var passes = false

  @Flag(name: .customLong("assert"), help: "Check the comments in the source; exit 1 when one does not hold.")
  var asserts = false

  @Flag(help: "Print the reasons, what each means and what mends it.")
  var reasons = false

  @Option(help: "text, json, sarif, html: a page that needs no script, or svg: the ways out as a graph.")
  var format = Format.text

  @Flag(
    name: .customLong("run"),
    help:
      "Also run the program, and count what each line allocated; once more when a line did not, to say why.")
  var runsProgram = false

  @Option(
    help: ArgumentHelp(
      "For FILE.swift: what FILE.go beside it allocates; for a .go file: what Go's own compiler says otherwise.",
      valueName: "go")
  )
  var compare: Peer?

  @Flag(help: "For a .go file: print each step of the solver.")
  var steps = false

  @Option(
    help: ArgumentHelp("For a .go file: the version of Go that answers, 1.27 or 1.19.", valueName: "version"))
  var go: GoLite.Language?

  @Option(
    name: .customShort("I"),
    help: ArgumentHelp("A folder of modules that the source imports.", valueName: "folder"))
  var imports: [String] = []

  @Option(
    name: .customLong("swiftc", withSingleDash: false), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A further argument of the compiler, such as --swiftc=-swift-version.", valueName: "arg"))
  var compilerArguments: [String] = []

  enum Level: String, ExpressibleByArgument, CaseIterable {
    case optimized = "O"
    case plain = "Onone"
    case diff
  }

  enum Peer: String, ExpressibleByArgument, CaseIterable {
    case go
  }

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case sarif
    case html
    case svg
  }

  func validate() throws {
    guard path != nil || reasons else { throw ValidationError("name a file: lesson escape cache.swift") }
    if steps || go != nil && compare == nil, path?.hasSuffix(".go") != true {
      throw ValidationError("--steps and --go want a .go file")
    }
    if compare != nil, path?.hasSuffix(".go") != true, path?.hasSuffix(".swift") != true {
      throw ValidationError(
        "--compare wants a .go file, or a .swift file with a .go file of that name beside it")
    }
    if opt == .diff, format != .text {
      throw ValidationError("--opt diff is text; compare two --format json")
    }
    if passes, format != .text { throw ValidationError("--passes is text") }
    if why != nil, asserts { throw ValidationError("--assert checks every line; leave --why out") }
    if runsProgram, opt == .diff || ablate != nil || asserts {
      throw ValidationError("--run holds one report against one run")
    }
    if ablate != nil, opt != .optimized || format != .text {
      throw ValidationError("--ablate compares with -O, as text")
    }
  }

  func run() throws {
    if reasons { return Terminal.print(Reason.table) }
    guard let path else { return }
    if path.hasSuffix(".go") { return try reportGo(path) }
    let environment = ProcessInfo.processInfo.environment
    let cache = Workshop.userCache(environment)
    do {
      let toolchain = try Workshop.toolchain(for: path, cache: cache, environment)
      let folder = try Interrupts.makeFolder(under: FileManager.default.temporaryDirectory.path)
      defer { Interrupts.removeFolder(folder) }
      let source = try EscapeSource(path, toolchain: toolchain, cache: cache, in: folder, environment)
      try report(on: source)
    } catch let failure as EscapeFailure {
      switch failure {
      case .missing(let message, let remedy): throw Exit.refusing(message, remedy)
      case .doesNotCompile(let words):
        Terminal.printError(words)
        throw Exit(code: 1)
      }
    } catch let problem as Problem {
      Terminal.printError(problem)
      throw Exit(code: 2)
    } catch let missing as ModuleLibrary.Missing {
      Terminal.printError("error: \(missing.message)\n  \(missing.remedy)")
      throw Exit(code: 1)
    }
  }

  private func report(on source: EscapeSource) throws {
    let library = try library(for: source)
    let arguments = arguments(with: library)
    if opt == .diff {
      let plain = try source.explanation(level: "-Onone", arguments)
      let optimized = try source.explanation(level: "-O", arguments)
      return Terminal.print(PlacementDifference(plain, optimized).text("-Onone", "-O"))
    }
    if passes {
      guard let passes = try source.passes(arguments, withCode: true) else {
        throw Exit.refusing("--passes wants one Swift file")
      }
      return Terminal.print(passes.text)
    }
    if let ablate {
      if let names = try source.passes(arguments, withCode: false)?.names, !names.contains(ablate) {
        let near = Suggestion.nearest(to: ablate, among: names).map { "did you mean \($0)?" }
        throw Exit.refusing(
          "no pass '\(ablate)' runs on \(source.path); --passes lists those that do", near)
      }
      let optimized = try source.explanation(level: "-O", arguments)
      let without = ["-Xllvm", "-sil-disable-pass=\(ablate)"]
      let ablated = try source.explanation(level: "-O", arguments + without)
      return Terminal.print(PlacementDifference(optimized, ablated).text("-O", "-O without \(ablate)"))
    }
    var explanation = try source.explanation(level: opt == .plain ? "-Onone" : "-O", arguments)
    if opt == .plain {
      explanation.markNotOptimized(beside: try source.explanation(level: "-O", arguments))
    }
    if let why {
      // What is gone is seen only where nothing was optimized.
      let removed =
        opt == .plain || source.isCompiled
        ? [] : explanation.removed(beside: try source.explanation(level: "-Onone", arguments), line: why)
      explanation.sites.removeAll { $0.line != why }
      explanation.sites += removed
      if explanation.sites.isEmpty {
        return Terminal.print(
          "\(source.path):\(why)  nothing is allocated here: what the line made is a value, or removed\n")
      }
    }
    if compare != nil { return try reportPair(explanation, source.path) }
    let broken = asserts ? source.brokenComments(explanation) : []
    let comparison = runsProgram ? try measure(&explanation, source, library) : nil
    switch format {
    case .text:
      if !asserts {
        let color = Terminal.usesColor(descriptor: 1)
        Terminal.print(
          TextReport(explanation, sources: source.lines, isFull: why != nil, usesColor: color).text
            + (comparison?.text(of: source.path) ?? ""))
      }
    case .json:
      let report = EscapeReport(
        explanation, file: source.path,
        compiler: String(source.toolchain.identity.prefix { $0 != " " }),
        options: [opt == .plain ? "-Onone" : "-O"] + imports.flatMap { ["-I", $0] } + compilerArguments,
        comparison: comparison)
      Terminal.print(report.json)
    case .sarif: Terminal.print(EscapeSARIF(explanation, broken: broken, sources: source.lines).json)
    case .svg: Terminal.print(EscapePicture.svg(WaysOut(explanation.sites), of: source.path))
    case .html:
      Terminal.print(
        EscapePage(explanation, sources: source.lines.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
          .html)
    }
    if asserts { try finish(broken, source) }
  }

  /// Runs the program and puts what it did beside the report.
  private func measure(
    _ explanation: inout EscapeExplanation, _ source: EscapeSource, _ library: ModuleLibrary?
  ) throws -> TruthComparison {
    let folder = try Interrupts.makeFolder(under: FileManager.default.temporaryDirectory.path)
    defer { Interrupts.removeFolder(folder) }
    let run = try EscapeRun(
      source.path, level: opt == .plain ? "-Onone" : "-O", arguments(with: library),
      libraries: library?.image.map { [$0] } ?? [], toolchain: source.toolchain, in: folder,
      ProcessInfo.processInfo.environment)
    if run.status != 0 { Terminal.printError("\(source.path): the program ended with \(run.status)") }
    explanation.measure(run.observed, in: source.path)
    let comparison = explanation.compared(with: run.observed, in: source.path)
    guard !comparison.unseen.isEmpty, let counts = try run.counts() else { return comparison }
    return explanation.compared(with: run.observed, in: source.path) { counts.count(line: $0, column: $1) }
  }

  private func finish(_ broken: [BrokenPlacement], _ source: EscapeSource) throws {
    for one in broken {
      let found =
        one.found.isEmpty ? "nothing is allocated on this line" : one.found.joined(separator: "; ")
      Terminal.printError("\(one.file):\(one.line): error: \(one.message)\n  found: \(found)")
    }
    if format == .text {
      Terminal.print(
        "\(source.commentCount - broken.count) of \(source.commentCount) placement comments hold\n")
    }
    if !broken.isEmpty { throw Exit(code: 1) }
  }
}

extension GoLite.Language: ExpressibleByArgument {}
