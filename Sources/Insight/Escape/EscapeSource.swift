// EscapeSource: what a person names on the command line, found: a file, a text of SIL, a folder, a package or a part of one;
// and its explanation, of all its modules together.
// Relies on: SILOfFiles, PackageModule.

import Foundation
import Toolchain

/// Something that can be explained.
package struct EscapeSource {
  package let path: String
  package let toolchain: Toolchain
  /// By file, as the report names it: the lines of its source.
  package private(set) var lines: [String: [String]] = [:]

  private enum Kind {
    case file(source: String)
    case sil([UInt8])
    case folder([String])
    case package(root: String)
  }

  private let kind: Kind
  private let cache: String
  private let folder: String
  private let environment: [String: String]

  /// What loose files import; the modules of a package are its own matter.
  package var imports: Set<String> {
    if case .package = kind { return [] }
    return Set(lines.values.joined().compactMap(Self.imported))
  }

  /// `@testable import struct Probe.Address` → `Probe`
  private static func imported(_ line: String) -> String? {
    var words = line.split(separator: " ")[...]
    while let word = words.first, word.first == "@" || accesses.contains(word) { words.removeFirst() }
    guard words.popFirst() == "import", var name = words.popFirst() else { return nil }
    if kinds.contains(name), let next = words.popFirst() { name = next }
    return name.split(separator: ".").first.map(String.init)
  }

  private static let accesses: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
  private static let kinds: Set<Substring> = [
    "typealias", "struct", "class", "enum", "protocol", "let", "var", "func",
  ]

  /// What is named is a text of SIL, which cannot be compiled otherwise.
  package var isCompiled: Bool {
    if case .sil = kind { true } else { false }
  }

  /// - Parameters:
  ///   - cache: Where packages are built for this.
  ///   - folder: For the compiler's own files.
  /// - Throws: `EscapeFailure.missing` when there is nothing of that name.
  package init(
    _ path: String, toolchain: Toolchain, cache: String, in folder: String, _ environment: [String: String]
  ) throws {
    self.path = path
    self.toolchain = toolchain
    self.cache = cache
    self.folder = folder
    self.environment = environment
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw EscapeFailure.missing(
        message: "there is no \(path)", remedy: "name a Swift file, a .sil file, a folder or a package")
    }
    if isFolder.boolValue {
      if let root = Self.package(above: path) {
        kind = .package(root: root)
      } else {
        let files = Self.swiftFiles(in: path)
        guard !files.isEmpty else {
          throw EscapeFailure.missing(
            message: "there is no Swift file in \(path)", remedy: "name a folder of Swift files, or a package"
          )
        }
        kind = .folder(files)
      }
    } else {
      guard let data = FileManager.default.contents(atPath: path) else {
        throw EscapeFailure.missing(message: "cannot read \(path)", remedy: "check its permissions")
      }
      kind =
        path.hasSuffix(".sil") ? .sil([UInt8](data)) : .file(source: String(decoding: data, as: UTF8.self))
    }
    if case .file(let source) = kind { lines = [path: Self.lines(of: source)] }
    if case .folder(let files) = kind { for file in files { read(file, as: file) } }
    if case .package(let root) = kind {
      for file in Self.swiftFiles(in: path) { read(file, as: Self.relative(file, to: root)) }
    }
  }

  private mutating func read(_ file: String, as name: String) {
    guard let data = FileManager.default.contents(atPath: file) else { return }
    lines[name] = Self.lines(of: String(decoding: data, as: UTF8.self))
  }

  private static func lines(of source: String) -> [String] {
    source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private static func package(above path: String) -> String? {
    var folder = URL(fileURLWithPath: path).standardizedFileURL
    while folder.path != "/" {
      if FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path) {
        return folder.path
      }
      folder.deleteLastPathComponent()
    }
    return nil
  }

  private static func swiftFiles(in folder: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    return names.filter {
      $0.hasSuffix(".swift") && !$0.hasSuffix("Package.swift") && !$0.hasPrefix(".build/")
    }
    .map { prefix + $0 }.sorted()
  }

  private static func relative(_ file: String, to root: String) -> String {
    let absolute = URL(fileURLWithPath: file).standardizedFileURL.path
    return absolute.hasPrefix(root + "/") ? String(absolute.dropFirst(root.count + 1)) : absolute
  }

  /// Compiles and explains.
  ///
  /// - Throws: `EscapeFailure` when it does not compile, or when the SIL does not fit together.
  package func explanation(level: String, _ arguments: [String]) throws -> EscapeExplanation {
    switch kind {
    case .sil(let bytes):
      guard level == "-O", arguments.isEmpty else {
        throw EscapeFailure.missing(
          message: "\(path) is what one compilation has made",
          remedy: "name the Swift file to compile it otherwise")
      }
      return try explain(bytes) { _ in true }
    case .file(let source):
      let request = SILRequest(file: path, source: source, level: level, arguments: arguments)
      return try explain(request.text(sil)) { $0 == path }
    case .folder(let files):
      var request = SILRequest(files: files)
      request.level = level
      request.arguments = arguments
      return try explain(request.text(sil), isUsers: Set(files).contains)
    case .package(let root): return try explain(package: root, [level] + arguments)
    }
  }

  private func sil(_ request: SILRequest) throws -> SILResult {
    try toolchain.sil(of: request, from: FileManager.default.currentDirectoryPath, in: folder)
  }

  /// The passes of the optimizer that run on a file.
  ///
  /// - Parameter withCode: Also what each of them leaves of the allocations.
  /// - Returns: Nil for anything but a file of Swift.
  /// - Throws: `EscapeFailure` when it does not compile.
  package func passes(_ arguments: [String], withCode: Bool) throws -> PassTrace? {
    guard case .file(let source) = kind else { return nil }
    let text = try SILRequest(file: path, source: source, arguments: arguments).text { request in
      try toolchain.passLog(
        of: request, withCode: withCode, from: FileManager.default.currentDirectoryPath, in: folder)
    }
    return PassTrace(text, file: path)
  }

  private func explain(_ bytes: [UInt8], isUsers: (String) -> Bool) throws -> EscapeExplanation {
    do {
      return try SILModule.read(bytes).explain(isUsers: isUsers)
    } catch {
      throw EscapeFailure.missing(
        message: "\(path): \(error)",
        remedy: "write it again with the toolchain's own swift-frontend -emit-sil")
    }
  }

  /// The target that a path below `Sources` is in, by the usual layout: other targets need not even compile.
  private func target(in root: String) -> String? {
    let parts = Self.relative(path, to: root).split(separator: "/")
    return parts.count > 1 && parts[0] == "Sources" ? String(parts[1]) : nil
  }

  /// Every module of the package that has files under the path; their names are made relative to the package.
  private func explain(package root: String, _ arguments: [String]) throws -> EscapeExplanation {
    let scratch = "\(cache)/escape/\(SHA256.hex(fields: [root]).prefix(16))"
    let modules = try PackageModule.all(
      ofPackage: root, target: target(in: root), swift: SwiftCommand(toolchain, environment: environment),
      scratch: scratch
    ) { _ in }
    var whole = EscapeExplanation(sites: [], ignoredLines: 0, silLines: 0)
    for module in modules {
      guard module.sources.contains(where: { lines[Self.relative($0, to: root)] != nil }) else { continue }
      let bytes = try module.sil(toolchain, arguments, in: folder, environment: environment)
      let part = try explain(bytes) { lines[Self.relative($0, to: root)] != nil }
      whole.ignoredLines += part.ignoredLines
      whole.silLines += part.silLines
      whole.sites += part.sites.map { site in
        var site = site
        site.file = Self.relative(site.file, to: root)
        site.path = site.path.map { step in
          var step = step
          step.file = Self.relative(step.file, to: root)
          return step
        }
        return site
      }
    }
    whole.sites.sort { ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column) }
    return whole
  }

  // MARK: - Comments

  /// Placement comments in the sources.
  package var commentCount: Int {
    lines.values.reduce(0) { $0 + ((try? PlacementComment.all(in: $1.joined(separator: "\n")).count) ?? 1) }
  }

  /// Comments that do not hold or cannot be read, by file and line.
  package func brokenComments(_ explanation: EscapeExplanation) -> [BrokenPlacement] {
    lines.sorted { $0.key < $1.key }.flatMap { file, lines in
      do throws(PlacementComment.Malformed) {
        return explanation.broken(try PlacementComment.all(in: lines.joined(separator: "\n")), in: file)
      } catch {
        return [BrokenPlacement(file: file, line: error.line, message: error.message, found: [])]
      }
    }
  }
}
