// SILOfFiles: the compiler asked about files as they stand, and what it is said when it has no answer.
// Relies on: Toolchain; the rule of the design: a file with `@main`, or with nothing but declarations, is a library.

import Toolchain

/// Why nothing can be explained.
package enum EscapeFailure: Error {
  /// Wrong use, or something missing.
  case missing(message: String, remedy: String)
  /// The source does not compile; the compiler's own words.
  case doesNotCompile(String)
}

extension SILRequest {
  /// A request for one file.
  ///
  /// - Parameter source: The file's text, which says whether it is a library.
  package init(file: String, source: String, level: String = "-O", arguments: [String] = []) {
    self.init(files: [file])
    self.level = level
    self.arguments = arguments
    isLibrary = Self.isLibrary(source)
  }

  /// What the compiler gives; a file that only looked like a library is compiled as a script.
  ///
  /// - Throws: `EscapeFailure.doesNotCompile`, and what `compile` throws.
  package func text(_ compile: (SILRequest) throws -> SILResult) throws -> [UInt8] {
    var result = try compile(self)
    if case .failed(let failed) = result, isLibrary,
      Self.words(of: failed).contains("expressions are not allowed at the top level")
    {
      var script = self
      script.isLibrary = false
      result = try compile(script)
    }
    switch result {
    case .text(let bytes): return bytes
    case .failed(let failed):
      let stopped = failed.excess.map { "\(files.joined(separator: " ")): the compiler was stopped: \($0)" }
      throw EscapeFailure.doesNotCompile(stopped ?? Self.advised(Self.words(of: failed)))
    }
  }

  /// The compiler's words, and what helps where it misses a module.
  private static func advised(_ words: String) -> String {
    let misses = ["no such module '", "missing required module '", "unable to resolve module dependency: '"]
    guard misses.contains(where: words.contains) else { return words }
    return words
      + "\n  name the folder of the module: -I DIR; of a package, explain the package itself: lesson escape DIR"
  }

  private static func words(of result: Compilation.Result) -> String {
    let diagnostics = result.diagnostics.map {
      "\($0.file):\($0.line):\($0.column): \($0.severity): \($0.message)"
    }.joined(separator: "\n")
    return diagnostics.isEmpty ? result.rest : diagnostics
  }

  /// Whether a source holds declarations alone: no line at its margin begins with another word.
  package static func isLibrary(_ source: String) -> Bool {
    if source.contains("@main") { return true }
    return source.split(separator: "\n").allSatisfy { line in
      guard let first = line.first, first.isLetter || first == "_" else { return true }
      return declaring.contains(line.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    }
  }

  private static let declaring: Set<Substring> = Set(
    """
    import func struct class enum actor protocol extension typealias let var public private fileprivate internal package
    open final indirect nonisolated infix prefix postfix operator precedencegroup macro static where unowned weak lazy
    """.split(whereSeparator: \.isWhitespace))
}
