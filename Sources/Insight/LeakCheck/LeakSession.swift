// LeakSession: from a file or a command to a report: compile, run, read, name, judge. Each step is another file's.

import Foundation
import Preload
import Toolchain

/// How programs are checked on this machine.
package struct LeakSession: Sendable {
  package var toolchain: String
  package var library: String
  /// Of the programs that are run.
  package var environment: [String: String]
  package var mutation: Mutation?
  /// What the programs print is thrown away.
  package var isQuiet = false

  package init(toolchain: String, library: String, environment: [String: String], mutation: Mutation? = nil) {
    self.toolchain = toolchain
    self.library = library
    self.environment = environment
    self.mutation = mutation
  }

  /// What came of one program.
  package struct Outcome: Sendable {
    /// As a shell says it.
    package var status: Int
    package var report: LeakReport?
    /// What the report was made of, for other questions.
    package var check: LeakCheck?
    /// Why there is no report.
    package var absence: String?
  }

  /// Checks a Swift file.
  ///
  /// - Parameters:
  ///   - folder: Empty; the program and its snapshot go there.
  ///   - limit: Seconds that the program may take.
  /// - Throws: `CompileFailure`, `Symbols.Failure`, and what starting a process throws.
  package func check(_ source: LeakSource, in folder: String, limit: Double) throws -> Outcome {
    let (program, hasRounds) = try source.compile(with: toolchain, in: folder, environment: environment)
    let run = try LeakRun(
      [program], with: library, in: folder, environment: environment, limit: limit,
      output: isQuiet ? .nowhere : .error)
    return try judge(run, file: source.file, source: source.path, hasRounds: hasRounds)
  }

  /// Checks any program.
  ///
  /// - Throws: As above.
  package func check(command: [String], in folder: String) throws -> Outcome {
    let run = try LeakRun(
      command, with: library, in: folder, environment: environment, output: isQuiet ? .nowhere : .own)
    return try judge(run, file: command[0], source: nil, hasRounds: false)
  }

  private func judge(_ run: LeakRun, file: String, source: String?, hasRounds: Bool) throws -> Outcome {
    guard let snapshot = run.snapshot else { return Outcome(status: run.status, absence: run.absence) }
    let symbols = try Symbols(
      snapshot, source: source, toolchain: toolchain, path: environment["PATH"] ?? "/usr/bin:/bin")
    let check = LeakCheck(snapshot, naming: symbols, mutation: mutation)
    var report = check.report(file: file)
    if run.otherProcesses > 0 {
      report.skipped.append("\(run.otherProcesses) other processes that it started")
    }
    return Outcome(status: run.status, report: report, check: check)
  }
}
