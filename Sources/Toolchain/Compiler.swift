// Compiler: the frontend as a function from a source's text to an object or to diagnostics. Three depths: to an
// object, to SIL (which finds errors that type checking does not: use before initialization, double consume),
// and only parsed.
// Relies on: Toolchain, ChildProcess; a folder of the caller's for the files.

import Foundation

/// One source to compile.
package struct Compilation: Sendable {
  package var source: String
  package var moduleName = "main"
  package var isOptimized = false
  /// For sources with `@main`.
  package var isLibrary = false
  /// `-swift-version`; nil is the compiler's default.
  package var languageMode: String? = "6"
  /// Further arguments, such as `-I` of modules.
  package var arguments: [String] = []

  package init(source: String) { self.source = source }

  /// How far to go.
  package enum Depth: String, Sendable {
    case object
    case sil
    case parse
  }

  /// What came of it.
  package struct Result: Sendable {
    /// True when there was no error.
    package var succeeded: Bool
    package var diagnostics: [CompilerDiagnostic]
    /// What the compiler wrote that is no diagnostic; it matters only when it failed without one.
    package var rest: String
    package var seconds: Double
  }
}

extension Toolchain {
  /// The arguments of one frontend call, as `explain` prints them.
  package func arguments(
    of compilation: Compilation, to depth: Compilation.Depth, source: String, object: String
  ) -> [String] {
    var arguments = ["-frontend"]
    switch depth {
    case .object: arguments += ["-c", "-entry-point-function-name", "lesson_main", "-o", object]
    case .sil: arguments += ["-emit-sil", "-o", "/dev/null"]
    case .parse: arguments += ["-dump-parse", "-o", "/dev/null"]
    }
    arguments += ["-primary-file", source, "-module-name", compilation.moduleName]
    arguments += ["-diagnostic-style", "llvm", "-debug-diagnostic-names"]
    if depth != .parse { arguments += pluginArguments }
    if depth != .parse, let moduleCache { arguments += ["-module-cache-path", moduleCache] }
    if let mode = compilation.languageMode { arguments += ["-swift-version", mode] }
    if compilation.isOptimized { arguments.append("-O") }
    if compilation.isLibrary { arguments.append("-parse-as-library") }
    return arguments + compilation.arguments
  }

  /// Compiles in `folder`, where `main.swift` and `main.o` appear.
  ///
  /// - Throws: `ChildProcess.Failure` when the frontend cannot be started or was killed: never a verdict on the text.
  package func compile(
    _ compilation: Compilation, to depth: Compilation.Depth, in folder: String
  ) throws(ChildProcess.Failure) -> Compilation.Result {
    let source = folder + "/main.swift"
    do {
      try Data(compilation.source.utf8).write(to: URL(fileURLWithPath: source))
    } catch {
      throw ChildProcess.Failure(message: "cannot write \(source): \(error.localizedDescription)")
    }
    let arguments = arguments(of: compilation, to: depth, source: source, object: folder + "/main.o")
    var child = ChildProcess(
      frontend, arguments,
      environment: ["PATH=/usr/bin:/bin", "HOME=\(folder)", "TMPDIR=\(folder)", "LANG=C.UTF-8"])
    child.workingFolder = folder
    child.outputLimit = 8 << 20
    let result = try child.run()
    if case .signal(let number) = result.ending {
      throw ChildProcess.Failure(message: "the compiler was ended by signal \(number)")
    }
    let text = String(decoding: result.standardError, as: UTF8.self)
    let (diagnostics, rest) = CompilerDiagnostic.parse(text)
    return Compilation.Result(
      succeeded: result.ending == .exit(0), diagnostics: diagnostics, rest: rest, seconds: result.seconds)
  }
}
