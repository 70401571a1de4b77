// ProfilerLibrary: the library that records a program's heap, and the one that records its processor time.
// Relies on: Scripts/build-profiler, Scripts/build-cpu-profiler, clang; BuiltLibrary.

import Preload

/// What programs are started with.
public struct ProfilerLibrary: Sendable {
  /// Its file.
  public let path: String

  /// What is recorded.
  public enum Subject: Sendable { case heap, processorTime }

  /// Finds the library, or builds it.
  ///
  /// - Parameters:
  ///   - subject: What is recorded.
  ///   - installed: The folder where an installed one would be.
  ///   - root: The checkout's root, or nil outside of one.
  ///   - path: PATH, for the compiler.
  /// - Throws: `BuiltLibrary.Missing` when there is neither.
  public init(_ subject: Subject = .heap, installed: String, root: String?, path: String) throws {
    self.path = try BuiltLibrary(
      subject == .heap ? "libheapprofile.so" : "libcpuprofile.so",
      script: subject == .heap ? "build-profiler" : "build-cpu-profiler",
      folder: subject == .heap ? "profiler" : "cpu-profiler",
      sources: ["Sources/Insight/CProfile"],
      installed: installed, root: root, path: path
    ).path
  }
}
