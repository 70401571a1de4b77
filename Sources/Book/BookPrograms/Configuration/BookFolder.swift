// BookFolder: where a book stands on disk, and its chapters as text. With a Contents.md it is a book that keeps
// locks; without one it is any folder of Markdown, whose text alone decides.
// Relies on: Foundation to look into folders; `Document.read` for the text.

import BookMarkdown
import Foundation

/// A book on disk.
package struct BookFolder: Sendable {
  /// The folder that messages, includes and locks are relative to: the package's root for this book.
  package var root: String
  /// The folder of Contents.md relative to `root`, or nil for a plain folder of Markdown.
  package var chaptersFolder: String?
  package var contents: Contents
  /// Chapters relative to `root`, in the book's order.
  package var files: [String]
  package var problems: [Problem]
  /// Set for the docs of a package that was not written for the engine.
  package var docs: PackageDocs?

  /// True when outcomes are recorded beside the chapters.
  package var keepsLocks: Bool { chaptersFolder != nil }

  /// Finds the book that `folder` belongs to: the nearest folder upwards with a `Chapters/Contents.md`.
  ///
  /// - Throws: A `Problem` that says where it looked.
  package static func find(from folder: String) throws(Problem) -> BookFolder {
    var url = URL(fileURLWithPath: folder).standardizedFileURL
    while true {
      if FileManager.default.fileExists(atPath: url.appending(path: "Chapters/Contents.md").path) {
        return try openBook(root: url.path, chaptersFolder: "Chapters")
      }
      if url.path == "/" { break }
      url.deleteLastPathComponent()
    }
    throw Problem(
      "book", folder, .init(line: 1, column: 1),
      "no book here: no Chapters/Contents.md in this folder or above",
      remedy: "go into a checkout, or name a folder of Markdown with --book DIR", severity: .engine)
  }

  /// Opens the named folder: as a book when it holds a Contents.md, else as plain Markdown.
  package static func open(_ folder: String) throws(Problem) -> BookFolder {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      throw Problem(
        "book", folder, .init(line: 1, column: 1), "there is no folder '\(folder)'",
        remedy: "name a folder of Markdown files", severity: .engine)
    }
    let url = URL(fileURLWithPath: folder).standardizedFileURL
    for chapters in ["Chapters", ""] {
      let path = chapters.isEmpty ? "Contents.md" : chapters + "/Contents.md"
      if FileManager.default.fileExists(atPath: url.appending(path: path).path) {
        return try openBook(root: url.path, chaptersFolder: chapters)
      }
    }
    let files = markdownFiles(in: url.path)
    if files.isEmpty {
      throw Problem(
        "book", folder, .init(line: 1, column: 1), "there is no Markdown in this folder",
        remedy: "name a folder of .md files with --book DIR", severity: .engine)
    }
    let plain = Contents(
      title: url.lastPathComponent, lede: "", language: "en", modules: [], commands: ["lesson"], parts: [])
    return BookFolder(root: url.path, chaptersFolder: nil, contents: plain, files: files, problems: [])
  }

  /// The docs of a package, which keep no locks.
  ///
  /// - Parameters:
  ///   - more: Files to read beyond those that the docs name by themselves, relative to the root.
  ///   - problems: What was wrong with the docs' configuration.
  package static func package(_ docs: PackageDocs, more: [String] = [], problems: [Problem] = [])
    -> BookFolder
  {
    let name = URL(fileURLWithPath: docs.root).lastPathComponent
    let contents = Contents(title: name, lede: "", language: "en", modules: [], commands: [], parts: [])
    let found = docs.files
    let files = found + more.filter { !found.contains($0) }
    return BookFolder(
      root: docs.root, chaptersFolder: nil, contents: contents, files: files,
      problems: problems + docs.unmetRules(in: files), docs: docs)
  }

  private static func openBook(root: String, chaptersFolder: String) throws(Problem) -> BookFolder {
    let file = chaptersFolder.isEmpty ? "Contents.md" : chaptersFolder + "/Contents.md"
    let document = try Document.read(path: root + "/" + file, file: file)
    let (contents, problems) = ContentsReader.read(document, folder: chaptersFolder)
    let files = contents.parts.flatMap { $0.chapters.compactMap(\.file) }
    return BookFolder(
      root: root, chaptersFolder: chaptersFolder, contents: contents, files: files, problems: problems)
  }

  private static func markdownFiles(in folder: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return
      names
      .filter { $0.hasSuffix(".md") && !$0.split(separator: "/").contains { $0.hasPrefix(".") } }
      .sorted()
  }

  /// Reads one chapter. A chapter that cannot be read has an empty document and the problem.
  package func readChapter(_ file: String) -> Chapter {
    do {
      return chapter(try Document.text(path: root + "/" + file, file: file), file: file)
    } catch {
      let range = SourceRange(.init(line: 1, column: 1), .init(line: 1, column: 1))
      let empty = Document(
        file: file, text: "", frontMatter: nil, root: Node(.document, range), footnotes: [])
      return Chapter(document: empty, blocks: [], problems: [error])
    }
  }

  /// Reads a chapter's text, whether or not it stands on disk.
  package func chapter(_ text: String, file: String) -> Chapter {
    if let docs { return docs.chapter(text, file: file) }
    return BlockReader.read(
      Document.parse(text, file: file), commands: contents.commands, languageMode: contents.languageMode)
  }

  /// Where a chapter's lock stands, relative to `root`: `Chapters/verified/en/07-tiers.json`.
  package func lockFile(of chapter: String) -> String? {
    guard let chaptersFolder else { return nil }
    let prefix = chaptersFolder.isEmpty ? "" : chaptersFolder + "/"
    return prefix + "verified/" + chapter.dropFirst(prefix.count).dropLast(".md".count) + ".json"
  }

  /// Where measurements stand, relative to `root`.
  package var measuredFolder: String { prefix + "measured" }

  /// The book's configuration, relative to `root`, where there is one.
  package var contentsFile: String { prefix + "Contents.md" }

  private var prefix: String { chaptersFolder.map { $0.isEmpty ? "" : $0 + "/" } ?? "" }
}
