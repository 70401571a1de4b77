// TaskOutcome: what running a task gave, in values that can be cached and compared. The bytes of a process are kept
// as they were; whether they are the right ones is the judge's matter.
// Relies on: Foundation's Data, whose JSON form is compact.

import Foundation
import Toolchain

/// What a task did.
package struct TaskOutcome: Codable, Hashable, Sendable {
  package var ending: Ending
  /// What each part of a program printed, or each command of a transcript.
  package var outputs: [Data] = []
  package var standardError = Data()
  /// A transcript's exit statuses.
  package var statuses: [Int] = []
  /// The compiler's diagnostics, in the chapter's lines.
  package var diagnostics: [CompilerDiagnostic] = []
  package var allocations: Int?
  /// What the run could not be held with, as `Isolation` says it; nil when nothing was missing.
  package var isolationGap: String?
  /// What a live block did as wasm.
  package var live: Live?
  /// How long it took, to start long ones first next time. Never stored in a lock.
  package var seconds: Double = 0

  package init(ending: Ending) { self.ending = ending }

  /// False when a later check may do what this one could not.
  package var isFinal: Bool {
    if case .notInstalled = ending { false } else { true }
  }

  /// A live block as wasm.
  package struct Live: Codable, Hashable, Sendable {
    /// Why it is none: what Embedded Swift refuses.
    package var diagnostics: [CompilerDiagnostic] = []
    /// Both streams, when it ran.
    package var output: Data?
    package var ending: Ending
    /// Bytes of the module.
    package var size = 0
  }

  /// How it ended.
  package enum Ending: Codable, Hashable, Sendable {
    case compiled
    case refused
    case exit(status: Int)
    case signal(name: String)
    case timeout(ended: Int)
    case limit(String)
    /// The engine could not do its work; never a verdict.
    case engine(String)
    /// A peer whose compiler is not on this machine.
    case notInstalled(String)
  }
}
