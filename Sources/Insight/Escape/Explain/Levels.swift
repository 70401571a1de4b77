// Levels: reasons that only a second compilation gives: what stands on the heap because nothing was optimized, and what the
// optimizer removed.
// Relies on: Site.

extension EscapeExplanation {
  private struct Key: Hashable {
    var file: String
    var line: Int
    var kind: Site.Kind

    init(_ site: Site) {
      file = site.file
      line = site.line
      kind = site.kind
    }
  }

  /// Says of every site on the heap that the optimizer would promote or remove that it is there for want of optimization. A
  /// line's sites of one kind are compared as one: types are spelled otherwise where generic code is not specialized.
  ///
  /// - Parameter optimized: The same source with `-O`; this is without.
  /// - Complexity: O(sites).
  package mutating func markNotOptimized(beside optimized: EscapeExplanation) {
    let kept = Set(optimized.sites.filter { $0.verdict == .heap }.map(Key.init))
    for index in sites.indices where sites[index].verdict == .heap && !kept.contains(Key(sites[index])) {
      sites[index].reason = .notOptimized
    }
  }

  /// What a line allocates without optimization and no more.
  ///
  /// - Parameter plain: The same source with `-Onone`; this is with `-O`.
  /// - Complexity: O(sites).
  package func removed(beside plain: EscapeExplanation, line: Int) -> [Site] {
    let left = Set(sites.filter { $0.verdict != .none }.map(Key.init))
    return plain.sites.filter { $0.line == line && $0.verdict != .none && !left.contains(Key($0)) }.map {
      site in
      var site = site
      site.verdict = .none
      site.reason = .removed
      site.path = []
      site.others = 0
      return site
    }
  }
}
