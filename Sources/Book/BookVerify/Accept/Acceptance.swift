// Acceptance: makes a chapter say what its blocks do. Outputs that differ are run under other hash seeds, too, and get
// the narrowest wildcards that hold; then the edited chapter is verified again as a whole, and only if that is good are
// chapters and locks proposed. Nothing is written here before the caller says so.
// Relies on: Verifier, ChapterEdits, WildcardProposal, AtomicWrite.

import BookMarkdown
import BookPrograms
import Foundation
import Toolchain

/// Proposes and writes what blocks do.
package struct Acceptance {
  private let verifier: Verifier
  private let selection: Selection

  package init(_ verifier: Verifier, _ selection: Selection) {
    self.verifier = verifier
    self.selection = selection
  }

  /// What would be written.
  package struct Proposal: Sendable {
    /// Chapters and locks, by path relative to the book's root.
    package var changes: [Change] = []
    /// What cannot be accepted; the chapters concerned are not among the changes.
    package var problems: [Problem] = []
    /// The chapters as they would be, by file; problems speak of their lines.
    package var texts: [String: String] = [:]
  }

  /// One file.
  package struct Change: Sendable {
    package var file: String
    package var isLock: Bool
    package var old: String?
    package var new: String
  }

  /// Finds what the selected blocks do now.
  package func propose(progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }) -> Proposal {
    let book = verifier.workshop.book
    var texts: [String: String] = [:]
    var proposal = Proposal()
    for file in book.files {
      do {
        let old = try Document.text(path: book.root + "/" + file, file: file)
        texts[file] = withIncludes(old, file)
      } catch {
        proposal.problems.append(error)
      }
    }
    let olds = texts
    let first = verifier.verify(selection, texts: texts, progress: progress)
    let others = againUnderOtherSeeds(first, texts, progress)
    for chapter in first.chapters {
      let edited = withOutputs(chapter, others, first.measurements, text: texts[chapter.plan.file] ?? "")
      texts[chapter.plan.file] = edited
    }
    proposal.texts = texts
    let final = verifier.verify(selection, texts: texts, progress: progress)
    collect(
      final, texts, hasSameBlocks: { file in sameBlocks(olds[file] ?? "", texts[file] ?? "", file) },
      &proposal)
    return proposal
  }

  /// Writes a proposal: chapters first, locks last, so that being killed between leaves a stale lock and no lie.
  package func write(_ proposal: Proposal, with writer: AtomicWrite = AtomicWrite()) throws {
    let root = verifier.workshop.book.root
    for change in proposal.changes.sorted(by: { !$0.isLock && $1.isLock }) {
      let path = root + "/" + change.file
      if change.isLock {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      }
      try writer.replace(
        path, with: Array(change.new.utf8), expected: change.isLock ? nil : change.old.map { Array($0.utf8) })
    }
  }

  // MARK: Edits

  /// The chapter with its included slices as the tree has them.
  private func withIncludes(_ text: String, _ file: String) -> String {
    let chapter = verifier.workshop.book.chapter(text, file: file)
    let slices = SliceReader(root: verifier.workshop.book.root)
    var edits = ChapterEdits(text)
    for block in chapter.blocks where selection.takes(block, of: chapter) {
      guard let include = block.options.include, let slice = try? slices.text(of: include),
        slice != block.code
      else {
        continue
      }
      edits.replaceContent(of: block.range, with: slice)
    }
    return edits.isEmpty ? text : edits.result()
  }

  /// Two more verifications under random hash seeds, when the first found something to accept.
  private func againUnderOtherSeeds(
    _ first: Verifier.Result, _ texts: [String: String], _ progress: @escaping @Sendable (Int, Int) -> Void
  ) -> [Verifier.Result] {
    guard first.report.blocks.contains(where: { $0.status == .failed }) else { return [] }
    var other = verifier
    other.usesCache = false
    other.workshop.executor.runner.hashesRandomly = true
    return (0..<2).map { _ in other.verify(selection, texts: texts, progress: progress) }
  }

  private func withOutputs(
    _ chapter: Verifier.VerifiedChapter, _ others: [Verifier.Result], _ measurements: [String: Measurement],
    text: String
  ) -> String {
    var edits = ChapterEdits(text)
    for block in chapter.plan.chapter.blocks where selection.takes(block, of: chapter.plan.chapter) {
      let runs =
        [chapter.entries[block.name]].compactMap(\.self)
        + others.compactMap { other in
          other.chapters.first { $0.plan.file == chapter.plan.file }?.entries[block.name]
        }
      if let name = block.options.measured {
        correctPeer(block, measurements[name], &edits)
      } else if block.kind == .measured {
        correct(block, measurements, &edits)
      } else if !runs.isEmpty {
        correct(block, runs, &edits)
      }
    }
    return edits.isEmpty ? text : edits.result()
  }

  private func correct(_ block: Block, _ measurements: [String: Measurement], _ edits: inout ChapterEdits) {
    let words = block.code.split(separator: ".", maxSplits: 1).map(String.init)
    guard let quoted = block.expectation.value, words.count == 2,
      let value = measurements[words[0]]?.values?[words[1]],
      !QuotedNumber.matches(quoted.text, value)
    else { return }
    edits.replace(quoted.text, at: quoted.position, with: QuotedNumber.written(value, like: quoted.text))
  }

  /// A peer's output is its record's; only `make bench` changes that.
  private func correctPeer(_ block: Block, _ record: Measurement?, _ edits: inout ChapterEdits) {
    guard let output = block.expectation.output, let printed = record?.output,
      !matches(output.text, [printed])
    else { return }
    edits.replaceContent(
      of: output.range, with: WildcardProposal.propose(runs: [printed], author: output.text))
  }

  private func correct(_ block: Block, _ runs: [Lock.Entry], _ edits: inout ChapterEdits) {
    switch block.kind {
    case .swift: correctOutput(block, runs.map { $0.stdout ?? "" }, &edits)
    case .console: correctConsole(block, runs, &edits)
    case .value:
      guard let quoted = block.expectation.value, let value = runs[0].value, !matches(quoted.text, [value])
      else { return }
      edits.replace(quoted.text, at: quoted.position, with: Pattern.escaped(value))
    case .hiddenSwift, .peer, .claim, .measured, .figure: return
    }
  }

  private func correctOutput(_ block: Block, _ runs: [String], _ edits: inout ChapterEdits) {
    guard block.options.mode == .run || block.options.mode == .crash else { return }
    let stated = block.expectation.stated.text
    guard !matches(stated, runs, unordered: block.options.isUnordered) else { return }
    if let output = block.expectation.output {
      edits.replaceContent(of: output.range, with: WildcardProposal.propose(runs: runs, author: output.text))
      return
    }
    let prints = block.expectation.prints
    let proposed = WildcardProposal.propose(runs: runs, author: stated.isEmpty ? nil : stated)
    let lines = proposed.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    if prints.isEmpty {
      edits.insertOutput(proposed, after: block.range)
    } else if lines.count == prints.count {
      for (line, print) in zip(lines, prints) where line != print.text {
        edits.replace(print.text, at: print.position, with: String(line))
      }
    }
    // With another number of lines the comments cannot hold it: the final check says so.
  }

  private func correctConsole(_ block: Block, _ runs: [Lock.Entry], _ edits: inout ChapterEdits) {
    var content = ""
    var isChanged = false
    for (index, command) in block.expectation.commands.enumerated() {
      let outputs = runs.compactMap { $0.commands.flatMap { $0.indices.contains(index) ? $0[index] : nil } }
      guard let first = outputs.first else { return }
      let isSame = matches(command.output, outputs.map(\.output)) && first.status == command.status
      isChanged = isChanged || !isSame
      content += "$ \(command.text)\n"
      content +=
        isSame
        ? command.output : WildcardProposal.propose(runs: outputs.map(\.output), author: command.output)
      if first.status != 0 { content += "? \(first.status)\n" }
    }
    if isChanged { edits.replaceContent(of: block.range, with: content) }
  }

  private func matches(_ expected: String, _ runs: [String], unordered: Bool = false) -> Bool {
    runs.allSatisfy { run in
      var matcher = Matcher()
      return matcher.match(expected: expected, actual: Array(run.utf8), unordered: unordered) == nil
    }
  }

  /// An edit must not change what the blocks are.
  private func sameBlocks(_ old: String, _ new: String, _ file: String) -> Bool {
    let book = verifier.workshop.book
    let before = book.chapter(old, file: file).blocks
    let after = book.chapter(new, file: file).blocks
    return before.map(\.name) == after.map(\.name) && before.map(\.kind) == after.map(\.kind)
  }

  // MARK: Locks

  private func collect(
    _ final: Verifier.Result, _ texts: [String: String], hasSameBlocks: (String) -> Bool,
    _ proposal: inout Proposal
  ) {
    let book = verifier.workshop.book
    for problem in final.report.problems
    where problem.rule != "lock" && problem.severity != .warning && !isRenewedFigure(problem, final.chapters)
    {
      proposal.problems.append(problem)
    }
    let bad = Set(proposal.problems.map(\.file))
    for chapter in final.chapters where !bad.contains(chapter.plan.file) {
      let file = chapter.plan.file
      guard hasSameBlocks(file) else {
        proposal.problems.append(
          Problem(
            "accept", file, .init(line: 1, column: 1),
            "the new output would change what the blocks of this chapter are",
            remedy: "write it by hand; this is a fault of accept"))
        continue
      }
      let onDisk = try? Document.text(path: book.root + "/" + file, file: file)
      if let new = texts[file], new != onDisk {
        proposal.changes.append(Change(file: file, isLock: false, old: onDisk, new: new))
      }
      guard let lockFile = book.lockFile(of: file) else { continue }
      let lock = lock(for: chapter)
      if lock != chapter.lock {
        let old = chapter.lock.map { String(decoding: LockFile.bytes(of: $0), as: UTF8.self) }
        proposal.changes.append(
          Change(
            file: lockFile, isLock: true, old: old,
            new: String(decoding: LockFile.bytes(of: lock), as: UTF8.self)))
      }
    }
  }

  /// A figure's data stands in the lock alone: that they are others now is what is accepted. One whose command gave no data
  /// has no entry.
  private func isRenewedFigure(_ problem: Problem, _ chapters: [Verifier.VerifiedChapter]) -> Bool {
    guard problem.rule == "figure", let chapter = chapters.first(where: { $0.plan.file == problem.file })
    else {
      return false
    }
    return chapter.plan.chapter.blocks.contains {
      $0.range.start == problem.position && chapter.entries[$0.name]?.figure != nil
    }
  }

  /// The new lock. An entry whose text still holds stays as it is, so that a run with other addresses changes nothing.
  private func lock(for chapter: Verifier.VerifiedChapter) -> Lock {
    let plan = chapter.plan
    var lock = Lock(toolchain: verifier.workshop.toolchain.identity)
    for task in plan.tasks {
      if case .peer = task.work { continue }
      let blocks = task.blocks.map { plan.chapter.blocks[$0] }
      // A program's blocks are kept or renewed together: a name for an address must hold across them.
      let isKept = chapter.lock?.toolchain == lock.toolchain && blocks.allSatisfy { stillHolds($0, chapter) }
      for block in blocks {
        lock.blocks[block.name] =
          isKept
          ? chapter.lock?.blocks[block.name] : chapter.entries[block.name] ?? chapter.lock?.blocks[block.name]
      }
    }
    return lock
  }

  private func stillHolds(_ block: Block, _ chapter: Verifier.VerifiedChapter) -> Bool {
    guard let old = chapter.lock?.blocks[block.name] else { return false }
    guard let new = chapter.entries[block.name] else { return true }
    guard old.key == new.key, old.outcome == new.outcome, old.diagnostics == new.diagnostics,
      old.value == new.value,
      old.allocations == new.allocations, old.stderr == new.stderr
    else { return false }
    if let figure = old.figure, let now = new.figure {
      return FigureData.withoutAddresses(figure) == FigureData.withoutAddresses(now)
    }
    if let commands = old.commands {
      return commands.count == block.expectation.commands.count
        && zip(commands, block.expectation.commands).allSatisfy {
          matches($1.output, [$0.output]) && $0.status == $1.status
        }
    }
    return old.stdout == new.stdout
      || (block.kind == .swift && matches(block.expectation.stated.text, [old.stdout ?? ""]))
  }
}
