// PackageDocs: the docs of a Swift package that was not written for the engine: which of its files hold some, and how each
// becomes a chapter. Its modules are imported for every block, as a reader has them at hand.
// Relies on: Foundation to look into folders; DocSetup; SourceDocs for doc comments.

import BookMarkdown
import Foundation

/// The docs of one package.
package struct PackageDocs: Hashable, Sendable {
  /// The package's root, absolute.
  package var root: String
  package var setup: DocSetup
  /// Library targets whose docs are read.
  package var targets: [Target]
  /// Modules that a client of the package can import, one or more for each of its products.
  package var modules: [String]

  package init(root: String, setup: DocSetup, targets: [Target], modules: [String]) {
    self.root = root
    self.setup = setup
    self.targets = targets
    self.modules = modules
  }

  /// A library target.
  package struct Target: Hashable, Sendable {
    package var module: String
    /// Relative to the package's root; empty for the root itself.
    package var path: String

    package init(module: String, path: String) {
      self.module = module
      self.path = path == "." ? "" : path
    }

    /// What the paths of its files begin with.
    fileprivate var prefix: String { path.isEmpty ? "" : path + "/" }
  }

  /// README.md and what else of Markdown stands beside Package.swift, DocC catalogs, the targets' sources, and what the
  /// setup names.
  package var files: [String] {
    let all = tree()
    let markdown = all.filter { $0.hasSuffix(".md") }
    let chosen = markdown.filter { file in
      !file.contains("/") || file.contains(".docc/") || setup.docs.contains { Glob.matches($0, file) }
    }
    let sources = all.filter { file in file.hasSuffix(".swift") && target(of: file) != nil }
    return (chosen + sources).filter { file in !setup.exclude.contains { Glob.matches($0, file) } }
  }

  /// Every file's path, sorted; hidden folders and packages inside this one are not looked into.
  private func tree() -> [String] {
    var result: [String] = []
    guard let names = FileManager.default.enumerator(atPath: root) else { return [] }
    while let name = names.nextObject() as? String {
      let last = name.split(separator: "/").last ?? ""
      let isPackage = FileManager.default.fileExists(atPath: "\(root)/\(name)/Package.swift")
      if last.hasPrefix(".") || isPackage {
        names.skipDescendants()
      } else if last.hasSuffix(".md") || last.hasSuffix(".swift") {
        result.append(name)
      }
    }
    return result.sorted()
  }

  /// The target in whose folder a file stands: the one with the longest path.
  private func target(of file: String) -> Target? {
    targets.filter { file.hasPrefix($0.prefix) }.max { $0.path.count < $1.path.count }
  }

  /// One file as a chapter.
  package func chapter(_ text: String, file: String) -> Chapter {
    var conventions = setup.conventions
    var chapter: Chapter
    if file.hasSuffix(".swift") {
      chapter = SourceDocs.read(text, file: file, conventions: conventions)
    } else {
      // In Markdown indented code is of any language.
      conventions.readsIndented = false
      chapter = BlockReader.read(Document.parse(text, file: file), commands: [], conventions: conventions)
    }
    chapter.takesEdits = false
    return setup.applied(to: chapter, imports: imports(for: file))
  }

  /// A target's own docs speak of the target; all others of the whole package.
  private func imports(for file: String) -> [String] { target(of: file).map { [$0.module] } ?? modules }

  /// File rules of the setup that match no file.
  package func unmetRules(in files: [String]) -> [Problem] {
    setup.rules.filter { rule in !files.contains { Glob.matches(rule.glob, $0) } }.map { rule in
      Problem(
        "setup", setup.file ?? "", rule.position,
        "no file with docs is called '\(rule.glob)'\(Suggestion.phrase(for: rule.glob, among: files))",
        remedy: "name it as messages do, relative to the package's root")
    }
  }
}
