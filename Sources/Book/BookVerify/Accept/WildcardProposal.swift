// WildcardProposal: what a chapter should say about output that differs from run to run: the narrowest wildcards that
// hold in every run seen. The author's own wildcards stay wherever they still match.
// Relies on: Pattern, Wildcard; Matcher, which has the last word on every proposal.

/// Proposes expected texts.
package enum WildcardProposal {
  /// A text that all `runs` match.
  ///
  /// The first of these that holds in every run: the author's wildcards with named addresses, named addresses, plain
  /// ones, whole lines left open. Named ones fail where two addresses are equal in one run and differ in another.
  ///
  /// - Parameter author: What the chapter says now; lines of it that still match are kept as they are.
  /// - Complexity: O(lines × tokens × runs), and that of matching.
  package static func propose(runs: [String], author: String?) -> String {
    let texts = runs.map { lines(of: $0) }
    let written = author.map { lines(of: $0) } ?? []
    let proposals: [() -> String] = [
      { proposal(texts, written, AddressNames()) }, { proposal(texts, [], AddressNames()) },
      { proposal(texts, [], AddressNames(areNamed: false)) },
    ]
    for make in proposals {
      let proposal = make()
      if runs.allSatisfy({ holds(proposal, $0) }) { return proposal }
    }
    guard let count = texts.first?.count, texts.allSatisfy({ $0.count == count }) else { return "...\n" }
    return String(repeating: "[..]\n", count: count)
  }

  private static func holds(_ proposal: String, _ run: String) -> Bool {
    var matcher = Matcher()
    return matcher.match(expected: proposal, actual: Array(run.utf8)) == nil
  }

  private static func proposal(_ texts: [[String]], _ written: [String], _ names: AddressNames) -> String {
    var names = names
    guard let first = texts.first else { return "" }
    guard texts.allSatisfy({ $0.count == first.count }) else { return ragged(texts, &names) }
    let result = first.indices.map { index in
      let variants = texts.map { $0[index] }
      if written.count == first.count, keeps(written[index], variants) { return written[index] }
      return line(variants, &names)
    }
    return result.isEmpty ? "" : result.joined(separator: "\n") + "\n"
  }

  private static func lines(of text: String) -> [String] {
    var text = Matcher.withoutEscapes(text.replacing("\r\n", with: "\n"))
    guard !text.isEmpty else { return [] }
    if text.hasSuffix("\n") { text.removeLast() }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private static func keeps(_ line: String, _ variants: [String]) -> Bool {
    let search = Search(expected: [], isRest: [], actual: [], mutant: nil)
    return !Pattern(line).isExact && variants.allSatisfy { search.couldMatch(Pattern(line), Array($0)) }
  }

  /// Runs of different length: what they share at both ends, and `...` between.
  private static func ragged(_ texts: [[String]], _ names: inout AddressNames) -> String {
    let shortest = texts.map(\.count).min() ?? 0
    func same(_ pick: ([String]) -> String) -> Bool { Set(texts.map(pick)).count == 1 }
    let head = (0..<shortest).prefix { index in same { $0[index] } }.count
    let tail = (0..<(shortest - head)).prefix { index in same { $0[$0.count - 1 - index] } }.count
    let lines =
      texts[0].prefix(head).map { line([$0], &names) } + ["..."]
      + texts[0].suffix(tail).map { line([$0], &names) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(_ variants: [String], _ names: inout AddressNames) -> String {
    let tokens = variants.map(tokens(of:))
    guard tokens.allSatisfy({ $0.count == tokens[0].count }) else { return "[..]" }
    var result = ""
    // Escaped together, since `[int]` is three tokens.
    var constant = ""
    func flush() {
      result += Pattern.escaped(constant)
      constant = ""
    }
    for index in tokens[0].indices {
      let column = tokens.map { $0[index] }
      if let name = names.wildcard(for: column) {
        flush()
        result += name
      } else if Set(column).count == 1 {
        constant += column[0]
      } else {
        flush()
        result += wildcard(column)
      }
    }
    flush()
    return result
  }

  /// The narrowest kind that takes every one of the tokens whole.
  private static func wildcard(_ tokens: [String]) -> String {
    let narrowFirst: [Wildcard] = [.int, .float, .addr, .time, .bytes, .hex, .path]
    let kind = narrowFirst.first { kind in
      tokens.allSatisfy { token in
        let characters = Array(token)
        // Short words of the letters a to f are words.
        if kind == .hex, characters.count < 6 || !characters.contains(where: \.isNumber) { return false }
        return !characters.isEmpty && kind.end(in: characters, from: 0) == characters.count
      }
    }
    return kind.map { "[\($0.rawValue)]" } ?? "[..]"
  }

  /// A line cut into the longest tokens of any kind, words, and single characters between.
  private static func tokens(of line: String) -> [String] {
    let characters = Array(line)
    var result: [String] = []
    var at = 0
    while at < characters.count {
      let ends = [Wildcard.addr, .time, .bytes, .float, .int].compactMap { $0.end(in: characters, from: at) }
      var end = ends.max() ?? at
      if end == at, characters[at].isLetter {
        end = characters[at...].firstIndex { !$0.isLetter && !$0.isNumber } ?? characters.count
      }
      end = max(end, at + 1)
      result.append(String(characters[at..<end]))
      at = end
    }
    return result
  }
}

/// Names for addresses, given in the order in which they appear: one name for one address in all runs alike.
private struct AddressNames {
  var areNamed = true
  private var names: [[String]: String] = [:]

  init(areNamed: Bool = true) { self.areNamed = areNamed }

  /// A wildcard for the address that the runs have here, or nil when it is none.
  mutating func wildcard(for column: [String]) -> String? {
    guard column.allSatisfy({ $0.hasPrefix("0x") && $0.count > 8 }) else { return nil }
    guard areNamed else { return "[addr]" }
    if let name = names[column] { return "[addr:\(name)]" }
    let number = names.count
    let letter = String(UnicodeScalar(UInt8(97 + number % 26)))
    let name = number < 26 ? letter : "\(letter)\(number / 26)"
    names[column] = name
    return "[addr:\(name)]"
  }
}
