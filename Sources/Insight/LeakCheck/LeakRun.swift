// LeakRun: a program, started with the leak probe in front of its own libraries, and the snapshot that it left. A file is
// compiled first; one that has a leakRound() gets a main that calls it, round after round.
// Relies on: swiftc; the probe's library (LeakProbe).

import Foundation
import Preload
import Toolchain

/// The probe as a library.
package enum LeakProbe {
  /// Finds it, or builds it.
  ///
  /// - Throws: `BuiltLibrary.Missing`.
  package static func library(installed: String, root: String?, path: String) throws -> String {
    try BuiltLibrary(
      "libleakprobe.so", script: "build-leak-probe", folder: "leak-probe",
      sources: ["Sources/Insight/CProbe", "Sources/Insight/CProfile"],
      installed: installed, root: root, path: path
    ).path
  }
}

/// Why a file did not become a program.
package struct CompileFailure: Error, Hashable {
  /// The compiler's own words.
  package var message: String
}

/// A Swift file to compile.
package struct LeakSource: Sendable {
  package var file: String
  package var isOptimized: Bool
  package var swiftVersion: String?
  package var rounds: Int

  /// As the debug information names it.
  var path: String { URL(fileURLWithPath: file).standardizedFileURL.path }

  package init(file: String, isOptimized: Bool, swiftVersion: String? = nil, rounds: Int = 5) {
    self.file = file
    self.isOptimized = isOptimized
    self.swiftVersion = swiftVersion
    self.rounds = rounds
  }

  /// Compiles it into a folder.
  ///
  /// - Returns: The program, and whether it repeats leakRound().
  /// - Throws: `CompileFailure`, or `ChildProcess.Failure` when the compiler cannot be started.
  package func compile(with toolchain: String, in folder: String, environment: [String: String]) throws -> (
    program: String, hasRounds: Bool
  ) {
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      throw CompileFailure(message: "\(file) cannot be read; name a Swift file")
    }
    let declaration = text.firstMatch(
      of: #/(?m)^\s*(?:public |internal )?func leakRound\(\)(?<effects>[^{]*)\{/#)
    let program = folder + "/" + String(URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent)
    var arguments = ["-g", isOptimized ? "-O" : "-Onone", "-module-name", "App", "-o", program, path]
    if let swiftVersion { arguments += ["-swift-version", swiftVersion] }
    if let declaration {
      let driver = folder + "/LeakRounds.swift"
      try Self.driver(effects: String(declaration.effects), rounds: rounds).write(
        toFile: driver, atomically: true, encoding: .utf8)
      arguments += ["-parse-as-library", driver]
    } else if text.contains("@main") {
      arguments.append("-parse-as-library")
    }
    var compiler = ChildProcess(
      toolchain + "/bin/swiftc", arguments, environment: environment.map { "\($0)=\($1)" })
    compiler.mergesStreams = true
    let result = try compiler.run()
    guard result.ending == .exit(0) else {
      let words = String(decoding: result.standardOutput, as: UTF8.self)
      let hint =
        declaration != nil && (text.contains("@main") || words.contains("top level"))
        ? "\(file): a file with leakRound() has no main of its own: move its statements into leakRound(), and drop @main\n"
        : ""
      throw CompileFailure(message: words + hint)
    }
    return (program, declaration != nil)
  }

  private static func driver(effects: String, rounds: Int) -> String {
    let isAsync = effects.contains("async")
    let call = (effects.contains("throws") ? "try " : "") + (isAsync ? "await " : "") + "leakRound()"
    return """
      import Glibc
      @main enum LeakRounds {
        static func main() \(isAsync ? "async " : "")\(effects.contains("throws") ? "throws " : ""){
          let end = dlsym(nil, "probe_end_round").map { unsafeBitCast($0, to: (@convention(c) () -> Void).self) }
          for _ in 0..<\(rounds) {
            \(call)
            end?()
          }
        }
      }
      """
  }
}

/// What a program left.
package struct LeakRun: Sendable {
  /// As a shell says it.
  package var status: Int
  /// Nil when it left none.
  package var snapshot: Snapshot?
  /// Why.
  package var absence: String?
  /// Other processes that it started and that left snapshots of their own.
  package var otherProcesses: Int

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - folder: For what the probe writes; empty.
  ///   - limit: Seconds after which the program is killed.
  /// - Throws: `PreloadedProgram.Failure`, `SnapshotError`.
  package init(
    _ command: [String], with library: String, in folder: String, environment: [String: String],
    limit: Double? = nil, output: PreloadedProgram.Output = .own
  ) throws {
    var environment = environment
    environment["LIVE_LEAKS_REPORT"] = folder + "/heap"
    let process: Int
    (process, status) = try PreloadedProgram.run(
      command, with: library, environment: environment, limit: limit, output: output)
    let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { $0.hasPrefix("heap.") }.sorted()
    otherProcesses = files.count { $0 != "heap.\(process)" }
    guard let data = FileManager.default.contents(atPath: "\(folder)/heap.\(process)") else {
      absence =
        "\(command[0]) left nothing to judge: it is linked statically, or runs with more rights than its caller"
      return
    }
    do {
      snapshot = try Snapshot([UInt8](data))
    } catch SnapshotError.incomplete {
      absence =
        status == 128 + Int(SIGKILL) && limit != nil
        ? "\(command[0]) did not end within \(Int(limit ?? 0)) seconds and was killed: nothing is judged"
        : status > 128
          ? "\(command[0]) was ended by signal \(status - 128) before its end: nothing is judged"
          : "\(command[0]) ended without saying so (it called _exit or exec past the C library): nothing is judged"
    }
  }
}
