// Explanation: what each stage made of one block, in words: what was read, what is compiled and with which commands,
// what the cache and the lock know.
// Relies on: ChapterPlan, Executor, OutcomeCache, LockFile. It runs nothing.

import BookPrograms
import Foundation
import Toolchain

/// Explains the blocks of one chapter.
package struct Explanation {
  private let chapter: Chapter
  private let plan: ChapterPlan
  private let workshop: Workshop

  package init(_ chapter: Chapter, workshop: Workshop) {
    self.chapter = chapter
    self.workshop = workshop
    plan = ChapterPlan(chapter, root: workshop.book.root)
  }

  /// What was read.
  package func blocks(_ block: Block) -> String {
    var lines = [
      "# block \(block.name)", "kind       \(block.kind.word)",
      "place      \(chapter.file):\(block.range.start.line)",
    ]
    lines.append("mode       \(block.options.mode)\(block.options.isOptimized ? ", optimized" : "")")
    if let group = block.options.group { lines.append("group      \(group)") }
    if let include = block.options.include {
      lines.append("include    \(include.path)#\(include.slice ?? "")")
    }
    for print in block.expectation.prints { lines.append("prints     \(print.text)") }
    if let output = block.expectation.output { lines.append("output     \(output.text.debugDescription)") }
    for diagnostic in block.expectation.diagnostics {
      let column = diagnostic.column.map { ":\($0)" } ?? ""
      let line = diagnostic.codeLine.map { "\($0 + 1)" } ?? "anywhere"
      lines.append(
        "expects    \(line)\(column): \(diagnostic.severity): \(diagnostic.message)")
    }
    return lines.joined(separator: "\n") + "\n\n"
  }

  /// What is compiled, and how.
  package func programs(_ block: Block) -> String {
    guard let task = task(of: block) else { return "# program\nnothing is run for this block\n\n" }
    switch task.work {
    case .program(let program):
      let (compilation, depth) = workshop.executor.compilation(of: program, key: task.key)
      let arguments = workshop.toolchain.arguments(
        of: compilation, to: depth, source: "main.swift", object: "main.o")
      var text = "# program \(program.name), key \(task.key)\n\(compilation.source)\n# commands\n"
      text += ([workshop.toolchain.frontend] + arguments).joined(separator: " ") + "\n"
      if depth == .object {
        let link = workshop.toolchain.linkArguments(objects: ["main.o"], libraries: [], image: "block.so")
        text += ([workshop.toolchain.linker] + link).joined(separator: " ") + "\n"
        let library =
          workshop.executor.needsLibrary(program)
          ? workshop.executor.library.image.map { " " + $0 } ?? "" : ""
        text += "\(workshop.executor.runner.runner) run block.so\(library)\n"
      }
      return text + "\n"
    case .transcript:
      return "# commands\n" + block.expectation.commands.map { "\($0.text)\n" }.joined() + "\n"
    case .peer(_, let source): return "# peer\n\(source)\n\n"
    }
  }

  /// What is recorded, and whether a check would run the block.
  package func outputs(_ block: Block) -> String {
    guard let task = task(of: block) else { return "" }
    return "# cache\n\(Verifier(workshop).foresight(of: task, in: plan))\n\n" + lock(of: block, task)
  }

  private func lock(of block: Block, _ task: ChapterPlan.Task) -> String {
    guard let file = workshop.book.lockFile(of: chapter.file),
      let lock = try? LockFile.read(workshop.book.root + "/" + file, shown: file)
    else { return "# lock\nthis book keeps none; the text alone decides\n\n" }
    guard let entry = lock.blocks[block.name] else { return "# lock\nno record; lesson accept makes one\n\n" }
    var text = "# lock \(file), \(lock.toolchain)\noutcome    \(entry.outcome)\n"
    text +=
      "record     \(entry.key == task.key ? "of this text" : "of an older text; lesson accept renews it")\n"
    if let stdout = entry.stdout { text += "printed    \(stdout.debugDescription)\n" }
    if let value = entry.value { text += "value      \(value)\n" }
    for diagnostic in entry.diagnostics ?? [] {
      text += "diagnostic \(diagnostic.message) [\(diagnostic.name)]\n"
    }
    return text + "\n"
  }

  private func task(of block: Block) -> ChapterPlan.Task? {
    guard let index = chapter.blocks.firstIndex(of: block) else { return nil }
    return plan.tasks.first { $0.blocks.contains(index) }
  }
}
