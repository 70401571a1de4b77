// lesson leaks: what a program leaks, where it was made, who holds it, and what to change.

import ArgumentParser
import Foundation
import LeakCheck
import Preload
import Toolchain

struct Leaks: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what a Swift program leaks: where it was made, who holds it, what to change.",
    discussion: """
      A file is compiled with debug information and run to its end, its output on standard error:
        lesson leaks app.swift
        lesson leaks app.swift --opt O --format json
      A file with 'func leakRound()' (async, throws, or neither) and no main is run round after round, and what grows with
      each round is a leak, too; the first round may warm caches up:
        lesson leaks service.swift --rounds 5
      Any other program, built with -g for lines:
        lesson leaks -- ./server --once
      Who keeps most of what is alive at the end, whether it is a leak or not:
        lesson leaks app.swift --retained
      What there is more of than in another run, or before a change:
        lesson leaks --save before.json -- ./server --requests 100
        lesson leaks --base before.json -- ./server --requests 1000

      Linux, glibc, x86-64, a dynamically linked program and Swift runtime. It sees the heap, tasks, descriptors and children
      when main has returned or exit was called; a program that a signal ends is not judged.
      Exit status: 1 when something is certain or likely, else 0; of '-- CMD' CMD's own when that is not 0; 2 for wrong use,
      for a file that does not compile, and for a program that cannot be judged.
      """)

  @Option(help: "O or Onone: how FILE is compiled.")
  var opt = Optimization.none

  @Option(help: ArgumentHelp("How often leakRound() is called.", valueName: "k"))
  var rounds = 5

  @Option(
    help: ArgumentHelp("The language mode of FILE; the compiler's own choice without.", valueName: "version"))
  var swiftVersion: String?

  @Option(help: ArgumentHelp("How long FILE's program may run.", valueName: "seconds"))
  var limit = 60.0

  @Flag(help: "Add the biggest owners: what would be given back with each.")
  var retained = false

  @Option(help: ArgumentHelp("Where to keep what is alive at the end, for --base.", valueName: "file"))
  var save: String?

  @Option(help: ArgumentHelp("What --save kept: add what there is more or less of.", valueName: "file"))
  var base: String?

  @Option(help: "text for people, json for programs.")
  var format = ReportFormat.text

  @Option(name: [.customShort("o"), .long], help: ArgumentHelp("Where the report goes.", valueName: "file"))
  var output: String?

  @Argument(help: ArgumentHelp("A Swift file.", valueName: "file"))
  var file: String?

  @Argument(
    parsing: .postTerminator, help: ArgumentHelp("A program and its arguments, after --.", valueName: "cmd"))
  var command: [String] = []

  enum Optimization: String, ExpressibleByArgument, CaseIterable { case full = "O", none = "Onone" }

  func validate() throws {
    if (file == nil) == command.isEmpty {
      throw ValidationError("name one Swift file, or a program after --: lesson leaks app.swift")
    }
    if rounds < 2 {
      throw ValidationError("--rounds \(rounds): the first round is a warm-up, so say 2 or more")
    }
    if limit <= 0 { throw ValidationError("--limit \(limit): say a number of seconds above 0") }
    if let base, !FileManager.default.fileExists(atPath: base) {
      throw ValidationError("there is no file \(base): lesson leaks … --save \(base) makes one")
    }
    if let file, !FileManager.default.fileExists(atPath: file) {
      throw ValidationError("there is no file \(file)")
    }
  }

  func run() throws {
    do {
      // First, so that a long run is not in vain.
      let earlier = try base.map {
        try Census(json: FileManager.default.contents(atPath: $0) ?? Data(), from: $0)
      }
      let outcome = try check()
      guard let report = outcome.report else {
        Terminal.printError("leaks: \(outcome.absence ?? "nothing is judged")")
        throw Exit(code: command.isEmpty || outcome.status == 0 ? 2 : Int32(outcome.status))
      }
      try write(report, outcome.check, since: earlier)
      if !command.isEmpty, outcome.status != 0 { throw Exit(code: Int32(outcome.status)) }
      if file != nil, outcome.status != 0 {
        Terminal.printError("leaks: the program ended with status \(outcome.status)")
      }
      if !report.isClean { throw Exit(code: 1) }
    } catch let failure as CompileFailure {
      Terminal.printError(failure.message)
      throw Exit(code: 2)
    } catch let failure as Symbols.Failure {
      throw Exit.refusing(failure.message, "use a complete Swift toolchain, or apt-get install llvm")
    } catch let failure as Census.Malformed {
      throw Exit.refusing(failure.message, "name a file that --save wrote")
    } catch let failure as SnapshotError {
      throw Exit.refusing(
        "the probe's snapshot cannot be read: \(failure)", "rm -r .build/lesson/leak-probe-*, then again")
    }
  }

  private func check() throws -> LeakSession.Outcome {
    let environment = ProcessInfo.processInfo.environment
    let path = environment["PATH"] ?? "/usr/bin:/bin"
    let session = LeakSession(
      toolchain: try Toolchain.locate(path: path, memory: nil).folder,
      library: try LeakProbe.library(
        installed: Installation.mallocFolder, root: Installation.checkout, path: path),
      environment: environment)
    let folder = try Interrupts.makeFolder(under: FileManager.default.temporaryDirectory.path)
    defer { Interrupts.removeFolder(folder) }
    guard let file else { return try session.check(command: command, in: folder) }
    let source = LeakSource(
      file: file, isOptimized: opt == .full, swiftVersion: swiftVersion, rounds: rounds)
    return try session.check(source, in: folder, limit: limit)
  }

  /// On standard output, but for a command, whose output that is.
  private func write(_ report: LeakReport, _ check: LeakCheck?, since earlier: Census?) throws {
    var views = LeakReport.Views()
    if retained, let check { views.owners = Retention(check).owners() }
    if save != nil || earlier != nil, let census = check?.census(file: report.file) {
      if let base, let earlier {
        views.changes = census.difference(from: earlier)
        views.base = base
      }
      if let save { try ReportFiles.write(census.json(), to: save) }
    }
    let text = format == .json ? report.json(views) : report.text(views)
    if let output {
      try ReportFiles.write(text, to: output)
    } else if command.isEmpty {
      Terminal.print(text)
    } else {
      Terminal.printError(text)
    }
  }
}
