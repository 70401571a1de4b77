// LabImages: figures for the site, and for those that one can drive their wasm, compiled from the book's own sources when
// these or the toolchain have changed, and kept in the cache.
// Relies on: LessonFigures, LabGuide; Toolchain for the compiler. The wasm of one toolchain is the same on every machine.

import BookPrograms
import BookSite
import BookVerify
import Foundation
import Labs
import Lessons
import Synchronization
import Toolchain

/// Draws figures and compiles labs of one book.
final class LabImages: Sendable {
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
        image: image(of: guide)))
  }

  private func image(of guide: LabGuide) -> Result<[UInt8], FigureDrawing.Lab.Missing> {
    do {
      let toolchain = try Workshop.toolchain(for: root, cache: cache, environment)
      return .success(try image(of: guide.sources, toolchain))
    } catch let failure as ChildProcess.Failure {
      return .failure(.init(message: failure.message))
    } catch {
      return .failure(.init(message: "\(error)"))
    }
  }

  private func image(of sources: LabSources, _ toolchain: Toolchain) throws -> [UInt8] {
    let page = PageSources(
      in: root, swift: LabSources.common + sources.swift, text: sources.text, c: sources.c,
      includes: sources.includes, defines: sources.defines)
    var fields = [toolchain.identity, PageSources.recipe, page.text] + page.defines
    for file in page.swift + page.c { fields.append(try String(contentsOfFile: file, encoding: .utf8)) }
    for folder in page.includes {
      for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
        fields.append(try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8))
      }
    }
    let key = SHA256.hex(fields: fields)
    if let known = images.withLock({ $0[key] }) { return known }
    let file = "\(cache)/labs/\(key).wasm"
    let image =
      try FileManager.default.contents(atPath: file).map(Array.init) ?? compile(page, toolchain, to: file)
    images.withLock { $0[key] = image }
    return image
  }

  private func compile(_ page: PageSources, _ toolchain: Toolchain, to file: String) throws -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lab-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let image = try toolchain.makePageImage(page, in: folder)
    try FileManager.default.createDirectory(atPath: "\(cache)/labs", withIntermediateDirectories: true)
    try AtomicWrite().replace(file, with: image)
    return image
  }
}
