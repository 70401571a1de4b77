// Provenance: the quiet line under a block: what happened to it, with what, and the command that repeats it.
// It says what the lock says; a block without an entry there is called not verified.
// Relies on: Block, Lock, Measurement.

import BookPrograms
import BookVerify

/// What is known of a block.
struct Provenance: Hashable {
  var verdict: String
  var kind: Kind
  /// Further words, in order: toolchain, counts, where the source stands.
  var details: [String] = []
  /// Names of files, set as code.
  var source: String?
  var command: String?

  /// How sure the verdict is.
  enum Kind: String {
    case verified
    /// The author said that it is not checked.
    case unchecked
    /// Nothing ran.
    case missing
  }

  /// What is known of `block`.
  ///
  /// - Parameters:
  ///   - toolchain: Its short name, of the lock.
  ///   - pattern: What `lesson check` is told to find the chapter.
  static func of(
    _ block: Block, _ entry: Lock.Entry?, toolchain: String?, measurement: Measurement?, pattern: String
  ) -> Provenance {
    let source = block.options.include?.path
    if case .skip(let reason) = block.options.mode {
      return Provenance(verdict: "not checked", kind: .unchecked, details: [reason], source: source)
    }
    if case .peer = block.kind { return of(measurement, source: source) }
    let command = "lesson check \(pattern)#\(block.name)"
    guard let entry else {
      return Provenance(verdict: "not verified", kind: .missing, source: source, command: command)
    }
    var details: [String] = []
    if let toolchain { details.append(toolchain + (block.options.isOptimized ? ", -O" : "")) }
    if let count = entry.allocations { details.append(count == 1 ? "1 allocation" : "\(count) allocations") }
    if let group = block.options.group { details.append("part of “\(group)”") }
    return Provenance(
      verdict: verdict(block, entry), kind: .verified, details: details, source: source, command: command)
  }

  /// Of a peer: what the record says.
  private static func of(_ measurement: Measurement?, source: String?) -> Provenance {
    guard let measurement else {
      return Provenance(verdict: "not measured", kind: .missing, source: source)
    }
    let details = measurement.version.map { [$0] } ?? []
    return Provenance(
      verdict: "✓ ran", kind: .verified, details: details, source: source, command: "make bench")
  }

  private static func verdict(_ block: Block, _ entry: Lock.Entry) -> String {
    if block.options.mode == .parse { return "✓ parsed" }
    switch entry.outcome {
    case .exit(let status):
      return status == 0 || block.kind == .console ? "✓ ran" : "✓ ended with status \(status)"
    case .signal(let name): return "✓ crashed, as it should: \(name)"
    case .compiled: return "✓ compiled"
    case .refused: return "✓ refused, as it should be"
    }
  }
}
