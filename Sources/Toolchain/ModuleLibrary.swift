// ModuleLibrary: modules of a Swift package that is already built, made importable for blocks: one shared object of
// their objects, and the search paths of their interfaces. Linked once, until an object changes.
// Relies on: BuiltObjects; the layout of SwiftPM's build folder: `Modules/NAME.swiftmodule`, and for C targets
// `NAME.build/module.modulemap` or the headers' own.

import Foundation

/// Modules that blocks may import.
package struct ModuleLibrary: Sendable {
  /// The shared object, or nil when there are no modules.
  package var image: String?
  /// `-I` arguments for the compiler.
  package var arguments: [String] = []
  /// Changes when any object does; part of a cache's key.
  package var stamp = ""
  /// True when every block is compiled with it, whatever it imports: the docs of a package.
  package var isForAll = false
  /// `-swift-version` of blocks.
  package var languageMode = "6"

  /// No modules.
  package init() {}

  /// Why the modules cannot be used.
  package struct Missing: Error, Hashable {
    package var message: String
    package var remedy: String
  }

  /// - Parameters:
  ///   - modules: Names, dependencies included.
  ///   - build: SwiftPM's build folder, such as `.build/release`.
  ///   - sources: The package's root, where a C target's `include` folders are looked for.
  ///   - cache: Where the shared object is kept.
  package static func make(
    _ modules: [String], build: String, sources: String, cache: String, toolchain: Toolchain
  ) throws -> ModuleLibrary {
    guard !modules.isEmpty else { return ModuleLibrary() }
    var library = ModuleLibrary()
    var objects: [String] = []
    for module in modules {
      let folder = "\(build)/\(module).build"
      let found = BuiltObjects.of(folder)
      guard !found.isEmpty else {
        throw Missing(
          message: "the module '\(module)' is not built: no objects in \(folder)",
          remedy: "swift build -c release")
      }
      objects += found
      library.arguments += includeArguments(module, folder: folder, sources: sources)
    }
    library.arguments += ["-I", "\(build)/Modules"]
    library.stamp = SHA256.hex(fields: objects.map { "\($0) \(Toolchain.stamp(of: $0))" })
    let image = "\(cache)/modules-\(library.stamp.prefix(16)).so"
    library.image = image
    if !FileManager.default.fileExists(atPath: image) {
      try link(objects, to: image, toolchain)
    }
    return library
  }

  /// Links beside the final place and renames, so that two runs at once never see half of one.
  private static func link(_ objects: [String], to image: String, _ toolchain: Toolchain) throws {
    let folder = URL(fileURLWithPath: image).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    removeOld(in: folder.path)
    let draft = "\(image).\(getpid())"
    try toolchain.link(objects: objects, to: draft)
    guard rename(draft, image) == 0 else {
      throw ChildProcess.Failure(message: "cannot rename \(draft): \(String(cString: strerror(errno)))")
    }
  }

  /// Removes images that nobody has made anew for an hour; a younger one may be another run's, or its draft.
  private static func removeOld(in folder: String) {
    let now = time(nil)
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      var status = stat()
      guard name.hasPrefix("modules-"), stat("\(folder)/\(name)", &status) == 0,
        now - status.st_mtim.tv_sec > 3600
      else { continue }
      unlink("\(folder)/\(name)")
    }
  }

  /// A C target's module map stands in its build folder or beside its headers.
  private static func includeArguments(_ module: String, folder: String, sources: String) -> [String] {
    if FileManager.default.fileExists(atPath: "\(folder)/module.modulemap") {
      return ["-Xcc", "-fmodule-map-file=\(folder)/module.modulemap"]
    }
    let names =
      FileManager.default.enumerator(atPath: sources + "/Sources")?.compactMap { $0 as? String } ?? []
    guard let map = names.first(where: { $0.hasSuffix("\(module)/include/module.modulemap") }) else {
      return []
    }
    return ["-I", "\(sources)/Sources/\(map.dropLast("/module.modulemap".count))"]
  }
}
