// BuiltLibrary: a shared library of ours that stands in front of other programs' own: found where it was installed, or built of
// the checkout's sources when they have changed. Building takes some seconds, and is remembered by what the sources are.
// Relies on: a script in Scripts that is given a folder and puts the library there.

import Foundation
import Toolchain

/// A library to preload.
public struct BuiltLibrary: Sendable {
  /// Its file.
  public let path: String

  /// Why there is none.
  public struct Missing: Error, Hashable {
    /// What is wrong.
    public var message: String
    /// What to do.
    public var remedy: String
  }

  /// Finds the library, or builds it.
  ///
  /// - Parameters:
  ///   - name: Of its file.
  ///   - script: In Scripts, which builds it.
  ///   - folder: Under .build/lesson, where builds are kept.
  ///   - sources: Folders of the checkout that it is built of.
  ///   - installed: The folder where an installed one would be.
  ///   - root: The checkout's root, or nil outside of one.
  ///   - path: PATH, for the compilers.
  /// - Throws: `Missing` when there is neither.
  public init(
    _ name: String, script: String, folder: String, sources: [String], installed: String, root: String?,
    path: String
  ) throws {
    if FileManager.default.fileExists(atPath: "\(installed)/\(name)") {
      self.path = "\(installed)/\(name)"
      return
    }
    guard let root else {
      throw Missing(
        message: "there is no \(installed)/\(name)", remedy: "make install again, or run this in the checkout"
      )
    }
    let stamp = try Self.stamp(of: sources, script: script, root: root).prefix(16)
    let kept = "\(root)/.build/lesson/\(folder)-\(stamp)"
    self.path = "\(kept)/\(name)"
    guard !FileManager.default.fileExists(atPath: self.path) else { return }
    let build = try ChildProcess(
      "\(root)/Scripts/\(script)", [kept], environment: ["PATH=\(path)", "LANG=C.UTF-8"]
    ).run()
    guard build.ending == .exit(0) else {
      let words = String(decoding: build.standardError, as: UTF8.self)
      throw Missing(message: "\(name) cannot be built:\n\(words)", remedy: "make setup, then again")
    }
  }

  /// Changes when a source does.
  private static func stamp(of folders: [String], script: String, root: String) throws -> String {
    let sources = folders.map { "\(root)/\($0)" }.flatMap { folder in
      let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
      return names.filter { $0.contains(".") }.sorted().map { "\(folder)/\($0)" }
    }
    let files = sources + ["\(root)/Scripts/\(script)"]
    guard files.count > 1 else {
      throw Missing(
        message: "there are no sources in \(root)/\(folders.first ?? "")", remedy: "use a complete checkout")
    }
    return SHA256.hex(
      fields: files.map {
        String(decoding: FileManager.default.contents(atPath: $0) ?? Data(), as: UTF8.self)
      })
  }
}
