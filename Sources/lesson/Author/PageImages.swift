// PageImages: what a page draws, and what it runs as wasm: labs, compiled from the book's own sources, and live blocks,
// compiled from the programs that the check runs. Compiled when a source or the toolchain has changed, and kept in the cache.
// Relies on: LessonFigures, LabGuide, Assembler; Toolchain for the compiler. The wasm of one toolchain is the same on
// every machine.

import BookPrograms
import BookSite
import BookVerify
import Foundation
import Labs
import Lessons
import Synchronization
import Toolchain

/// Draws figures and compiles labs and live blocks of one book.
final class PageImages: Sendable {
  private let root: String
  private let cache: String
  private let environment: [String: String]
  /// By the key of its sources. A page and the page of the whole book ask for the same.
  private let images = Mutex<[String: [UInt8]]>([:])

  init(_ book: BookFolder) {
    root = book.root
    environment = ProcessInfo.processInfo.environment
    cache = Workshop.cacheFolder(of: book.root, environment)
  }

  /// Draws the figure that a lesson's JSON holds.
  ///
  /// - Throws: `LessonFigures.Undrawable`.
  @Sendable func draw(_ name: String, _ json: String) throws -> FigureDrawing {
    let steps = try LessonFigures.draw(name, json: json).map {
      FigureDrawing.Step(wide: $0.wide, narrow: $0.narrow, words: $0.words)
    }
    guard let guide = LabGuide.all.first(where: { $0.name == name }) else {
      return FigureDrawing(title: name.replacing("-", with: " "), steps: steps)
    }
    return FigureDrawing(
      title: guide.title, steps: steps,
      lab: .init(
        name: guide.name,
        choices: guide.choices.map { .init(name: $0.name, operand: $0.operand, options: $0.options) },
        actions: guide.actions.map { .init(name: $0.name, kind: $0.kind) }, sentences: guide.sentences,
        image: Result { () throws(MissingImage) in try image(of: guide.sources) }))
  }

  /// Compiles the program of a live block, which stands alone.
  ///
  /// - Throws: `MissingImage`.
  @Sendable func makeLive(_ chapter: Chapter, _ block: Block) throws -> [UInt8] {
    // It has one part, and so no marker that a hash would be in.
    guard let index = chapter.blocks.firstIndex(where: { $0.name == block.name }),
      let program = Assembler.programs(of: chapter, codes: chapter.blocks.map(\.code))
        .first(where: { $0.parts.contains { $0.block == index } })
    else { throw MissingImage(message: "it is no program") }
    let source = program.source(hash: "")
    return try kept("live", [LiveImage.recipe, source]) { toolchain, folder in
      let image = try toolchain.makeLiveImage(source, in: folder)
      guard let file = image.file, let bytes = FileManager.default.contents(atPath: file) else {
        let error = image.compiled.diagnostics.first { $0.severity == "error" }?.message
        throw ChildProcess.Failure(message: error ?? "the compiler refuses it")
      }
      return Array(bytes)
    }
  }

  private func image(of sources: LabSources) throws(MissingImage) -> [UInt8] {
    let page = PageSources(
      in: root, swift: LabSources.common + sources.swift, text: sources.text, c: sources.c,
      includes: sources.includes, defines: sources.defines)
    var fields = [PageSources.recipe, page.text] + page.defines
    do {
      for file in page.swift + page.c { fields.append(try String(contentsOfFile: file, encoding: .utf8)) }
      for folder in page.includes {
        for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
          fields.append(try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8))
        }
      }
    } catch {
      throw MissingImage(message: "\(error)")
    }
    return try kept("labs", fields) { toolchain, folder in try toolchain.makePageImage(page, in: folder) }
  }

  /// The image of these fields, made in a folder of its own when the cache does not have it.
  private func kept(
    _ kind: String, _ fields: [String], make: (Toolchain, _ folder: String) throws -> [UInt8]
  ) throws(MissingImage) -> [UInt8] {
    do {
      let toolchain = try Workshop.toolchain(for: root, cache: cache, environment)
      let key = SHA256.hex(fields: [toolchain.identity] + fields)
      if let known = images.withLock({ $0[key] }) { return known }
      let file = "\(cache)/\(kind)/\(key).wasm"
      let image =
        try FileManager.default.contents(atPath: file).map(Array.init)
        ?? compiled(to: file) { try make(toolchain, $0) }
      images.withLock { $0[key] = image }
      return image
    } catch {
      throw MissingImage(message: (error as? ChildProcess.Failure)?.message ?? "\(error)")
    }
  }

  private func compiled(to file: String, make: (_ folder: String) throws -> [UInt8]) throws -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "page-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let image = try make(folder)
    try FileManager.default.createDirectory(
      at: URL(fileURLWithPath: file).deletingLastPathComponent(), withIntermediateDirectories: true)
    try AtomicWrite().replace(file, with: image)
    return image
  }
}
