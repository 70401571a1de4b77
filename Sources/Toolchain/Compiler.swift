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
    /// Only type-checked, as a module's interface: declarations need no bodies.
    case interface
  }

  /// What came of it.
  package struct Result: Sendable {
    /// True when there was no error.
    package var succeeded: Bool
    package var diagnostics: [CompilerDiagnostic]
    /// What the compiler wrote that is no diagnostic; it matters only when it failed without one.
    package var rest: String
    package var seconds: Double
    /// What the text does that the compiler was stopped for; then nothing is known of it.
    package var excess: String?

    package init(
      succeeded: Bool, diagnostics: [CompilerDiagnostic], rest: String, seconds: Double, excess: String? = nil
    ) {
      self.succeeded = succeeded
      self.diagnostics = diagnostics
      self.rest = rest
      self.seconds = seconds
      self.excess = excess
    }
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
    case .interface:
      return arguments + ["-typecheck-module-from-interface", source] + options(of: compilation, to: depth)
    }
    arguments += ["-primary-file", source]
    if compilation.isLibrary { arguments.append("-parse-as-library") }
    return arguments + options(of: compilation, to: depth)
  }

  private func options(of compilation: Compilation, to depth: Compilation.Depth) -> [String] {
    var options = ["-module-name", compilation.moduleName]
    options += ["-diagnostic-style", "llvm", "-debug-diagnostic-names"]
    if depth != .parse { options += pluginArguments }
    if depth != .parse, let moduleCache { options += ["-module-cache-path", moduleCache] }
    if let mode = compilation.languageMode { options += ["-swift-version", mode] }
    if compilation.isOptimized { options.append("-O") }
    return options + compilation.arguments
  }

  /// What makes a text an interface for the compiler, and what the compiler imports into no interface by itself.
  private static let interfaceHead = """
    // swift-interface-format-version: 1.0
    // swift-module-flags: -module-name Listing -enable-library-evolution
    import Swift
    import _Concurrency
    import _StringProcessing

    """

  /// Compiles in `folder`, where `main.swift` and `main.o` appear.
  ///
  /// - Throws: `ChildProcess.Failure` when the frontend cannot be started or was killed: never a verdict on the text.
  package func compile(
    _ compilation: Compilation, to depth: Compilation.Depth, in folder: String
  ) throws(ChildProcess.Failure) -> Compilation.Result {
    let isInterface = depth == .interface
    let source = try write(
      (isInterface ? Self.interfaceHead : "") + compilation.source,
      to: folder + (isInterface ? "/main.swiftinterface" : "/main.swift"))
    return try run(
      arguments(of: compilation, to: depth, source: source, object: folder + "/main.o"), in: folder)
  }

  /// Compiles many sources as the files of one module, none of which has a main, and makes nothing but diagnostics.
  ///
  /// - Parameters:
  ///   - compilation: How to compile; its own source is not used.
  ///   - depth: `sil` or `parse`.
  /// - Throws: As `compile(_:to:in:)`.
  package func check(
    _ sources: [String], as compilation: Compilation, to depth: Compilation.Depth, in folder: String
  ) throws(ChildProcess.Failure) -> Compilation.Result {
    var arguments = ["-frontend"] + (depth == .parse ? ["-parse"] : ["-emit-sil", "-o", "/dev/null"])
    for (index, source) in sources.enumerated() {
      arguments.append(try write(source, to: "\(folder)/\(index).swift"))
    }
    // What one file imports would otherwise be seen in all of them.
    arguments += ["-parse-as-library", "-enable-upcoming-feature", "MemberImportVisibility"]
    return try run(arguments + options(of: compilation, to: depth), in: folder)
  }

  /// The SIL of a source, with the options of `compilation`.
  ///
  /// - Throws: As `compile(_:to:in:)`, and when the source does not compile.
  package func emitSIL(_ compilation: Compilation, in folder: String) throws(ChildProcess.Failure) -> String {
    let source = try write(compilation.source, to: folder + "/main.swift")
    let output = folder + "/main.sil"
    var arguments = ["-frontend", "-emit-sil", "-o", output, "-primary-file", source]
    if compilation.isLibrary { arguments.append("-parse-as-library") }
    let result = try run(arguments + options(of: compilation, to: .sil), in: folder)
    guard result.succeeded, let text = FileManager.default.contents(atPath: output) else {
      let message = result.diagnostics.first { $0.severity == "error" }?.message ?? result.rest
      throw ChildProcess.Failure(message: "there is no SIL of this source: \(message)")
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Writes what a tool is to read.
  func write(_ source: String, to file: String) throws(ChildProcess.Failure) -> String {
    try write(Array(source.utf8), to: file)
  }

  /// Writes what a tool is to read.
  func write(_ bytes: [UInt8], to file: String) throws(ChildProcess.Failure) -> String {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: file))
    } catch {
      throw ChildProcess.Failure(message: "cannot write \(file): \(error.localizedDescription)")
    }
    return file
  }

  /// Runs the frontend within its limits, and reads what it said.
  ///
  /// - Parameters:
  ///   - folder: The frontend's home.
  ///   - current: Where relative names start from; nil is the home.
  func run(
    _ arguments: [String], in folder: String, from current: String? = nil
  ) throws(ChildProcess.Failure) -> Compilation.Result {
    var child = ChildProcess(
      frontend, arguments,
      environment: ["PATH=/usr/bin:/bin", "HOME=\(folder)", "TMPDIR=\(folder)", "LANG=C.UTF-8"])
    child.workingFolder = current ?? folder
    child.outputLimit = 8 << 20
    child.watch = { limits.excess(of: $0, $1) }
    let result = try child.run()
    if let reason = result.stopped {
      return Compilation.Result(
        succeeded: false, diagnostics: [], rest: "", seconds: result.seconds, excess: limits.excess(reason))
    }
    if case .signal(let number) = result.ending {
      throw ChildProcess.Failure(message: "the compiler was ended by signal \(number)")
    }
    let text = String(decoding: result.standardError, as: UTF8.self)
    let (diagnostics, rest) = CompilerDiagnostic.parse(text)
    return Compilation.Result(
      succeeded: result.ending == .exit(0), diagnostics: diagnostics, rest: rest, seconds: result.seconds)
  }
}
