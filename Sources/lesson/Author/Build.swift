// lesson build: chapters and their locks → the site. It runs no block; `lesson check` does.

import ArgumentParser
import BookMarkdown
import BookPrograms
import BookSite
import BookVerify
import Foundation

struct Build: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make the site from the chapters and what was recorded of them.",
    discussion: """
      Pages come from chapters and locks alone, so that everybody's are the same, byte for byte. Every internal link and
      anchor is checked. --check writes nothing and fails when the folder is not what would be written.
        lesson build
        lesson build --output /tmp/site
        lesson build --check
      """)

  @OptionGroup var options: BookOptions

  @Option(help: ArgumentHelp("Where to write. Default: site/ in the book's folder.", valueName: "dir"))
  var output: String?

  @Flag(help: "Compare with what is there instead of writing.")
  var check = false

  func run() throws {
    let book = try options.open()
    let folder = output ?? book.root + "/site"
    let images = PageImages(book)
    var (input, wrong) = SiteInput.read(book, drawFigure: images.draw)
    input.makeLiveImage = images.makeLive
    let site = Site.render(input)
    let problems = wrong + site.problems
    let terminal = TerminalReport(usesColor: Terminal.usesColor)
    for problem in problems {
      let text = try? Document.text(path: book.root + "/" + problem.file, file: problem.file)
      Terminal.printError(terminal.render(problem, text: text))
    }
    if check { try compare(site, folder) } else { try write(site, folder) }
    if problems.contains(where: { $0.severity != .warning }) { throw Exit(code: 1) }
  }

  private func compare(_ site: Site, _ folder: String) throws {
    let differences = SiteWriter.differences(site.files, in: folder)
    guard !differences.isEmpty else {
      return Terminal.printError("\(folder) is fresh: \(site.files.count) files as they should be")
    }
    for difference in differences { Terminal.printError("\(folder): \(difference)") }
    Terminal.printError("lesson build writes it anew")
    throw Exit(code: 1)
  }

  private func write(_ site: Site, _ folder: String) throws {
    do {
      let report = try SiteWriter.write(site.files, to: folder)
      let removed = report.removed.isEmpty ? "" : ", removed \(report.removed.joined(separator: ", "))"
      Terminal.printError("wrote \(report.written.count) of \(site.files.count) files\(removed)")
      Terminal.printError("open \(URL(fileURLWithPath: folder).standardizedFileURL.path)/index.html")
    } catch {
      Terminal.printError(error)
      throw Exit(code: 2)
    }
  }
}
