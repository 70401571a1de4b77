// lesson explain: what each stage of the line made of one block.

import ArgumentParser
import BookMarkdown
import BookPrograms
import BookVerify
import Foundation
import Toolchain

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what becomes of one block: its program, the exact commands, its outcome.",
    discussion: """
      Stages: blocks (what was read), programs (what is compiled), outputs (what the lock records).
        lesson explain 01#layout
        lesson explain 01#layout --stage programs
      """)

  enum Stage: String, ExpressibleByArgument, CaseIterable {
    case blocks
    case programs
    case outputs
  }

  @Argument(help: ArgumentHelp("A block or a place; see lesson check --help.", valueName: "block"))
  var block: String

  @OptionGroup var options: BookOptions

  @OptionGroup var package: PackageOptions

  @Option(help: "One stage only.")
  var stage: Stage?

  func run() throws {
    let workshop = try package.workshop([]) ?? options.workshop(for: options.open())
    let book = workshop.book
    let selection = Selection([block])
    let chapters = book.files.map { book.readChapter($0) }
    if let problem = selection.unused(in: chapters).first {
      Terminal.printError(problem)
      throw Exit(code: 2)
    }
    for chapter in chapters {
      let explanation = Explanation(chapter, workshop: workshop)
      for block in chapter.blocks where selection.takes(block, of: chapter) {
        if stage == nil || stage == .blocks { Terminal.print(explanation.blocks(block)) }
        if stage == nil || stage == .programs { Terminal.print(explanation.programs(block)) }
        if stage == nil || stage == .outputs { Terminal.print(explanation.outputs(block)) }
      }
    }
  }
}
