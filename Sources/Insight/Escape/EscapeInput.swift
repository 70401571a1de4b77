// EscapeInput: from what a person names (a file of Swift, a text of SIL, a package) to the modules that are explained.
// Relies on: Toolchain; the rule of the design: a file with `@main`, or with nothing but declarations, is a library.

import Foundation
import Toolchain

/// What is to be explained.
package struct EscapeInput {
  /// As the user named it.
  package var path: String
  package var level = "-O"
  /// Further arguments of the compiler.
  package var arguments: [String] = []

  package init(path: String) { self.path = path }

  /// Why nothing can be explained.
  package enum Failure: Error {
    /// Wrong use, or something missing.
    case missing(message: String, remedy: String)
    /// The source does not compile; the compiler's own words.
    case doesNotCompile(String)
  }

  /// Text of SIL and the names of the files in it that are the user's.
  package struct Text {
    package var sil: [UInt8]
    package var files: Set<String>
  }

  /// The SIL of a file of Swift.
  ///
  /// - Parameters:
  ///   - current: The folder that `path` starts from.
  ///   - folder: A folder for the compiler's own files.
  package func text(
    of source: String, by toolchain: Toolchain, from current: String, in folder: String
  ) throws -> Text {
    var request = SILRequest(files: [path])
    request.level = level
    request.arguments = arguments
    request.isLibrary = Self.isLibrary(source)
    var result = try toolchain.sil(of: request, from: current, in: folder)
    if case .failed(let words) = result, request.isLibrary,
      Self.words(of: words).contains("expressions are not allowed at the top level")
    {
      request.isLibrary = false
      result = try toolchain.sil(of: request, from: current, in: folder)
    }
    switch result {
    case .text(let bytes): return Text(sil: bytes, files: [path])
    case .failed(let words):
      if let excess = words.excess {
        throw Failure.doesNotCompile("\(path): the compiler was stopped: \(excess)")
      }
      throw Failure.doesNotCompile(Self.words(of: words))
    }
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
    let declaring: Set<Substring> = [
      "import", "func", "struct", "class", "enum", "actor", "protocol", "extension", "typealias", "let",
      "var",
      "public", "private", "fileprivate", "internal", "package", "open", "final", "indirect", "nonisolated",
      "infix",
      "prefix", "postfix", "operator", "precedencegroup", "macro", "static", "where", "unowned", "weak",
      "lazy",
    ]
    return source.split(separator: "\n").allSatisfy { line in
      guard let first = line.first, first.isLetter || first == "_" else { return true }
      return declaring.contains(line.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    }
  }
}
