// PackageWorkshop: a workshop for the docs of a package: what SwiftPM says of it, what its setup says of its docs, and its
// modules, built as a client would build them.
// Relies on: PackageDescription, ClientPackage, DocSetupReader.

import BookMarkdown
import BookPrograms
import Foundation
import Toolchain

extension Workshop {
  /// Finds everything, and builds the package.
  ///
  /// - Parameters:
  ///   - root: The package's folder.
  ///   - setup: The configuration of its docs; nil is its own `.lesson.yml`, when it has one.
  ///   - more: Markdown beyond what the docs name by themselves, as paths.
  ///   - progress: Called now and then with the seconds that the build has taken.
  /// - Throws: A `Problem` of severity `engine`.
  package init(
    package root: String, setup: String?, more: [String] = [], programs: Programs,
    environment: [String: String],
    progress: @escaping (Double) -> Void
  ) throws(Problem) {
    let root = URL(fileURLWithPath: root).resolvingSymlinksInPath().standardizedFileURL.path
    let cache = Self.cacheFolder(of: root, environment)
    let toolchain = try Self.toolchain(for: root, cache: cache, environment)
    let swift = SwiftCommand(toolchain, environment: environment)
    let (rules, problems) = try Self.setup(setup, root: root)
    let library: ModuleLibrary
    let docs: PackageDocs
    do {
      let description = try PackageDescription.read(root, swift: swift, scratch: cache + "/describe")
      docs = PackageDocs(
        root: root, setup: rules,
        targets: description.libraryTargets.filter(\.isSwift).map { .init(module: $0.module, path: $0.path) },
        modules: description.modules)
      library = try ClientPackage(of: description, in: cache + "/client", toolchain: toolchain).build(
        swift, progress: progress)
    } catch let missing as ModuleLibrary.Missing {
      throw Self.problem(root, missing.message, missing.remedy)
    } catch {
      throw Self.problem(root, "the package cannot be built: \(error)", "swift build there says more")
    }
    var files: [String] = []
    for path in more { files.append(try Self.relative(path, to: root)) }
    let book = BookFolder.package(docs, more: files, problems: problems)
    try self.init(book, library: library, programs: programs, environment: environment)
  }

  private static func setup(_ path: String?, root: String) throws(Problem) -> (DocSetup, [Problem]) {
    let own = root + "/.lesson.yml"
    guard let path = path ?? (FileManager.default.fileExists(atPath: own) ? own : nil) else {
      return (DocSetup(), [])
    }
    let shown = path == own ? ".lesson.yml" : path
    guard let data = FileManager.default.contents(atPath: path),
      let text = String(validating: data, as: UTF8.self)
    else {
      throw problem(root, "the setup '\(shown)' cannot be read", "name a YAML file with --setup FILE")
    }
    return DocSetupReader.read(text, file: shown)
  }

  private static func relative(_ path: String, to root: String) throws(Problem) -> String {
    let full = URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    guard full.hasPrefix(root + "/") else {
      throw problem(root, "'\(path)' lies outside the package", "name Markdown inside of it")
    }
    return String(full.dropFirst(root.count + 1))
  }
}
