// ChapterPlan: a chapter and everything that has to be run for it: its programs, transcripts and figures, each with
// the key that names what it does. Nothing here starts a process; sources to include are read from the tree.
// Relies on: BookPrograms for blocks and programs, Toolchain for the hash.

import BookMarkdown
import BookPrograms
import Toolchain

/// A chapter and the work to verify it.
package struct ChapterPlan: Sendable {
  package var chapter: Chapter
  /// By block: the text that is compiled or shown; for an included block the tree's text.
  package var codes: [String]
  package var tasks: [Task]
  /// Problems of reading and of includes. A chapter with errors among them is not run.
  package var problems: [Problem]

  /// One thing to run.
  package struct Task: Sendable {
    package var work: Work
    /// Of the work's own text, the same on every machine.
    package var key: String
    /// The blocks that it settles.
    package var blocks: [Int]

    /// What is run.
    package enum Work: Sendable {
      case program(Program)
      /// A console block or a figure: its index in the chapter.
      case transcript(Int)
      /// A source in another language, rerun where its compiler is at hand: its index in the chapter.
      case peer(Int, source: String)
    }
  }

  package var file: String { chapter.file }
  package var canRun: Bool { !problems.contains { $0.severity != .warning } }

  /// Plans `chapter`.
  ///
  /// - Parameter root: The folder that includes are relative to.
  package init(_ chapter: Chapter, root: String) {
    self.chapter = chapter
    problems = chapter.problems
    tasks = []
    codes = []
    let slices = SliceReader(root: root)
    let sources = TranscriptFiles(root: root)
    for block in chapter.blocks {
      let (code, problem) = Self.code(of: block, in: chapter, slices)
      codes.append(code)
      if let problem { problems.append(problem) }
    }
    for block in chapter.blocks {
      guard let path = block.options.files else { continue }
      if let problem = sources.problem(path, of: block, in: chapter.file) { problems.append(problem) }
    }
    guard canRun else { return }
    tasks = programTasks() + otherTasks(sources)
  }

  private func programTasks() -> [Task] {
    Assembler.programs(of: chapter, codes: codes).map { program in
      Task(
        work: .program(program), key: SHA256.hex(fields: ["program"] + program.identity),
        blocks: program.parts.compactMap(\.block))
    }
  }

  private func otherTasks(_ sources: TranscriptFiles) -> [Task] {
    chapter.blocks.indices.compactMap { index -> Task? in
      let block = chapter.blocks[index]
      if case .skip = block.options.mode { return nil }
      switch block.kind {
      case .console, .figure:
        let words = block.expectation.commands.flatMap { $0.words + ["\n"] }
        let files = block.options.files.map(sources.identity) ?? []
        return Task(
          work: .transcript(index), key: SHA256.hex(fields: ["transcript"] + words + files), blocks: [index])
      case .peer:
        guard let include = block.options.include else { return nil }
        return Task(
          work: .peer(index, source: include.path),
          key: SHA256.hex(fields: ["peer", include.path, codes[index]]),
          blocks: [index])
      case .swift, .hiddenSwift, .value, .claim, .measured: return nil
      }
    }
  }

  /// The text of a block, and what is wrong with its include.
  private static func code(
    of block: Block, in chapter: Chapter, _ slices: SliceReader
  ) -> (String, Problem?) {
    guard let include = block.options.include else { return (block.code, nil) }
    do {
      let text = try slices.text(of: include)
      if text == block.code { return (text, nil) }
      return (text, drift(of: block, from: text, include, in: chapter))
    } catch {
      let problem = Problem("include", chapter.file, block.range.start, error.message, remedy: error.remedy)
      return (block.code, problem)
    }
  }

  private static func drift(
    of block: Block, from text: String, _ include: BlockOptions.Include, in chapter: Chapter
  ) -> Problem {
    let place = "\(chapter.file):\(block.range.start.line)"
    let name = include.slice.map { "slice '\($0)' of \(include.path)" } ?? include.path
    if block.code.isEmpty {
      return Problem(
        "include", chapter.file, block.range.start, "\(name) is not copied here yet",
        remedy: "lesson accept \(place) copies it")
    }
    let old = block.code.split(separator: "\n", omittingEmptySubsequences: false)
    let new = text.split(separator: "\n", omittingEmptySubsequences: false)
    let changes = new.difference(from: old)
    let lines = max(changes.insertions.count, changes.removals.count)
    return Problem(
      "include", chapter.file, block.range.start,
      "\(name) has changed (\(lines) line\(lines == 1 ? "" : "s"))",
      detail: changes.removals.map { "- \($0.line)" } + changes.insertions.map { "+ \($0.line)" },
      remedy: "lesson accept \(place) copies the new text")
  }
}

extension CollectionDifference.Change {
  /// The element that was removed or inserted.
  fileprivate var line: ChangeElement {
    switch self {
    case .insert(_, let element, _), .remove(_, let element, _): element
    }
  }
}
