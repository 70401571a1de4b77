// lesson serve: the book in a browser while it is being written.

import ArgumentParser
import BookMarkdown
import BookPrograms
import BookServe
import BookSite
import BookVerify
import Dispatch
import Foundation
import Toolchain

struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the book at http://127.0.0.1, verified and reloaded while you edit.",
    discussion: """
      Nothing is written. What is wrong is shown in the page, at the same place in the text as in lesson check.
        lesson serve
        lesson serve --port 9000
      """)

  @OptionGroup var options: BookOptions

  @Option(help: ArgumentHelp("The port.", valueName: "n"))
  var port: UInt16 = 8000

  func run() throws {
    let book = try options.open()
    let verifier = Verifier(try options.workshop(for: book))
    let root = book.root
    let images = PageImages(book)
    let folder = book.root + "/" + (book.chaptersFolder ?? "")
    let server = BookServer(port: port) {
      let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
      return names.filter { $0.hasSuffix(".md") || $0.hasSuffix(".json") }.map { folder + "/" + $0 }
    } make: {
      Self.book(root: root, verifier, images)
    } report: { served, seconds in
      let count = served.problems.count { $0.severity != .warning }
      Terminal.printError(
        String(format: "made in %.2f s, %d problem%@", seconds, count, count == 1 ? "" : "s"))
    }
    Terminal.printError("http://127.0.0.1:\(port)/ (Ctrl-C ends it)")
    // The main thread only waits: the server runs on tasks, and a signal ends the process.
    Task {
      do {
        try await server.run()
      } catch let problem as Problem {
        Terminal.printError(problem)
        Terminal.exit(2)
      }
    }
    dispatchMain()
  }

  /// The book as it stands on disk now. What the locks do not know yet is shown as the run gave it.
  private static func book(root: String, _ verifier: Verifier, _ images: PageImages) -> ServedBook {
    var verifier = verifier
    let book: BookFolder
    do {
      book = try BookFolder.open(root)
    } catch {
      return ServedBook(failure: error)
    }
    verifier.workshop.book = book
    let result = verifier.verify()
    var (input, _) = SiteInput.read(book, drawFigure: images.draw)
    input.makeLiveImage = images.makeLive
    for chapter in result.chapters {
      guard let index = input.chapters.firstIndex(where: { $0.chapter.file == chapter.plan.file }) else {
        continue
      }
      var lock = chapter.lock ?? Lock(toolchain: result.report.toolchain)
      lock.blocks.merge(chapter.entries) { recorded, now in recorded.key == now.key ? recorded : now }
      input.chapters[index].lock = lock
    }
    let site = Site.render(input)
    return ServedBook(site: site, problems: result.report.problems + site.problems)
  }
}
