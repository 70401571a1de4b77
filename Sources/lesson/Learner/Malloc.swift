// lesson malloc: any program on the book's allocator, with the account of its tiers.

import ArgumentParser
import Foundation
import Preload
import Toolchain

struct Malloc: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a program on the book's allocator and print what each tier did.",
    discussion: """
      The program's input, output and exit status are its own; the account goes to standard error or to -o FILE.
        lesson malloc -- python3 -c 'print(1)'
        lesson malloc --format json -o account.json -- git log
        lesson malloc --quiet -- ./server            at full speed, without an account
        lesson malloc --quiet --trace t -- ./server  each refill, span and page that moved, a line each
        lesson malloc --guard --quiet -- ./server    double and invalid frees, writes past an end or after a free
        LD_PRELOAD=$(lesson malloc --print-library) ./server
      To count, every request takes the slow path; a program that is static, or has a malloc of its own, is left as it is.
      """)

  @Flag(help: "No account: the program runs at the allocator's full speed.")
  var quiet = false

  @Flag(
    name: .customLong("guard"),
    help: "Fence every block: the first misuse is named, with its places, and ends the program.")
  var guarded = false

  @Flag(help: "Print the library's path alone.")
  var printLibrary = false

  @Option(help: "text for people, json for programs.")
  var format = ReportFormat.text

  @Option(name: [.customShort("o"), .long], help: ArgumentHelp("Where the account goes.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Write what moved between the tiers to a file; other processes' traces go to FILE.NUMBER.",
      discussion: "Documentation/MallocTrace.md describes its lines.", valueName: "file"))
  var trace: String?

  @Argument(
    parsing: .postTerminator, help: ArgumentHelp("The program and its arguments, after --.", valueName: "cmd")
  )
  var command: [String] = []

  func validate() throws {
    if command.isEmpty, !printLibrary {
      throw ValidationError("name a program after --: lesson malloc -- ls -l")
    }
    if quiet, output != nil { throw ValidationError("--quiet has no account to write to \(output ?? "")") }
  }

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let library = try MallocLibrary(
      installed: Installation.mallocFolder, root: Installation.checkout,
      path: environment["PATH"] ?? "/usr/bin:/bin", isGuarded: guarded)
    if printLibrary { return Terminal.print(library.path + "\n") }
    try run(library, environment)
  }

  private func run(_ library: MallocLibrary, _ environment: [String: String]) throws {
    let folder = quiet ? nil : try Interrupts.makeFolder(under: FileManager.default.temporaryDirectory.path)
    defer { if let folder { Interrupts.removeFolder(folder) } }
    let traces =
      trace == nil ? nil : try Interrupts.makeFolder(under: FileManager.default.temporaryDirectory.path)
    defer { if let traces { Interrupts.removeFolder(traces) } }
    let result = try PreloadedProgram.run(
      command, with: library.path, accountsIn: folder, tracesIn: traces, environment: environment)
    if !quiet { try write(account: result) }
    if let trace { try write(tracesOf: result, to: trace) }
    if result.status != 0 { throw Exit(code: Int32(result.status)) }
  }

  private func write(tracesOf result: PreloadedProgram, to file: String) throws {
    guard let own = result.traces[result.process] else {
      throw Exit.refusing(
        "\(command[0]) left no trace: it is static, or has a malloc of its own",
        "trace a program that is neither")
    }
    for (process, path) in result.traces {
      let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
      try ReportFiles.write(text, to: path == own ? file : "\(file).\(process)")
      guard path == own else { continue }
      do {
        Terminal.printError("trace: \(try MallocTrace(text).summary), in \(file)")
      } catch {
        throw Exit.refusing("\(file):\(error.line): \(error.message)", "the lines before it are whole")
      }
    }
  }

  private func write(account result: PreloadedProgram) throws {
    guard let account = result.account else {
      return Terminal.printError(
        "malloc: \(command[0]) left no account: it was killed, called _exit, is static, or has a malloc of its own"
      )
    }
    let text =
      format == .json
      ? account.json(command: command, status: result.status, processes: result.processes)
      : account.text(of: command[0])
        + (result.processes > 1 ? "\(result.processes - 1) other processes had accounts of their own\n" : "")
    guard let output else { return Terminal.printError(text) }
    try ReportFiles.write(text, to: output)
  }
}
