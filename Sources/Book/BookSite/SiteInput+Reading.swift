// Reading what a site is made of from a book's folder: chapters, locks, the glossary, the records of
// measurements.
// Relies on: BookFolder, LockFile, Measurement.

import BookMarkdown
import BookPrograms
import BookVerify
import Foundation

extension SiteInput {
  /// Reads a book as it stands on disk.
  ///
  /// - Returns: The input, and what is wrong with how the book is written. A lock that is missing is no
  /// fault: its blocks are shown as not verified.
  package static func read(
    _ book: BookFolder,
    drawFigure: @escaping @Sendable (_ name: String, _ json: String) throws -> FigureDrawing
  ) -> (input: SiteInput, problems: [Problem]) {
    var problems = book.problems
    var pages: [SitePage] = []
    for file in book.files {
      let chapter = book.readChapter(file)
      problems += chapter.problems
      pages.append(page(chapter, in: book, after: pages, &problems))
    }
    let (measurements, wrongRecords) = Measurement.all(
      in: book.root + "/" + book.measuredFolder, shown: book.measuredFolder)
    problems += wrongRecords
    let glossary = glossary(of: book, &problems)
    return (
      SiteInput(
        contents: book.contents, chapters: pages, glossary: glossary, measurements: measurements,
        drawFigure: drawFigure), problems
    )
  }

  private static func page(
    _ chapter: Chapter, in book: BookFolder, after pages: [SitePage], _ problems: inout [Problem]
  ) -> SitePage {
    let entry = book.contents.parts.flatMap(\.chapters).first { $0.file == chapter.file }
    let slug = String(chapter.file.split(separator: "/").last?.dropLast(".md".count) ?? "")
    var lock: Lock?
    if let file = book.lockFile(of: chapter.file) {
      do {
        lock = try LockFile.read(book.root + "/" + file, shown: file)
      } catch {
        problems.append(error)
      }
    }
    return SitePage(
      chapter: chapter, lock: lock, number: entry?.number ?? pages.count + 1, title: entry?.title ?? slug,
      slug: slug)
  }

  private static func glossary(of book: BookFolder, _ problems: inout [Problem]) -> Document? {
    guard let folder = book.chaptersFolder else { return nil }
    let file = folder.isEmpty ? "Glossary.md" : folder + "/Glossary.md"
    guard FileManager.default.fileExists(atPath: book.root + "/" + file) else { return nil }
    do {
      return try Document.read(path: book.root + "/" + file, file: file)
    } catch {
      problems.append(error)
      return nil
    }
  }
}
