// lesson cpu: which lines of any program its processor time goes to.

import ArgumentParser
import Foundation
import HeapProfiles
import Pprof
import Preload
import Toolchain

struct CPUCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cpu",
    abstract: "Run a program and say which lines its processor time goes to.",
    discussion: """
      Each thread is looked at when it has used up 10 ms of processor time; what waits uses none and is not seen. The program
      need know nothing of it; compile it with -g. Its input, output and exit status are its own.
        lesson cpu -- ./server
        lesson cpu -- Sort.swift                      compiled first, with -O -g
        lesson cpu --rate 1000 --pprof cpu.pb.gz -- ./server     then: go tool pprof -http : cpu.pb.gz
      Not seen: threads that block SIGPROF, programs that have a use for it themselves, static programs; a thread that no
      pthread_create of the program's made.
      """)

  @Option(help: ArgumentHelp("Looks a second of each thread's processor time.", valueName: "hertz"))
  var rate = 100

  @Option(help: "Rows of the table at most.")
  var top = 10

  @Option(help: "text for people, json for programs.")
  var format = ReportFormat.text

  @Option(name: [.customShort("o"), .long], help: ArgumentHelp("Where the report goes.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("Also write a profile for go tool pprof.", valueName: "file"))
  var pprof: String?

  @Option(help: ArgumentHelp("Also draw a flame graph.", valueName: "svg"))
  var flame: String?

  @Argument(
    parsing: .postTerminator, help: ArgumentHelp("The program and its arguments, after --.", valueName: "cmd")
  )
  var command: [String] = []

  func validate() throws {
    if command.isEmpty { throw ValidationError("name a program after --: lesson cpu -- ./server") }
    guard (1...10_000).contains(rate) else { throw ValidationError("--rate is from 1 to 10000") }
    guard top >= 1 else { throw ValidationError("--top is 1 or more rows") }
  }

  func run() throws {
    var environment = ProcessInfo.processInfo.environment
    let path = environment["PATH"] ?? "/usr/bin:/bin"
    let symbolizer = try Symbolizer(path: path)
    let library = try ProfilerLibrary(
      .processorTime, installed: Installation.mallocFolder, root: Installation.checkout, path: path)
    let folder = try Interrupts.makeFolder(under: FileManager.default.temporaryDirectory.path)
    defer { Interrupts.removeFolder(folder) }
    let words = try RunnableCommand(command, path: path, in: folder).words
    environment["LIVE_CPU_PROFILE"] = folder + "/cpu"
    environment["LIVE_CPU_RATE"] = "\(rate)"
    let (process, status) = try PreloadedProgram.run(words, with: library.path, environment: environment)
    let records = HeapRecords(prefix: folder + "/cpu", of: process)
    if let last = records.last, let data = FileManager.default.contents(atPath: last),
      let record = try? HeapRecord(data)
    {
      try report(CPUProfile(record, symbolizer: symbolizer), status: status)
    } else {
      Terminal.printError("cpu: \(command[0]) left no profile: it is linked statically")
    }
    if status != 0 { throw Exit(code: Int32(status)) }
  }

  private func report(_ cpu: CPUProfile, status: Int) throws {
    if let pprof { try ReportFiles.write(Gzip.stored(cpu.profile.encoded()), to: pprof) }
    if let flame {
      try ReportFiles.write(
        FlameGraph(cpu.profile, type: "cpu", title: "\(command[0]): processor time").svg, to: flame)
    }
    let report = CPUReport(cpu)
    let text =
      format == .json ? report.json(command: command, status: status) : report.text(of: command[0], top: top)
    if let output { try ReportFiles.write(text, to: output) } else { Terminal.printError(text) }
  }
}
