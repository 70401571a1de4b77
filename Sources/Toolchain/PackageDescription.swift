// PackageDescription: what SwiftPM says of a package: its products, the folders of its targets, its language mode.
// Relies on: `swift package describe` and `dump-package`, which run the package's manifest.

import Foundation

/// A Swift package, as its manifest describes it.
package struct PackageDescription: Sendable {
  /// Absolute.
  package var root: String
  /// The last part of its path, by which another manifest names it.
  package var identity: String { URL(fileURLWithPath: root).lastPathComponent }
  /// Library products that a client can depend on.
  package var products: [Product] = []
  package var targets: [Target] = []
  /// `-swift-version` of the package's own sources.
  package var languageMode = "5"

  /// A library product.
  package struct Product: Sendable {
    package var name: String
    package var targets: [String]
  }

  /// A target that makes a module.
  package struct Target: Sendable {
    package var name: String
    package var module: String
    /// Relative to the package's root.
    package var path: String
    package var isLibrary: Bool
    /// Names of the package's own targets that it is built on.
    package var dependencies: [String]
    package var isSwift: Bool
  }

  /// Asks SwiftPM.
  ///
  /// - Parameter scratch: A folder for SwiftPM's own files; the package's `.build` may be locked by who asks.
  /// - Throws: `ModuleLibrary.Missing` with SwiftPM's words.
  package static func read(
    _ root: String, swift: SwiftCommand, scratch: String
  ) throws -> PackageDescription {
    guard FileManager.default.fileExists(atPath: root + "/Package.swift") else {
      throw ModuleLibrary.Missing(
        message: "there is no Package.swift in \(root)", remedy: "name the folder of a Swift package")
    }
    let common = ["package", "--package-path", root, "--scratch-path", scratch]
    let described = try swift.json(Described.self, common + ["describe", "--type", "json"])
    let manifest = try swift.json(Manifest.self, common + ["dump-package"])
    return PackageDescription(root, described, manifest)
  }

  private init(_ root: String, _ described: Described, _ manifest: Manifest) {
    self.root = root
    let libraries = described.products.filter { $0.type.library != nil }
    // A target that is offered a second time, as a dynamic library, would be linked twice.
    let automatic = Set(libraries.filter { $0.type.library != ["dynamic"] }.flatMap(\.targets))
    products = libraries.filter { product in
      product.type.library != ["dynamic"] || !product.targets.contains(where: automatic.contains)
    }.map { Product(name: $0.name, targets: $0.targets) }
    targets = described.targets.map { target in
      Target(
        name: target.name, module: target.c99name, path: target.path,
        isLibrary: target.type == "library" || target.type == "system-target",
        dependencies: target.targetDependencies ?? [], isSwift: target.moduleType == "SwiftTarget")
    }
    languageMode = Self.languageMode(manifest)
  }

  /// The newest mode that the manifest names, else the one that its tools version brings.
  private static func languageMode(_ manifest: Manifest) -> String {
    let named = (manifest.swiftLanguageVersions ?? []).compactMap {
      $0.split(separator: ".").first.flatMap { Int($0) }
    }
    let tools = Int(manifest.toolsVersion._version.prefix { $0 != "." }) ?? 5
    return "\(named.max() ?? min(max(tools, 4), 6))"
  }

  /// Library targets that the products are made of, and what these are built on.
  package var libraryTargets: [Target] {
    var names = Set(products.flatMap(\.targets))
    var waiting = Array(names)
    while let name = waiting.popLast() {
      for other in targets.first(where: { $0.name == name })?.dependencies ?? []
      where names.insert(other).inserted {
        waiting.append(other)
      }
    }
    return targets.filter { names.contains($0.name) && $0.isLibrary }
  }

  /// Modules that a client imports.
  package var modules: [String] {
    let names = Set(products.flatMap(\.targets))
    return targets.filter { names.contains($0.name) }.map(\.module).sorted()
  }

  private struct Described: Decodable {
    var products: [Product]
    var targets: [Target]

    struct Product: Decodable {
      var name: String
      var targets: [String]
      var type: Kind
    }
    struct Kind: Decodable { var library: [String]? }
    struct Target: Decodable {
      var name: String
      var c99name: String
      var path: String
      var type: String
      var moduleType: String
      var targetDependencies: [String]?

      enum CodingKeys: String, CodingKey {
        case name, c99name, path, type
        case moduleType = "module_type"
        case targetDependencies = "target_dependencies"
      }
    }
  }

  private struct Manifest: Decodable {
    var toolsVersion: Version
    var swiftLanguageVersions: [String]?

    struct Version: Decodable { var _version: String }
  }
}

/// The `swift` command of a toolchain, with the user's environment, which it needs to fetch and to build.
package struct SwiftCommand: Sendable {
  package var executable: String
  /// `KEY=value`
  package var environment: [String]

  package init(_ toolchain: Toolchain, environment: [String: String]) {
    executable = toolchain.folder + "/bin/swift"
    self.environment = environment.map { "\($0)=\($1)" }
  }

  /// Runs it to its end.
  ///
  /// - Parameter progress: Called now and then with the seconds that it has taken.
  func run(
    _ words: [String], progress: ((Double) -> Void)? = nil
  ) throws -> ChildProcess.Result {
    var child = ChildProcess(executable, words, environment: environment)
    child.outputLimit = 64 << 20
    if let progress {
      child.watch = { _, seconds in
        progress(seconds)
        return nil
      }
    }
    return try child.run()
  }

  fileprivate func json<Value: Decodable>(_ type: Value.Type, _ words: [String]) throws -> Value {
    let result = try run(words)
    guard result.ending == .exit(0) else {
      let text = String(decoding: result.standardError + result.standardOutput, as: UTF8.self)
      throw ModuleLibrary.Missing(
        message: "SwiftPM cannot read the package:\n\(text)", remedy: "swift package describe says the same")
    }
    do {
      return try JSONDecoder().decode(type, from: Data(result.standardOutput))
    } catch {
      throw ModuleLibrary.Missing(
        message: "SwiftPM describes the package in an unknown way: \(error)", remedy: "use Swift 6.2 or newer"
      )
    }
  }
}
