// lesson tasks: which tasks a program has, where they wait and who made them, at its end or at any moment.

import ArgumentParser
import Foundation
import HeapProfiles
import LeakCheck
import Pprof
import Preload
import Synchronization
import TaskProfiles
import Toolchain

struct Tasks: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say which tasks a Swift program has: what they wait for, where, and who made them.",
    discussion: """
      Tasks that were made at one place, wait at one place and are in one state stand together, as in Go's goroutine profile.
      The program's input, output and exit status are its own; the report goes to standard error or to -o FILE.
        lesson tasks -- server.swift                   compiled with -Onone -g; what is left at the end
        lesson tasks --after 2 -- ./server             two seconds after its start; it goes on
        lesson tasks -- ./server                       and, from elsewhere: kill -USR1 to this command, once for each report
        lesson tasks --pprof tasks.pb.gz -- ./server   then: go tool pprof -http : tasks.pb.gz

      'will never resume' is said of a suspended task that nothing refers to. One whose handle somebody keeps 'waits', though
      nobody may ever resume it. What runs is shown without the place where it runs.
      Linux, glibc, x86-64, Swift 6.3; a dynamically linked program. Every allocation is recorded, with its stack: see
      'lesson help leaks'. Through a shell or 'timeout' the first process that has tasks is shown.
      """)

  @Option(
    help: ArgumentHelp("Report so many seconds after the start, and not at the end.", valueName: "seconds"))
  var after: Double?

  @Option(help: "O or Onone: how a Swift file is compiled.")
  var opt = Leaks.Optimization.none

  @Option(help: "text for people, json for programs.")
  var format = ReportFormat.text

  @Option(name: [.customShort("o"), .long], help: ArgumentHelp("Where the report goes.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("Also write a profile for go tool pprof.", valueName: "file"))
  var pprof: String?

  @Argument(
    parsing: .postTerminator, help: ArgumentHelp("The program and its arguments, after --.", valueName: "cmd")
  )
  var command: [String] = []

  func validate() throws {
    if command.isEmpty { throw ValidationError("name a program after --: lesson tasks -- ./server") }
    if let after, after < 0 || after > 1e6 {
      throw ValidationError("--after \(after): say a number of seconds, 0 or more")
    }
  }

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let path = environment["PATH"] ?? "/usr/bin:/bin"
    let symbolizer = try Symbolizer(path: path)
    let library = try LeakProbe.library(
      installed: Installation.mallocFolder, root: Installation.checkout, path: path)
    let folder = try Interrupts.makeFolder(under: FileManager.default.temporaryDirectory.path)
    defer { Interrupts.removeFolder(folder) }
    let words = try RunnableCommand(command, path: path, in: folder, level: "-" + opt.rawValue).words
    let left = try Interrupts.makeFolder(under: folder)
    let program = ProbedProgram(in: left)
    Requests.begin()
    let start = Clock.seconds()
    var isDue = after != nil
    let (process, status) = try program.run(words, with: library, environment: environment) { process in
      guard Requests.take() || (isDue && Clock.seconds() - start >= after ?? 0) else { return }
      isDue = false
      report(program, process, symbolizer, status: nil)
    }
    if after == nil || isDue { report(program, process, symbolizer, status: status) }
    if status != 0 { throw Exit(code: Int32(status)) }
  }

  /// Of the process that was started, or of the first one that has tasks at all.
  private func report(_ program: ProbedProgram, _ started: Int, _ symbolizer: Symbolizer, status: Int?) {
    var chosen: TaskProfile?
    var complaint = status.map { Self.absence($0) } ?? "it has not begun, or is linked statically"
    for process in [started] + program.processes.filter({ $0 != started }) {
      do {
        let snapshot =
          status == nil ? try program.ask(process, for: .moment) : try program.end(of: process)
        guard let snapshot else { continue }
        guard snapshot.taskLayout != .noTasks || chosen == nil else { continue }
        chosen = TaskProfile(snapshot, symbolizer: symbolizer)
        if snapshot.taskLayout != .noTasks { break }
      } catch let silence as ProbedProgram.NoAnswer {
        if process == started { complaint = silence.message }
      } catch { complaint = "what the probe wrote cannot be read: \(error)" }
    }
    guard let chosen else {
      return Terminal.printError("tasks: \(command[0]) left no tasks to tell of: \(complaint)")
    }
    // What cannot be written has been said.
    try? write(chosen, status: status)
  }

  private static func absence(_ status: Int) -> String {
    status > 128
      ? "signal \(status - 128) ended it; use --after, or send SIGUSR1 to lesson while it runs"
      : "it is linked statically, or called _exit or exec past the C library"
  }

  private func write(_ tasks: TaskProfile, status: Int?) throws {
    let report = TaskReport(tasks, of: command[0])
    let text = format == .json ? report.json(command: command, status: status) : report.text()
    if let pprof { try ReportFiles.write(Gzip.stored(tasks.profile.encoded()), to: pprof) }
    if let output { try ReportFiles.write(text, to: output) } else { Terminal.printError(text) }
  }
}

/// SIGUSR1, counted.
private enum Requests {
  private static let count = Atomic<Int>(0)

  static func begin() {
    // Before the first signal, because a handler must not be the first to ask for a global.
    _ = count.load(ordering: .relaxed)
    signal(SIGUSR1) { _ in Requests.count.add(1, ordering: .relaxed) }
  }

  /// Takes one, if there is one.
  static func take() -> Bool {
    guard count.load(ordering: .relaxed) > 0 else { return false }
    count.subtract(1, ordering: .relaxed)
    return true
  }
}
