// Placement: where values of a program live, as somebody judges who can read what the compiler made of it. The engine only
// asks; who answers is given to it, so that it knows nothing of SIL.

import BookPrograms
import Toolchain

/// Says where a program's values live.
package protocol PlacementJudge: Sendable {
  /// Everything that `compilation` allocates at lines of `file`.
  ///
  /// - Parameter folder: For files, the caller's to remove.
  /// - Throws: `ChildProcess.Failure` when it cannot say.
  func placements(
    of compilation: Compilation, file: String, in folder: String
  ) throws(ChildProcess.Failure) -> Placements
}

/// What a judge found.
package struct Placements: Codable, Hashable, Sendable {
  /// One allocation.
  package struct Site: Codable, Hashable, Sendable {
    /// The chapter's line.
    package var line: Int
    package var isOnHeap: Bool
    package var type: String
    /// What is allocated: `object`, `box`, …
    package var kind: String
    /// Why it is there: the id of a reason.
    package var reason: String

    package init(line: Int, isOnHeap: Bool, type: String, kind: String, reason: String) {
      self.line = line
      self.isOnHeap = isOnHeap
      self.type = type
      self.kind = kind
      self.reason = reason
    }
  }

  package var sites: [Site]
  /// By line: types that occur there, whether or not they need memory.
  package var types: [Int: Set<String>]

  package init(sites: [Site], types: [Int: Set<String>]) {
    self.sites = sites
    self.types = types
  }
}
