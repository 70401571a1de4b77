// Compiling many programs in one call: those that only have to compile and whose text allows it. What succeeds among
// others is settled; what fails, or stands in a call that cannot be blamed on anyone, is compiled alone, so a verdict of
// failure and every diagnostic come from the program by itself.
// Relies on: MergedSource, which decides what may be merged.

import BookPrograms
import Foundation
import Toolchain

/// Programs that are compiled by one call.
package struct MergedTask: Sendable {
  /// The programs and what names them to the caller.
  package var members: [(index: Int, source: MergedSource)]
  fileprivate var compilation: Compilation
  fileprivate var depth: Compilation.Depth

  /// As many as repay starting a compiler; more would only be compiled again when one of them fails.
  private static let size = 40
  /// Fewer are as quick by themselves.
  private static let least = 3

  /// What can be merged of `programs`.
  ///
  /// - Parameter programs: Each with what names it to the caller and its key.
  /// - Complexity: O(length of all programs).
  package static func tasks(
    of programs: [(index: Int, program: Program, key: String)], with executor: Executor
  ) -> [MergedTask] {
    struct Kind: Hashable {
      var depth: Compilation.Depth
      var languageMode: String?
      var arguments: [String]
    }
    var byKind: [Kind: MergedTask] = [:]
    var order: [Kind] = []
    for (index, program, key) in programs {
      guard let source = MergedSource(program) else { continue }
      let (compilation, depth) = executor.compilation(of: program, key: key)
      let kind = Kind(depth: depth, languageMode: compilation.languageMode, arguments: compilation.arguments)
      if byKind[kind] == nil { order.append(kind) }
      byKind[
        kind, default: MergedTask(members: [], compilation: compilation, depth: depth)
      ].members.append((index, source))
    }
    return order.compactMap { byKind[$0] }.flatMap { $0.chunks() }
  }

  private func chunks() -> [MergedTask] {
    guard members.count >= Self.least else { return [] }
    let count = (members.count + Self.size - 1) / Self.size
    return (0..<count).map { number in
      var chunk = self
      chunk.members = Array(members[number * members.count / count..<(number + 1) * members.count / count])
      return chunk
    }
  }
}

extension Executor {
  /// Compiles all members of `task` together.
  ///
  /// - Returns: By member: the outcome, or nil for one that has to be compiled alone.
  package func run(_ task: MergedTask) -> [TaskOutcome?] {
    var outcomes = [TaskOutcome?](repeating: nil, count: task.members.count)
    var waiting = Array(task.members.indices)
    // Errors of types hide those that only a later stage of the compiler finds, so what is left is compiled again.
    for _ in 0..<3 where !waiting.isEmpty {
      guard let result = check(waiting.map { task.members[$0].source }, task) else { break }
      if result.succeeded {
        for index in waiting {
          outcomes[index] = TaskOutcome(ending: .compiled)
          outcomes[index]?.seconds = result.seconds / Double(waiting.count)
        }
        break
      }
      let errors = result.diagnostics.filter { $0.severity == "error" }
      let failing = waiting.filter { index in errors.contains { task.members[index].source.holds($0) } }
      guard !failing.isEmpty else { break }
      waiting.removeAll { failing.contains($0) }
    }
    return outcomes
  }

  private func check(_ sources: [MergedSource], _ task: MergedTask) -> Compilation.Result? {
    guard let folder = try? Interrupts.makeFolder(under: runner.temporary) else { return nil }
    defer { Interrupts.removeFolder(folder) }
    let texts = sources.enumerated().map { $1.text($0) }
    return try? toolchain.check(texts, as: task.compilation, to: task.depth, in: folder)
  }
}

extension MergedSource {
  /// True when the diagnostic stands in this program's lines.
  fileprivate func holds(_ diagnostic: CompilerDiagnostic) -> Bool {
    guard diagnostic.file == file else { return false }
    let count = body.split(separator: "\n", omittingEmptySubsequences: false).count
    return (line..<line + count).contains(diagnostic.line)
  }
}
