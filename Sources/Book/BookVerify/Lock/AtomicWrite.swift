// AtomicWrite: a file is replaced whole or not at all, whatever happens meanwhile: written beside its place, flushed, and
// renamed over it; then the folder is flushed, so that the rename survives a power cut.
// Source: the order is the one of ext4's own documentation and of SQLite's "Atomic Commit". Relies on: a seam for its
// calls, through which tests make the n-th one fail.

import Glibc

/// The calls that a write makes.
package struct WriteCalls: Sendable {
  package var open: @Sendable (String, Int32, mode_t) -> Int32 = { Glibc.open($0, $1, $2) }
  package var write: @Sendable (Int32, ArraySlice<UInt8>) -> Int = { descriptor, bytes in
    bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
  }
  package var synchronize: @Sendable (Int32) -> Int32 = { Glibc.fsync($0) }
  package var close: @Sendable (Int32) -> Int32 = { Glibc.close($0) }
  package var rename: @Sendable (String, String) -> Int32 = { Glibc.rename($0, $1) }
  package var unlink: @Sendable (String) -> Int32 = { Glibc.unlink($0) }

  package init() {}
}

/// Replaces files.
package struct AtomicWrite: Sendable {
  package var calls = WriteCalls()

  package init(calls: WriteCalls = WriteCalls()) { self.calls = calls }

  /// Why a file was not replaced; it is as it was.
  package struct Failure: Error, Hashable, CustomStringConvertible {
    package var path: String
    package var message: String
    package var remedy: String
    package var description: String { "\(path): \(message); \(remedy)" }
  }

  /// Replaces the file at `path`, following links and keeping its mode; makes it when there is none.
  ///
  /// - Parameter expected: The bytes that it must still hold, nil when it need not be checked: nobody's edit is lost.
  package func replace(_ path: String, with bytes: [UInt8], expected: [UInt8]? = nil) throws(Failure) {
    let target = Self.resolve(path)
    if let expected, Self.contents(target) != expected {
      throw Failure(
        path: path, message: "it changed while it was being worked on", remedy: "run the command again")
    }
    var status = stat()
    let mode: mode_t? = stat(target, &status) == 0 ? status.st_mode & 0o7777 : nil
    let draft = "\(target).\(getpid()).draft"
    do throws(Failure) {
      try write(bytes, to: draft, mode: mode)
      guard calls.rename(draft, target) == 0 else { throw failure(path, "cannot be replaced") }
    } catch {
      _ = calls.unlink(draft)
      throw error.path == draft ? Failure(path: path, message: error.message, remedy: error.remedy) : error
    }
    flushFolder(of: target)
  }

  private func write(_ bytes: [UInt8], to draft: String, mode: mode_t?) throws(Failure) {
    // A draft under our own process number is what a dead process left.
    _ = calls.unlink(draft)
    let descriptor = calls.open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode ?? 0o644)
    guard descriptor >= 0 else { throw failure(draft, "cannot be written beside") }
    // The process's mask took bits off the mode that a file to be replaced has.
    if let mode { _ = fchmod(descriptor, mode) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = calls.write(descriptor, rest)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let failure = failure(draft, "cannot be written")
        _ = calls.close(descriptor)
        throw failure
      }
      rest = rest.dropFirst(count)
    }
    guard calls.synchronize(descriptor) == 0 else {
      let failure = failure(draft, "cannot be flushed")
      _ = calls.close(descriptor)
      throw failure
    }
    guard calls.close(descriptor) == 0 else { throw failure(draft, "cannot be closed") }
  }

  /// The file is replaced by now; a folder that cannot be flushed is not worth a failure.
  private func flushFolder(of path: String) {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
      separator: "/")
    let descriptor = calls.open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
    guard descriptor >= 0 else { return }
    _ = calls.synchronize(descriptor)
    _ = calls.close(descriptor)
  }

  private func failure(_ path: String, _ what: String) -> Failure {
    let code = errno
    let remedy =
      switch code {
      case ENOSPC, EDQUOT: "make room on the disk and run the command again"
      case EROFS, EACCES, EPERM: "check the permissions of its folder"
      default: "look at the disk"
      }
    return Failure(path: path, message: "\(what): \(String(cString: strerror(code)))", remedy: remedy)
  }

  private static func resolve(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private static func contents(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return count == 0 ? result : nil }
      result += buffer[..<count]
    }
  }
}
