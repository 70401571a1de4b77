// Leak: what a judge says, in words that stay: they are the report's JSON.

/// How a leak was known.
package enum Judgement: String, Sendable {
  /// Nothing reaches it.
  case unreachable
  /// Nothing reaches it, and it keeps itself.
  case cycle
  /// There is more of it after each round.
  case growth
  case suspendedTask = "suspended-task"
  case runningTask = "running-task"
  /// A descriptor is open, and no variable has its number.
  case unreleased
  /// A child process that nobody waited for.
  case zombie
}

package enum Confidence: String, Sendable, Comparable {
  case possible, likely, certain

  private var rank: Int { self == .possible ? 0 : self == .likely ? 1 : 2 }
  package static func < (left: Confidence, right: Confidence) -> Bool { left.rank < right.rank }
}

/// A stored property that keeps something, or a global variable (whose type is `global`).
package struct HolderName: Sendable, Hashable {
  package var type: String
  package var field: String

  package init(type: String, field: String) {
    self.type = type
    self.field = field
  }
}

/// All leaks of one kind that were made in one place.
package struct Leak: Sendable, Hashable {
  /// `closure-cycle`, `raw-memory`, `descriptor` …; see Kinds.swift.
  package var kind: String
  package var judgement: Judgement
  /// What leaked, for a person: `ViewModel`, `80 bytes of memory`.
  package var name: String
  package var site: Site?
  package var count: Int
  /// Of it and of what it alone keeps.
  package var bytes: Int
  /// Who holds it, from outside inward; of a cycle, once around.
  package var holders: [HolderName]
  package var confidence: Confidence
  package var remedy: String
}

/// A place in the user's program.
package struct Site: Sendable, Hashable, Encodable {
  /// Demangled.
  package var function: String
  /// Nil without debug information.
  package var file: String?
  package var line: Int?

  package init(function: String, file: String? = nil, line: Int? = nil) {
    self.function = function
    self.file = file
    self.line = line
  }
}

/// What was found in one run.
package struct LeakReport: Sendable {
  package var file: String
  package var rounds: Int
  package var leaks: [Leak]
  /// What was not judged, and why.
  package var skipped: [String]

  package init(file: String, rounds: Int, leaks: [Leak], skipped: [String]) {
    self.file = file
    self.rounds = rounds
    self.leaks = leaks
    self.skipped = skipped
  }

  /// Nothing of it is certain or likely.
  package var isClean: Bool { !leaks.contains { $0.confidence >= .likely } }
}
