// lesson watch: a check that is made again whenever a file changes that it is made of.

import ArgumentParser
import BookMarkdown
import BookPrograms
import BookVerify
import Foundation
import Toolchain

struct Watch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check again whenever something is saved.",
    discussion: """
      Runs until Ctrl-C. What is unchanged is known from before, so a verdict comes as soon as the edited block has run.
        lesson watch
        lesson watch 01            one chapter
        lesson watch --book ~/notes
      """)

  @Argument(help: ArgumentHelp("Chapters, places or blocks, as for lesson check.", valueName: "pattern"))
  var patterns: [String] = []

  @OptionGroup var options: BookOptions

  func run() throws {
    let book = try options.open()
    var verifier = Verifier(try options.workshop(for: book))
    let selection = Selection(patterns)
    var watch = FileWatch { [root = book.root] in Self.files(under: root) }
    CheckOutput.print(verifier.verify(selection))
    watch.run { _ in
      do throws(Problem) {
        // Contents.md may be what changed.
        verifier.workshop.book = try options.reopen(book)
        Terminal.printError("")
        CheckOutput.print(verifier.verify(selection))
      } catch {
        Terminal.printError(error)
      }
      return true
    }
  }

  /// Chapters, records and the sources that chapters include; not what builds leave behind.
  private static func files(under root: String) -> [String] {
    let endings = [".md", ".json", ".swift", ".c", ".go", ".java", ".rs"]
    guard let names = FileManager.default.enumerator(atPath: root) else { return [] }
    var files: [String] = []
    while let name = names.nextObject() as? String {
      let last = name.split(separator: "/").last ?? ""
      if last.hasPrefix(".") || last == "site" || last == "node_modules" {
        names.skipDescendants()
      } else if endings.contains(where: { last.hasSuffix($0) }) {
        files.append(root + "/" + name)
      }
    }
    return files
  }
}
