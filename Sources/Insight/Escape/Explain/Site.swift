// Site: one allocation at a line of source, as the report and its JSON tell of it.
// Relies on: Reason.

/// One allocation, and why it is where it is.
package struct Site: Codable, Hashable, Sendable {
  package var line: Int
  package var column: Int
  /// The file, where the report is of several.
  package var file: String
  /// Demangled, without modules.
  package var function: String
  package var kind: Kind
  /// As SIL writes it: `Node`, `Box<Int>`; for a closure `closure`, for a buffer `[Int]`.
  package var type: String
  /// The bytes of the allocation, where the declarations tell.
  package var bytes: Int?
  package var verdict: Verdict
  package var reason: Reason
  /// From the allocation to the place that it escapes by.
  package var path: [Step]
  /// The callers that the line was inlined into, the innermost first.
  package var inlinedFrom: [Caller]
  /// Further ways out, beside the path.
  package var others: Int
  /// How many equal allocations of the line this stands for.
  package var copies: Int
  /// True when a run need not come to it: a full collection, a long string, a branch.
  package var may: Bool
  /// What a run did; nil without one.
  package var measured: Measured?

  /// What is allocated.
  package enum Kind: String, Codable, CaseIterable, Sendable {
    case object
    case box
    case closureContext = "closure-context"
    case existentialBox = "existential-box"
    case errorBox = "error-box"
    case indirectPayload = "indirect-payload"
    case arrayBuffer = "array-buffer"
    case hashStorage = "hash-storage"
    case stringStorage = "string-storage"
    case rawMemory = "raw-memory"
    case task
    case sideTable = "side-table"
    case keyPath = "key-path"
    case library

    /// Its kind says the reason, wherever it is made.
    var isOneOfAKind: Bool { self == .task || self == .library || self == .keyPath || self == .sideTable }
  }

  /// Where it is.
  package enum Verdict: String, Codable, Sendable {
    case heap
    case stack
    case none
  }

  /// One step of a path.
  package struct Step: Codable, Hashable, Sendable {
    package var file: String
    package var line: Int
    package var column: Int
    package var text: String
  }

  package struct Caller: Codable, Hashable, Sendable {
    package var function: String
    package var line: Int
  }

  /// What a run saw at a site's line.
  package struct Measured: Codable, Hashable, Sendable {
    package var mallocs: Int
    package var bytes: Int
  }
}

/// What a text of SIL tells about a file.
package struct EscapeExplanation: Sendable {
  /// In the order of file, line, column and kind.
  package var sites: [Site]
  /// Lines of the SIL that were of no known form.
  package var ignoredLines: Int
  /// Lines of the SIL.
  package var silLines: Int
}

extension SILModule {
  /// Explains every allocation of the files that are the user's.
  ///
  /// - Parameter isUsers: Whether a file of that name, as the compiler was given it, is one that the report is of.
  package func explain(isUsers: (String) -> Bool) -> EscapeExplanation {
    Explainer(self, isUsers: isUsers).explain()
  }
}
