// LockFile: a lock on disk. Sorted keys and one value a line, so that two people's changes merge; the same bytes from the
// same lock, so that nothing changes without a reason.
// Relies on: Lock; AtomicWrite to replace a file whole.

import BookMarkdown
import Foundation
import Toolchain

/// Reads and writes locks.
package enum LockFile {
  /// Reads a lock; nil when there is none.
  ///
  /// - Throws: A `Problem` for a lock that cannot be read or has another format.
  package static func read(_ path: String, shown: String) throws(Problem) -> Lock? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    let start = SourcePosition(line: 1, column: 1)
    do {
      // The format first: another one may have another shape.
      let format = try JSONDecoder().decode(Format.self, from: data).format
      guard format == Lock.currentFormat else {
        throw Problem(
          "lock", shown, start, "this lock has format \(format), this lesson reads \(Lock.currentFormat)",
          remedy: "use the lesson that belongs to this book, or lesson accept to write it anew")
      }
      return try JSONDecoder().decode(Lock.self, from: data)
    } catch let problem as Problem {
      throw problem
    } catch {
      throw Problem("lock", shown, start, "this lock cannot be read", remedy: "lesson accept writes it anew")
    }
  }

  private struct Format: Decodable {
    var format: Int
  }

  /// The bytes of a lock.
  package static func bytes(of lock: Lock) -> [UInt8] { ReadableJSON.bytes(of: lock) }
}
