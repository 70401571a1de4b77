// lesson accept: make chapters and locks say what the blocks do.

import ArgumentParser
import BookMarkdown
import BookVerify
import Foundation

struct Accept: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write what blocks do into chapters and their locks, after showing it.",
    discussion: """
      Runs the chosen blocks, under several hash seeds where their output is new, and proposes the narrowest wildcards
      that hold. Shows the difference and asks; --yes is for scripts. A chapter is replaced whole or not at all.
      """)

  @Argument(help: ArgumentHelp("Chapters, places or blocks; see lesson check --help.", valueName: "pattern"))
  var patterns: [String] = []

  @OptionGroup var options: BookOptions

  @Flag(help: "Write without asking.")
  var yes = false

  func run() throws {
    let book = try options.open()
    let verifier = Verifier(try options.workshop(for: book))
    let acceptance = Acceptance(verifier, Selection(patterns))
    let progress = Progress("running")
    let proposal = acceptance.propose { done, count in progress.update(done, of: count) }
    progress.clear()
    let terminal = TerminalReport(usesColor: Terminal.usesColor)
    for problem in proposal.problems {
      Terminal.printError(terminal.render(problem, text: proposal.texts[problem.file]))
    }
    show(proposal)
    if !proposal.changes.isEmpty, yes || Terminal.confirms("write this?") {
      do {
        try acceptance.write(proposal)
      } catch let failure as AtomicWrite.Failure {
        Terminal.printError("error: \(failure)")
        throw Exit(code: 2)
      }
      Terminal.printError("wrote \(proposal.changes.map(\.file).joined(separator: ", "))")
    } else if !proposal.changes.isEmpty {
      Terminal.printError("nothing was written")
      throw Exit(code: 1)
    }
    if !proposal.problems.isEmpty { throw Exit(code: 1) }
  }

  private func show(_ proposal: Acceptance.Proposal) {
    if proposal.changes.isEmpty, proposal.problems.isEmpty { Terminal.printError("nothing to accept") }
    for change in proposal.changes {
      guard !change.isLock else {
        Terminal.printError("\(change.file): \(change.old == nil ? "new" : "renewed")")
        continue
      }
      Terminal.printError("--- \(change.file)\n+++ \(change.file)")
      let old = (change.old ?? "").split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(
        String.init)
      let new = change.new.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(
        String.init)
      for line in TextDifference.lines(old, new) { Terminal.printError(line) }
    }
  }
}

/// The difference of two long texts, by the standard library's algorithm (Myers 1986).
enum TextDifference {
  static func lines(_ old: [String], _ new: [String]) -> [String] {
    var marked: [(Int, String)] = []
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, let element, _): marked.append((offset * 2, "-\(offset + 1): \(element)"))
      case .insert(let offset, let element, _): marked.append((offset * 2 + 1, "+\(offset + 1): \(element)"))
      }
    }
    return marked.sorted { $0.0 < $1.0 }.map(\.1)
  }
}
