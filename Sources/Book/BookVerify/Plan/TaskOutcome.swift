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
  /// Where its values live, where a block says so.
  package var placements: Placements?
  /// What was left behind that nothing reaches, where a block asks.
  package var leaks: Leaks?
  /// What a live block did as wasm.
  package var live: Live?
  /// How long it took, to start long ones first next time. Never stored in a lock.
  package var seconds: Double = 0

  package init(ending: Ending) { self.ending = ending }

  /// False when a later check may do what this one could not.
  package var isFinal: Bool {
    if case .notInstalled = ending { false } else { true }
  }

  /// What a run left behind on the heap.
  package struct Leaks: Codable, Hashable, Sendable {
    /// Nil when more was alive than could be kept.
    package var count: Int?
    /// The first of them.
    package var described: [Leak]
  }

  /// One allocation that nothing reaches.
  package struct Leak: Codable, Hashable, Sendable {
    package var bytes: Int
    /// Its turn among the run's allocations, from 1.
    package var turn: Int
    /// A type, or what else it is: `closure context`, `24 bytes`.
    package var name: String
    /// Something that was leaked with it and refers to it; empty when there is nothing.
    package var holder: String
  }

  /// A live block as wasm.
  package struct Live: Codable, Hashable, Sendable {
    /// Why it is none: what Embedded Swift refuses.
    package var diagnostics: [CompilerDiagnostic] = []
    /// Both streams, when it ran.
    package var output: Data?
    package var ending: Ending
  }

  /// How it ended.
  package enum Ending: Codable, Hashable, Sendable {
    case compiled
    case refused
    /// The compiler had to be stopped; what the text did to it.
    case uncompiled(String)
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
