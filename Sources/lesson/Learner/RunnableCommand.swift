// RunnableCommand: what stands after `--`: a program and its arguments, a Swift file, which is compiled first, or `lesson`.

import Foundation
import Toolchain

/// A command that can be started.
struct RunnableCommand {
  /// The program, and its arguments.
  let words: [String]

  /// Compiles a Swift file.
  ///
  /// - Parameters:
  ///   - path: PATH, for the compiler.
  ///   - folder: Where the program goes.
  ///   - level: `-O` or `-Onone`.
  /// - Throws: `Exit`, when everything has been said.
  init(_ command: [String], path: String, in folder: String, level: String = "-O") throws {
    let source = command[0]
    guard source.hasSuffix(".swift") else {
      // The book's lessons can be looked into, too, by this program where no other `lesson` is installed.
      let isOurs = source == "lesson" && Toolchain.find(source, in: path) == nil
      let program = isOurs ? URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path : source
      words = [program] + command.dropFirst()
      return
    }
    guard FileManager.default.fileExists(atPath: source) else {
      throw Exit.refusing("there is no file \(source)")
    }
    guard let compiler = Toolchain.find("swiftc", in: path) else {
      throw Exit.refusing(
        "there is no swiftc in PATH to compile \(source)", "add the Swift toolchain's usr/bin to PATH")
    }
    let program = folder + "/" + URL(fileURLWithPath: source).deletingPathExtension().lastPathComponent
    var build = ProgramBuild(file: source)
    build.level = level
    do {
      try build.make(program, by: compiler, environment: ProcessInfo.processInfo.environment)
    } catch let failure as ProgramBuild.Failure {
      Terminal.printError(failure.words)
      throw Exit(code: 2)
    }
    words = [program] + command.dropFirst()
  }
}
