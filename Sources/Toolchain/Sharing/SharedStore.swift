// SharedStore: where machines share bytes by hash: a folder, or an HTTP server that speaks the protocol of Bazel's remote
// cache (GET and PUT of `ac/HASH` and `cas/HASH`). What a store answers is believed by nobody: SharedPrograms checks it.
// Source: bazel.build/remote/caching, HTTP caching protocol.

import Foundation

/// Bytes by hash.
package protocol SharedStore: Sendable {
  /// Where it is, for messages.
  var place: String { get }

  /// The bytes under a name, or nil when it has none.
  ///
  /// - Parameter most: More bytes than this are refused unread.
  func read(_ name: SharedName, most: Int) throws(SharedStoreFailure) -> [UInt8]?

  /// Keeps bytes under a name.
  func write(_ bytes: [UInt8], as name: SharedName) throws(SharedStoreFailure)
}

/// What bytes are kept under.
package struct SharedName: Hashable, Sendable {
  package enum Kind: String, Sendable {
    /// What came of an action, by the action's hash.
    case action = "ac"
    /// Bytes by their own hash.
    case content = "cas"
  }

  package var kind: Kind
  /// 64 lower-case hexadecimal digits.
  package var hash: String

  /// Nil for a hash that is none: it becomes part of a path.
  package init?(_ kind: Kind, _ hash: String) {
    guard hash.utf8.count == 64,
      hash.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (97...102).contains($0) }
      )
    else { return nil }
    self.kind = kind
    self.hash = hash
  }
}

/// Why a store did not do what it was asked.
package struct SharedStoreFailure: Error, Hashable {
  package var message: String
  /// True when asking again in this run is of no use.
  package var isLasting: Bool

  package init(_ message: String, isLasting: Bool) {
    self.message = message
    self.isLasting = isLasting
  }
}

/// A folder, laid out as Bazel's `--disk_cache` lays out its own: `ac/ab/abcd…`.
package struct DirectoryStore: SharedStore {
  package let place: String

  package init(_ folder: String) { place = folder }

  private func path(_ name: SharedName) -> String {
    "\(place)/\(name.kind.rawValue)/\(name.hash.prefix(2))/\(name.hash)"
  }

  package func read(_ name: SharedName, most: Int) throws(SharedStoreFailure) -> [UInt8]? {
    var status = stat()
    guard stat(path(name), &status) == 0 else { return nil }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= most else {
      throw SharedStoreFailure("\(path(name)) is no file of at most \(most) bytes", isLasting: false)
    }
    return FileManager.default.contents(atPath: path(name)).map(Array.init)
  }

  package func write(_ bytes: [UInt8], as name: SharedName) throws(SharedStoreFailure) {
    let url = URL(fileURLWithPath: path(name))
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      // Renamed into place, so that another machine never reads half of it.
      try Data(bytes).write(to: url, options: .atomic)
    } catch {
      throw SharedStoreFailure(
        "\(url.path) cannot be written: \(error.localizedDescription)", isLasting: true)
    }
  }
}
