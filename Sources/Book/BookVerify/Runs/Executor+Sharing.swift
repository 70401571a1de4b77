// Executor, sharing: an object that another machine has made of the same text with the same compiler and modules is taken
// instead of compiled. What it does is still found out by running it here.
// Relies on: SharedPrograms, which believes no store; fingerprints, which are the same on every machine.

import BookPrograms
import Toolchain

/// Where compiled programs are shared, and what names this compiler and these modules there.
package struct ProgramSharing: Sendable {
  package var programs: SharedPrograms
  /// `Toolchain.fingerprint`
  package var toolchain: String
  /// `ModuleLibrary.fingerprint`; nil leaves programs that import modules out.
  package var modules: String?

  package init(_ programs: SharedPrograms, toolchain: String, modules: String?) {
    self.programs = programs
    self.toolchain = toolchain
    self.modules = modules
  }

  /// The hash of everything that decides what the object of a compilation is.
  func action(of compilation: Compilation, usesModules: Bool) -> String? {
    guard let modules = usesModules ? modules : "none" else { return nil }
    return SHA256.hex(fields: [
      "object 1", toolchain, modules, compilation.moduleName, compilation.isOptimized ? "-O" : "-Onone",
      compilation.isLibrary ? "library" : "script", compilation.languageMode ?? "standard",
      compilation.source,
    ])
  }
}

extension Executor {
  /// Compiles a program, or takes its object from where it is shared.
  func compile(
    _ compilation: Compilation, _ program: Program, to depth: Compilation.Depth, in folder: String
  ) throws(ChildProcess.Failure) -> Compilation.Result {
    guard depth == .object, let sharing,
      let action = sharing.action(of: compilation, usesModules: needsLibrary(program))
    else { return try toolchain.compile(compilation, to: depth, in: folder) }
    let object = folder + "/main.o"
    if let diagnostics = sharing.programs.take(action, to: object) {
      return Compilation.Result(succeeded: true, diagnostics: diagnostics, rest: "", seconds: 0)
    }
    let result = try toolchain.compile(compilation, to: depth, in: folder)
    if result.succeeded { sharing.programs.give(action, object, result.diagnostics) }
    return result
  }
}
