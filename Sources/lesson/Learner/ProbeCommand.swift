// lesson probe: a program that knows nothing of it, with the probe's server in front: its heap, its tasks and its numbers over
// HTTP while it runs. The server is this process's; the program only answers this process's questions.

import ArgumentParser
import Foundation
import HeapProfiles
import LeakCheck
import Preload
import ProbeRoutes
import TaskProfiles
import Toolchain

struct ProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Run a program and answer questions about its heap and its tasks over HTTP, on 127.0.0.1.",
    discussion: """
      The program's input, output and exit status are its own. While it runs:
        lesson probe --port 6060 -- ./server
        curl http://127.0.0.1:6060/                    what can be asked
        curl http://127.0.0.1:6060/tasks
        go tool pprof -http : http://127.0.0.1:6060/debug/pprof/heap
        curl http://127.0.0.1:6060/metrics             for Prometheus
      A program can answer for itself instead: import ProbeServer, and 'let probe = try ProbeServer(port: 6060)'.
      Every allocation is recorded, with its stack, at about twice the cost of malloc. Who reaches the port sees names and numbers
      of the program and can stop it for moments: another address than the loopback's is yours to choose with --address.
      """)

  @Option(help: ArgumentHelp("0 for any that is free.", valueName: "number"))
  var port: UInt16 = 6060

  @Option(help: ArgumentHelp("Of IPv4; 0.0.0.0 answers everybody.", valueName: "address"))
  var address = "127.0.0.1"

  @Option(help: "O or Onone: how a Swift file is compiled.")
  var opt = Leaks.Optimization.none

  @Argument(
    parsing: .postTerminator, help: ArgumentHelp("The program and its arguments, after --.", valueName: "cmd")
  )
  var command: [String] = []

  func validate() throws {
    if command.isEmpty { throw ValidationError("name a program after --: lesson probe -- ./server") }
  }

  func run() throws {
    do {
      let environment = ProcessInfo.processInfo.environment
      let path = environment["PATH"] ?? "/usr/bin:/bin"
      let library = try LeakProbe.library(
        installed: Installation.mallocFolder, root: Installation.checkout, path: path)
      let folder = try Interrupts.makeFolder(under: FileManager.default.temporaryDirectory.path)
      defer { Interrupts.removeFolder(folder) }
      let words = try RunnableCommand(command, path: path, in: folder, level: "-" + opt.rawValue).words
      let program = ProbedProgram(in: try Interrupts.makeFolder(under: folder))
      let process = PreloadedProcess(program, program: command[0])
      let routes = ProbeRoutes(process, symbolizer: try Symbolizer(path: path))
      let listener = try HTTPListener(address: address, port: port) { routes.response(to: $0) }
      defer { listener.stop() }
      Terminal.printError("probe: http://\(address):\(listener.port)/ while \(command[0]) runs")
      let status = try program.run(words, with: library, environment: environment) { process.begin($0) }
        .status
      if status != 0 { throw Exit(code: Int32(status)) }
    } catch let failure as HTTPListener.Failure {
      throw Exit.refusing(
        failure.message, "choose another port with --port, or --port 0 for any that is free")
    }
  }
}
