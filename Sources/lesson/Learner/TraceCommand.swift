// lesson trace: what a program did, in time: allocation, tasks, its own spans, for a reader of traces.

import ArgumentParser
import Foundation
import LeakCheck
import Preload
import Toolchain
import Traces

struct Trace: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Run a program and write when its tasks were made and ran, and how its heap grew, for Perfetto.",
    discussion: """
      The program's input, output and exit status are its own.
        lesson trace -o trace.json -- ./server       then open ui.perfetto.dev, or chrome://tracing, and the file there
        lesson trace -o trace.json -- server.swift   compiled first
        lesson trace -o trace.json --slowest request -- ./server   and what its slowest span 'request' was made of
      A track for each thread with the runs of tasks on it, from a start or resumption to the next suspension; an arrow from where
      a task was made to its first run; counters for bytes in use and bytes allocated in all, 200 times a second. A program that
      imports Probe adds its own: TraceLog.span("parse") { … }, TraceLog.count("queue", n), TraceLog.mark("ready").
      Not seen: tasks of 'async let', which task an actor runs that was given work of several, and tasks of an executor of the
      program's own. The first 1,048,576 events of each process are kept.
      """)

  @Option(
    name: [.customShort("o"), .long], help: ArgumentHelp("Where the trace goes, as JSON.", valueName: "file"))
  var output: String

  @Option(help: "Of the summary: text for people, json for programs.")
  var format = ReportFormat.text

  @Option(
    help: ArgumentHelp(
      "Also say how long the program's spans of this name took, and where the slowest one's time went.",
      valueName: "name"))
  var slowest: String?

  @Option(help: "O or Onone: how a Swift file is compiled.")
  var opt = Leaks.Optimization.full

  @Argument(
    parsing: .postTerminator, help: ArgumentHelp("The program and its arguments, after --.", valueName: "cmd")
  )
  var command: [String] = []

  func validate() throws {
    if command.isEmpty {
      throw ValidationError("name a program after --: lesson trace -o trace.json -- ./server")
    }
  }

  func run() throws {
    var environment = ProcessInfo.processInfo.environment
    let path = environment["PATH"] ?? "/usr/bin:/bin"
    let library = try LeakProbe.library(
      installed: Installation.mallocFolder, root: Installation.checkout, path: path)
    let folder = try Interrupts.makeFolder(under: FileManager.default.temporaryDirectory.path)
    defer { Interrupts.removeFolder(folder) }
    let words = try RunnableCommand(command, path: path, in: folder, level: "-" + opt.rawValue).words
    environment["LIVE_TRACE"] = folder + "/events"
    let (process, status) = try PreloadedProgram.run(words, with: library, environment: environment)
    try write(folder, started: process)
    if status != 0 { throw Exit(code: Int32(status)) }
  }

  /// The started process's first.
  private func write(_ folder: String, started: Int) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("events.") }
    let traces = names.compactMap { name in
      (FileManager.default.contents(atPath: "\(folder)/\(name)")).flatMap { try? EventTrace($0) }
    }.sorted { ($0.process != started ? 1 : 0, $0.process) < ($1.process != started ? 1 : 0, $1.process) }
    guard !traces.isEmpty else {
      return Terminal.printError(
        "trace: \(command[0]) left no trace: it is linked statically, or /tmp is full")
    }
    let program = URL(fileURLWithPath: command[0]).lastPathComponent
    let chrome = ChromeTrace(traces.map { ($0, $0.process == started ? program : "process \($0.process)") })
    try ReportFiles.write(chrome.text, to: output)
    var summary = TraceSummary(traces)
    summary.slowest = slowest.flatMap { SpanReport($0, in: traces) }
    Terminal.printError(format == .json ? summary.json() : summary.text(of: command[0], file: output))
    if let slowest, summary.slowest == nil {
      let names = SpanReport.names(in: traces)
      throw Exit.refusing(
        "no span '\(slowest)' has ended",
        names.isEmpty
          ? "the program has to say its spans: import Probe, TraceLog.span(\"\(slowest)\") { … }"
          : "there are: \(names.joined(separator: ", "))")
    }
  }
}
