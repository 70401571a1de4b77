// LeakCheck: what there is more of after every round of the same work. It finds what traits cannot: what something still
// reaches and nobody needs.
// Source: Jump & McKinley 2007, growth by type; the first round warms caches up and is the base of comparison.

import Testing

/// Work, repeated, and what grew.
public enum LeakCheck {
  /// What grew.
  public struct Report: Sendable, CustomStringConvertible {
    /// A type of which every round after the first left more.
    public struct Growth: Hashable, Sendable, CustomStringConvertible {
      /// `Session`, `closure`, `80 bytes of memory`.
      public let name: String
      /// How many there were after each round.
      public let counts: [Int]

      /// `Session: 1, 2, 3, 4, 5`
      public var description: String { "\(name): \(counts.map(String.init).joined(separator: ", "))" }
    }

    /// By name.
    public let growing: [Growth]
    /// Nothing grew.
    public var isClean: Bool { growing.isEmpty }

    /// `nothing grew`, or what did, a line each.
    public var description: String {
      growing.isEmpty ? "nothing grew" : growing.map(\.description).joined(separator: "\n")
    }
  }

  /// Runs `work` several times, and compares what its tasks made and what is alive after each.
  ///
  /// A cache must be full within the rounds, else it looks like a leak. Tasks that the work leaves behind get 20
  /// milliseconds after each round.
  ///
  /// - Parameter rounds: 3 or more; the first one is the base of comparison.
  /// - Throws: Whatever `work` throws.
  /// - Complexity: O(n log n) in the process's live blocks, for each round; other threads stand still meanwhile.
  public static func rounds(
    _ rounds: Int, isolation: isolated (any Actor)? = #isolation, _ work: () async throws -> Void
  ) async throws -> Report {
    precondition(
      rounds >= 3, "the first round is a warm-up, and one difference is no trend: 3 rounds or more")
    var series = Series()
    _ = try await Account.keeping(
      {
        for _ in 0..<rounds {
          try await work()
          try await Task.sleep(for: .milliseconds(20))
          guard let account = Account.here else { return }
          Account.without { series.append(OwnedBlock.all(of: account) ?? []) }
        }
      }, for: Test.current, isolation: isolation)
    return Report(growing: series.rising)
  }
}

/// How many blocks of each name there were after each round.
struct Series {
  private var rounds: [[String: Int]] = []

  mutating func append(_ blocks: [OwnedBlock]) {
    let said = blocks.filter { $0.kind != .sideTable && $0.kind != .slab && $0.kind != .job }
    rounds.append(Dictionary(said.map { ($0.name, 1) }, uniquingKeysWith: +))
  }

  /// Those of which every round after the first added some.
  var rising: [LeakCheck.Report.Growth] {
    (rounds.last ?? [:]).keys.sorted().compactMap { name in
      let counts = rounds.map { $0[name] ?? 0 }
      let isRising = zip(counts, counts.dropFirst()).allSatisfy { $0 < $1 }
      return isRising ? LeakCheck.Report.Growth(name: name, counts: counts) : nil
    }
  }
}
