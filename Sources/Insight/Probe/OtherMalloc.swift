// OtherMalloc: an allocator that is loaded beside the process's own and asked how large its blocks really are.
// Source: dlopen(3), malloc_usable_size(3). Relies on: the library having the C library's names.

import Foundation

/// An allocator under the C library's names: the process's, or one of a shared library.
public struct OtherMalloc: Sendable {
  private let allocate: @convention(c) @Sendable (Int) -> UnsafeMutableRawPointer?
  private let free: @convention(c) @Sendable (UnsafeMutableRawPointer?) -> Void
  private let usable: @convention(c) @Sendable (UnsafeMutableRawPointer?) -> Int

  /// - Parameter library: A file name as the loader takes it; nil for the process's own allocator.
  /// - Returns: nil when there is no such library, or it lacks a name.
  public init?(library: String?) {
    guard let loaded = dlopen(library, RTLD_NOW | RTLD_LOCAL), let allocate = dlsym(loaded, "malloc"),
      let free = dlsym(loaded, "free"), let usable = dlsym(loaded, "malloc_usable_size")
    else { return nil }
    self.allocate = unsafeBitCast(
      allocate, to: (@convention(c) @Sendable (Int) -> UnsafeMutableRawPointer?).self)
    self.free = unsafeBitCast(free, to: (@convention(c) @Sendable (UnsafeMutableRawPointer?) -> Void).self)
    self.usable = unsafeBitCast(
      usable, to: (@convention(c) @Sendable (UnsafeMutableRawPointer?) -> Int).self)
  }

  /// The bytes that a block of `bytes` really has: of four blocks the least, because a block cut from a larger free one may
  /// get an end that is too small to be one itself. nil when there is no memory.
  public func usableBytes(asking bytes: Int) -> Int? {
    let blocks = (0..<4).map { _ in allocate(bytes) }
    defer { for block in blocks { free(block) } }
    return blocks.contains(nil) ? nil : blocks.map { usable($0) }.min()
  }

  /// What a function without parameters of a library answers, such as its version; nil when there is none.
  public static func number(_ function: String, in library: String) -> Int? {
    guard let loaded = dlopen(library, RTLD_NOW | RTLD_LOCAL), let found = dlsym(loaded, function) else {
      return nil
    }
    return Int(unsafeBitCast(found, to: (@convention(c) () -> Int32).self)())
  }
}
