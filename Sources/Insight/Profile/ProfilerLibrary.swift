// ProfilerLibrary: the library that records a program's heap.
// Relies on: Scripts/build-profiler, clang; BuiltLibrary.

import Preload

/// What programs are started with.
public struct ProfilerLibrary: Sendable {
  /// Its file.
  public let path: String

  /// Finds the library, or builds it.
  ///
  /// - Parameters:
  ///   - installed: The folder where an installed one would be.
  ///   - root: The checkout's root, or nil outside of one.
  ///   - path: PATH, for the compiler.
  /// - Throws: `BuiltLibrary.Missing` when there is neither.
  public init(installed: String, root: String?, path: String) throws {
    self.path = try BuiltLibrary(
      "libheapprofile.so", script: "build-profiler", folder: "profiler",
      sources: ["Sources/Insight/CProfile"],
      installed: installed, root: root, path: path
    ).path
  }
}
