// Placement: what the doc tests ask of a source: which lines allocate where, and which types a line speaks of before
// anything is optimized, to tell a wrong name from a value that needs no memory of its own.
// Relies on: Toolchain for the SIL; Explain.

import Toolchain

/// What a source allocates, and what it speaks of.
package struct SourceSites: Sendable {
  /// In the order of lines.
  package var sites: [Site]
  /// By line.
  package var types: [Int: Set<String>]
}

extension Toolchain {
  /// The sites of `source` in the lines that belong to `file`.
  ///
  /// Placement is decided by the optimizer, so this always compiles with `-O`, whatever the program is run with.
  ///
  /// - Throws: `ChildProcess.Failure` when the source does not compile or the frontend fails.
  package func allocationSites(
    of compilation: Compilation, file: String, in folder: String
  ) throws(ChildProcess.Failure) -> SourceSites {
    let optimized = try module(of: compilation, "-O", in: folder)
    let plain = try module(of: compilation, "-Onone", in: folder)
    let sites = optimized.explain { $0 == file }.sites.filter { $0.verdict != .none }
    return SourceSites(sites: sites, types: plain.types { $0 == file })
  }

  private func module(
    of compilation: Compilation, _ level: String, in folder: String
  ) throws(ChildProcess.Failure) -> SILModule {
    var compilation = compilation
    compilation.isOptimized = false
    compilation.arguments += [level] + Self.silPrinting
    let text = try emitSIL(compilation, in: folder)
    do {
      return try SILModule.read(text)
    } catch {
      throw ChildProcess.Failure(message: "\(error)")
    }
  }
}

extension SILModule {
  /// By line of the user's files: the types that instructions there have.
  func types(isUsers: (String) -> Bool) -> [Int: Set<String>] {
    var frames = Frames(self, names: SymbolNames(), isUsers: isUsers)
    var result: [Int: Set<String>] = [:]
    for function in functions {
      for instruction in function.instructions {
        guard let place = frames.locate(instruction, in: function).site?.place else { continue }
        for part in text(instruction.rest).split(separator: "$").dropFirst() {
          let name = part.drop { $0 == "*" }.prefix { !",) ".contains($0) }
          let type = name.hasSuffix(".Type") ? name.dropLast(".Type".count) : name
          if !type.isEmpty { result[Int(place.line), default: []].insert(String(type)) }
        }
      }
    }
    return result
  }
}
