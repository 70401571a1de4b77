// ProgramBuild: one Swift file made a program by the compiler's driver, with debug information, to be looked into while it runs.
// Relies on: ChildProcess; clang, which stands beside the Swift compiler. The book's own programs are made otherwise: by the
// frontend and the linker, faster.

import Foundation

/// A file to make a program of.
package struct ProgramBuild {
  package var file: String
  /// `-O` or `-Onone`.
  package var level = "-O"
  /// Further arguments of the compiler.
  package var arguments: [String] = []
  /// Shared objects that the program is linked with, by their paths.
  package var libraries: [String] = []

  package init(file: String) { self.file = file }

  /// Why there is no program: the compiler's own words.
  package struct Failure: Error {
    package var words: String
  }

  /// Compiles and links.
  ///
  /// - Parameter program: Where it goes.
  /// - Throws: `Failure`, and `ChildProcess.Failure` when the compiler cannot be started.
  package func make(_ program: String, by swiftc: String, environment: [String: String]) throws {
    try run(swiftc, compiling + libraries + ["-o", program], environment)
  }

  /// Compiles and links so that every call keeps a frame and a line of its own: what the optimizers of SIL and LLVM decided
  /// stands, but no call takes its caller's frame over, and equal code of two functions is not made one.
  ///
  /// Swift has no option against tail calls; so LLVM's code is taken as text, and each `tail call` made a `notail call`. Calls
  /// of an async function stay: they are `musttail`.
  ///
  /// - Parameters:
  ///   - program: Where it goes; two further files are left beside it.
  /// - Throws: `Failure`, and `ChildProcess.Failure` when a compiler cannot be started.
  package func makeKeepingFrames(_ program: String, by swiftc: String, environment: [String: String]) throws {
    let text = program + ".ll"
    let apart = [
      "-Xfrontend", "-disable-llvm-merge-functions-pass", "-Xllvm", "-sink-common-insts=false", "-Xllvm",
      "-hoist-common-insts=false",
    ]
    try run(swiftc, compiling + apart + ["-emit-ir", "-o", text], environment)
    let code = String(decoding: FileManager.default.contents(atPath: text) ?? Data(), as: UTF8.self)
    try code.replacing(" tail call ", with: " notail call ").write(
      toFile: text, atomically: false, encoding: .utf8)
    let clang = URL(fileURLWithPath: swiftc).deletingLastPathComponent().appending(path: "clang").path
    let generation = [level == "-Onone" ? "-O0" : "-O2", "-Xclang", "-disable-llvm-passes"]
    // Whatever warns, warned before.
    try run(
      clang,
      generation + [
        "-w", "-fPIC", "-mllvm", "-enable-tail-merge=0", "-c", "-x", "ir", text, "-o", program + ".o",
      ],
      environment)
    try run(swiftc, [program + ".o", "-o", program] + arguments + libraries, environment)
  }

  /// Compiles and links a program that counts how often each place of its source is run; see `SourceCounts`.
  ///
  /// What is counted is a matter of the source, so this is not optimized.
  ///
  /// - Throws: `Failure`, and `ChildProcess.Failure` when the compiler cannot be started.
  package func makeCounting(_ program: String, by swiftc: String, environment: [String: String]) throws {
    var plain = self
    plain.level = "-Onone"
    try run(
      swiftc,
      plain.compiling + libraries + ["-profile-generate", "-profile-coverage-mapping", "-o", program],
      environment)
  }

  private var compiling: [String] {
    let text = FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) } ?? ""
    return [level, "-g", file] + (text.contains("@main") ? ["-parse-as-library"] : []) + arguments
  }

  private func run(_ tool: String, _ arguments: [String], _ environment: [String: String]) throws {
    var child = ChildProcess(tool, arguments, environment: environment.map { "\($0)=\($1)" })
    child.outputLimit = 8 << 20
    let result = try child.run()
    guard result.ending == .exit(0) else {
      throw Failure(words: String(decoding: result.standardError, as: UTF8.self))
    }
  }
}
