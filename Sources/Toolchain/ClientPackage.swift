// ClientPackage: a package made importable by being its client. A generated package that depends on all of its library
// products is built as one dynamic library; SwiftPM itself then sees to executables' mains, C targets, resource bundles,
// macro plugins, system libraries and packages behind the package, and what the client is compiled with is what a block
// has to be compiled with.
// Relies on: SwiftPM's build folder (`debug/description.json`). It has a folder of its own, so that it also works where
// the package's `.build` is locked: from within a command plugin.

import Foundation

/// A package that depends on every library product of another.
package struct ClientPackage {
  private static let name = "LessonClient"
  /// The tools version that manifests shown in docs are compiled for; without one, most of `PackageDescription` is
  /// unavailable.
  private static let manifestVersion = "6.2"

  private let description: PackageDescription
  private let folder: String
  private let manifestModules: String

  /// - Parameters:
  ///   - folder: Where it is generated and built.
  ///   - toolchain: Its `PackageDescription` is importable as well, for docs that show a manifest.
  package init(of description: PackageDescription, in folder: String, toolchain: Toolchain) {
    self.description = description
    self.folder = folder
    manifestModules = toolchain.folder + "/lib/swift/pm/ManifestAPI"
  }

  /// Builds it, and so the package.
  ///
  /// - Parameter progress: Called now and then with the seconds that it has taken.
  /// - Throws: `ModuleLibrary.Missing` with the compiler's words when the package does not build.
  package func build(_ swift: SwiftCommand, progress: @escaping (Double) -> Void) throws -> ModuleLibrary {
    try generate()
    let result = try swift.run(
      [
        "build", "--package-path", folder, "--product", Self.name, "--disable-index-store",
        "-debug-info-format", "none",
      ], progress: progress)
    guard result.ending == .exit(0) else { throw Self.failure(result, description) }
    return try library()
  }

  private func generate() throws {
    let sources = "\(folder)/Sources/\(Self.name)"
    try FileManager.default.createDirectory(atPath: sources, withIntermediateDirectories: true)
    try write(manifest, to: "\(folder)/Package.swift")
    try write("// Empty: the products are what counts.\n", to: "\(sources)/\(Self.name).swift")
    let pins = description.root + "/Package.resolved"
    if !FileManager.default.fileExists(atPath: folder + "/Package.resolved"),
      let data = FileManager.default.contents(atPath: pins)
    {
      try data.write(to: URL(fileURLWithPath: folder + "/Package.resolved"))
    }
  }

  /// What stands there already is left alone, so that nothing is built again.
  private func write(_ text: String, to path: String) throws {
    if FileManager.default.contents(atPath: path) == Data(text.utf8) { return }
    try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
  }

  private var manifest: String {
    let products = description.products.map { product in
      "      .product(name: \(Self.quoted(product.name)), package: \(Self.quoted(description.identity))),\n"
    }.joined()
    return """
      // swift-tools-version: 5.9
      // Made by lesson, which builds it to import the package's modules.
      import PackageDescription

      let package = Package(
        name: "\(Self.name)",
        products: [.library(name: "\(Self.name)", type: .dynamic, targets: ["\(Self.name)"])],
        dependencies: [.package(path: \(Self.quoted(description.root)))],
        targets: [.target(name: "\(Self.name)", dependencies: [
      \(products)    ])])

      """
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  private static func failure(_ result: ChildProcess.Result, _ description: PackageDescription)
    -> ModuleLibrary.Missing
  {
    let text = String(decoding: result.standardError + result.standardOutput, as: UTF8.self)
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("[") }
    let first = lines.firstIndex { $0.contains("error:") } ?? max(0, lines.count - 20)
    return ModuleLibrary.Missing(
      message: "the package does not build:\n" + lines[first...].prefix(40).joined(separator: "\n"),
      remedy: "swift build --package-path \(description.root) has to succeed first")
  }

  // MARK: What it was built with

  private func library() throws -> ModuleLibrary {
    let build = folder + "/.build/debug"
    let image = "\(build)/lib\(Self.name).so"
    guard let data = FileManager.default.contents(atPath: build + "/description.json"),
      let description = try? JSONDecoder().decode(BuildDescription.self, from: data),
      let command = description.swiftCommands.values.first(where: { $0.moduleName == Self.name }),
      FileManager.default.fileExists(atPath: image)
    else {
      throw ModuleLibrary.Missing(
        message: "SwiftPM's build folder \(build) is laid out in an unknown way",
        remedy: "use Swift 6.2 or newer")
    }
    var library = ModuleLibrary()
    library.image = image
    library.isForAll = true
    library.languageMode = self.description.languageMode
    library.arguments =
      ["-I", command.importPath, "-I", manifestModules, "-package-description-version", Self.manifestVersion]
      + Self.importArguments(command.otherArguments)
    library.stamp = SHA256.hex(
      fields: [Toolchain.stamp(of: image), library.languageMode] + library.arguments)
    return library
  }

  /// The part of a compiler's arguments that is about finding modules and macros.
  static func importArguments(_ arguments: [String]) -> [String] {
    var kept: [String] = []
    var rest = arguments[...]
    while let word = rest.popFirst() {
      switch word {
      case "-Xcc":
        guard let value = rest.popFirst() else { break }
        // What the compiler makes is another matter than what it finds.
        if !["-g", "-fPIC", "-fno-omit-frame-pointer"].contains(value) { kept += [word, value] }
      case "-Xfrontend":
        if let value = rest.popFirst() { kept.append(value) }
      case "-I", "-F", "-load-plugin-executable", "-load-plugin-library", "-plugin-path":
        if let value = rest.popFirst() { kept += [word, value] }
      default: if word.hasPrefix("-I") || word.hasPrefix("-F") { kept.append(word) }
      }
    }
    return kept
  }

  private struct BuildDescription: Decodable {
    var swiftCommands: [String: Command]

    struct Command: Decodable {
      var moduleName: String
      var importPath: String
      var otherArguments: [String]
    }
  }
}
