// ProgramBuild: one Swift file made a program by the compiler's driver, with debug information, to be looked into while it runs.
// Relies on: ChildProcess. The book's own programs are made otherwise: by the frontend and the linker, faster.

import Foundation

/// A file to make a program of.
package struct ProgramBuild {
  package var file: String
  /// `-O` or `-Onone`.
  package var level = "-O"
  /// Further arguments of the compiler.
  package var arguments: [String] = []

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
    let text = FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let library = text.contains("@main") ? ["-parse-as-library"] : []
    var child = ChildProcess(
      swiftc, [level, "-g", file, "-o", program] + library + arguments,
      environment: environment.map { "\($0)=\($1)" })
    child.outputLimit = 8 << 20
    let result = try child.run()
    guard result.ending == .exit(0) else {
      throw Failure(words: String(decoding: result.standardError, as: UTF8.self))
    }
  }
}
