// MallocLibrary: the allocator as a shared library.
// Relies on: Scripts/build-malloc, swiftc and clang; BuiltLibrary.

/// The library that programs are started with.
public struct MallocLibrary: Sendable {
  /// Its file.
  public let path: String

  /// Finds the library, or builds it.
  ///
  /// - Parameters:
  ///   - installed: The folder where an installed one would be.
  ///   - root: The checkout's root, or nil outside of one.
  ///   - path: PATH, for the compilers.
  ///   - isGuarded: The one that fences every block and ends the process at the first misuse.
  /// - Throws: `BuiltLibrary.Missing` when there is neither.
  public init(installed: String, root: String?, path: String, isGuarded: Bool = false) throws {
    self.path = try BuiltLibrary(
      isGuarded ? "libguardmalloc.so" : "liblivemalloc.so", script: "build-malloc", folder: "malloc",
      sources: ["CPlatform", "Platform", "Allocator", "Malloc"].map { "Sources/Memory/\($0)" },
      installed: installed, root: root, path: path
    ).path
  }
}
