// ModuleLibrary+Folders: modules in a folder that somebody names with `-I`. A Swift module that was built on C wants the C module's
// map as well, which SwiftPM keeps beside the folder or with the sources.
// Relies on: the layout of SwiftPM's build folder, as ModuleLibrary does.

import Foundation

extension ModuleLibrary {
  /// Arguments for a folder of modules: `-I`, and the maps of the C modules that were built with them.
  ///
  /// - Parameter folder: Any; where it is not SwiftPM's `Modules`, it is all that is named.
  /// - Complexity: O(files of the package's sources) for one that is.
  package static func arguments(forFolder folder: String) -> [String] {
    let own = ["-I", folder]
    let modules = URL(fileURLWithPath: folder).standardizedFileURL
    guard modules.lastPathComponent == "Modules" else { return own }
    let build = modules.deletingLastPathComponent()
    let targets = (try? FileManager.default.contentsOfDirectory(atPath: build.path)) ?? []
    // What plug-ins are built on stands there a second time.
    let maps = targets.sorted().filter { $0.hasSuffix(".build") && !$0.hasSuffix("-tool.build") }
      .map { build.appending(path: $0 + "/module.modulemap").path }
      .filter { FileManager.default.fileExists(atPath: $0) }
    return own + maps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
      + headerFolders(ofPackageWith: build).flatMap { ["-I", $0] }
  }

  /// Folders of headers that bring a module map of their own: of the package that was built there, and of those it depends on.
  private static func headerFolders(ofPackageWith build: URL) -> [String] {
    var root = build
    while root.lastPathComponent != ".build" {
      guard root.path != "/" else { return [] }
      root.deleteLastPathComponent()
    }
    let checkouts = root.appending(path: "checkouts").path
    let packages =
      [root.deletingLastPathComponent().path]
      + ((try? FileManager.default.contentsOfDirectory(atPath: checkouts)) ?? []).map { "\(checkouts)/\($0)" }
    return packages.flatMap { package in
      let names =
        FileManager.default.enumerator(atPath: package + "/Sources")?.compactMap { $0 as? String } ?? []
      return names.filter { $0.hasSuffix("include/module.modulemap") }
        .map { "\(package)/Sources/\($0.dropLast("/module.modulemap".count))" }.sorted()
    }
  }
}
