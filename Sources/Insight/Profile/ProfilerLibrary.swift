// ProfilerLibrary: the library that records a program's heap: found where it was installed, or built of the checkout's sources
// when they have changed, which takes a second.
// Relies on: Scripts/build-profiler, clang.

import Foundation
import Toolchain

/// What programs are started with.
public struct ProfilerLibrary: Sendable {
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
  ///   - installed: The folder where an installed one would be.
  ///   - root: The checkout's root, or nil outside of one.
  ///   - path: PATH, for the compiler.
  /// - Throws: `Missing` when there is neither.
  public init(installed: String, root: String?, path: String) throws {
    let name = "libheapprofile.so"
    if FileManager.default.fileExists(atPath: "\(installed)/\(name)") {
      self.path = "\(installed)/\(name)"
      return
    }
    guard let root else {
      throw Missing(
        message: "there is no \(installed)/\(name)", remedy: "make install again, or run this in the checkout"
      )
    }
    let folder = "\(root)/.build/lesson/profiler-\(try Self.stamp(of: root).prefix(16))"
    self.path = "\(folder)/\(name)"
    guard !FileManager.default.fileExists(atPath: self.path) else { return }
    let build = try ChildProcess(
      root + "/Scripts/build-profiler", [folder], environment: ["PATH=\(path)", "LANG=C.UTF-8"]
    ).run()
    guard build.ending == .exit(0) else {
      let words = String(decoding: build.standardError, as: UTF8.self)
      throw Missing(message: "the profiler cannot be built:\n\(words)", remedy: "make setup, then again")
    }
  }

  /// Changes when a source does.
  private static func stamp(of root: String) throws -> String {
    let folder = "\(root)/Sources/Insight/CProfile"
    let names = (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).sorted()
    let files =
      names.filter { $0.contains(".") }.map { "\(folder)/\($0)" } + [root + "/Scripts/build-profiler"]
    guard files.count > 1 else {
      throw Missing(message: "there are no sources in \(folder)", remedy: "use a complete checkout")
    }
    return SHA256.hex(
      fields: files.map {
        String(decoding: FileManager.default.contents(atPath: $0) ?? Data(), as: UTF8.self)
      })
  }
}
