// Search: the backtracking behind Matcher. Only `...` and `[..]` can match in more than one way; both try the shortest
// first. States that failed are remembered, so that a text is not tried twice from the same place.
// Relies on: Pattern. Invariant: `furthest` is the furthest expected line that was ever reached.

/// One attempt to match a text.
struct Search {
  let expected: [Pattern]
  /// True where the expected line is `...`.
  let isRest: [Bool]
  let actual: [[Character]]
  let mutant: MatcherMutant?

  private(set) var furthest = 0
  private(set) var conflict: Mismatch.Reason?
  private(set) var isExhausted = false
  private var steps = 0
  private var failed: Set<State> = []

  private struct State: Hashable {
    var expected: Int
    var actual: Int
    var bindings: Bindings
  }

  init(expected: [Pattern], isRest: [Bool], actual: [[Character]], mutant: MatcherMutant?) {
    self.expected = expected
    self.isRest = isRest
    self.actual = actual
    self.mutant = mutant
  }

  /// Matches the lines from `e` and `a` on.
  mutating func match(_ e: Int, _ a: Int, _ bindings: Bindings) -> Bindings? {
    var (e, a, bindings) = (e, a, bindings)
    // Lines without a choice need no recursion, so that long texts do not nest.
    while e < expected.count, !isRest[e] {
      furthest = max(furthest, e)
      guard a < actual.count, take() else { return nil }
      guard let bound = matchLine(expected[e].pieces[...], actual[a], 0, bindings) else { return nil }
      bindings = bound
      e += 1
      a += 1
    }
    furthest = max(furthest, e)
    if e == expected.count { return a == actual.count || mutant == .extraLinesAllowed ? bindings : nil }
    let state = State(expected: e, actual: a, bindings: bindings)
    guard take(), !failed.contains(state) else { return nil }
    let skips = mutant == .greedyLines ? [actual.count - a] : Array(0...(actual.count - a))
    for skip in skips {
      if let found = match(e + 1, a + skip, bindings) { return found }
      if isExhausted { return nil }
    }
    failed.insert(state)
    return nil
  }

  /// Finds a perfect matching of lines (Kuhn 1955): each expected line its own actual line. Bindings hold within a
  /// line only, since lines have no order in which to bind.
  mutating func matchUnordered(_ bindings: Bindings) -> Bindings? {
    if mutant == .unorderedAsSet {
      let isCovered = expected.allSatisfy { pattern in actual.contains { couldMatch(pattern, $0) } }
      return isCovered ? bindings : nil
    }
    guard expected.count == actual.count else {
      furthest = min(expected.count, actual.count)
      return nil
    }
    var owner = [Int?](repeating: nil, count: actual.count)
    for e in expected.indices {
      var seen: Set<Int> = []
      furthest = e
      guard assign(e, &owner, &seen, bindings) else { return nil }
    }
    return bindings
  }

  private mutating func assign(
    _ e: Int, _ owner: inout [Int?], _ seen: inout Set<Int>, _ bindings: Bindings
  ) -> Bool {
    for a in actual.indices
    where !seen.contains(a) && matchLine(expected[e].pieces[...], actual[a], 0, bindings) != nil {
      seen.insert(a)
      if owner[a] == nil || assign(owner[a] ?? 0, &owner, &seen, bindings) {
        owner[a] = e
        return true
      }
    }
    return false
  }

  /// True when a line matches if names may stand for anything.
  func couldMatch(_ pattern: Pattern, _ line: [Character]) -> Bool {
    var other = Search(expected: [], isRest: [], actual: [], mutant: mutant)
    let nameless = pattern.pieces.map { piece in
      if case .wildcard(let kind, _) = piece { Pattern.Piece.wildcard(kind, name: nil) } else { piece }
    }
    return other.matchLine(nameless[...], line, 0, Bindings()) != nil
  }

  private mutating func take() -> Bool {
    steps += 1
    if steps > Matcher.stepLimit { isExhausted = true }
    return !isExhausted
  }

  // MARK: One line

  private mutating func matchLine(
    _ pieces: ArraySlice<Pattern.Piece>, _ line: [Character], _ at: Int, _ bindings: Bindings
  ) -> Bindings? {
    var (pieces, at, bindings) = (pieces, at, bindings)
    while let piece = pieces.popFirst() {
      switch piece {
      case .character(let character):
        guard at < line.count, Self.isSame(line[at], character) else { return nil }
        at += 1
      case .wildcard(let kind, let name):
        guard at < line.count, let end = end(of: kind, in: line, from: at) else { return nil }
        if let name {
          guard let bound = bind(name, kind, String(line[at..<end]), bindings) else { return nil }
          bindings = bound
        }
        at = end
      case .anything:
        return matchAnything(pieces, line, at, bindings)
      }
    }
    return at == line.count ? bindings : nil
  }

  private mutating func matchAnything(
    _ pieces: ArraySlice<Pattern.Piece>, _ line: [Character], _ at: Int, _ bindings: Bindings
  ) -> Bindings? {
    let first = mutant == .anythingNeedsOne ? at + 1 : at
    guard first <= line.count else { return nil }
    for from in first...line.count {
      guard take() else { return nil }
      if let found = matchLine(pieces, line, from, bindings) { return found }
    }
    return nil
  }

  /// Equal to the last scalar: Swift would take a composed and a decomposed letter for one.
  private static func isSame(_ a: Character, _ b: Character) -> Bool {
    a == b && (a.isASCII || a.unicodeScalars.elementsEqual(b.unicodeScalars))
  }

  private func end(of kind: Wildcard, in line: [Character], from at: Int) -> Int? {
    if mutant == .unanchoredInt, kind == .int, line[at].isASCIIDigit { return at + 1 }
    if mutant == .floatTakesInt, kind == .float {
      return kind.end(in: line, from: at) ?? Wildcard.int.end(in: line, from: at)
    }
    return kind.end(in: line, from: at)
  }

  private mutating func bind(_ name: String, _ kind: Wildcard, _ text: String, _ bindings: Bindings)
    -> Bindings?
  {
    if mutant == .unboundNames { return bindings }
    if let known = bindings.values[name] {
      if known.text == text, known.kind == kind { return bindings }
      conflict = .binding(name: "\(kind.rawValue):\(name)", was: known.text, now: text)
      return nil
    }
    let other = bindings.values.sorted { $0.key < $1.key }.first {
      $0.value.kind == kind && $0.value.text == text
    }
    if let other, mutant != .namesMayBeEqual {
      conflict = .binding(
        name: "\(kind.rawValue):\(name)", was: "different from [\(kind.rawValue):\(other.key)]", now: text)
      return nil
    }
    var bindings = bindings
    bindings.values[name] = .init(kind: kind, text: text)
    return bindings
  }
}
