// Pattern: one line of expected output, parsed: text, and wildcards that stand for what differs from run to run.
// `[int]` is a wildcard, `[1, 2]` and `["a"]` are text: only the seven kinds, and `[..]`, are taken.
// Relies on: BookPrograms' Suggestion, for a kind that is misspelt.

import BookPrograms

/// A parsed line.
package struct Pattern: Hashable, Sendable {
  /// One piece of a line.
  package enum Piece: Hashable, Sendable {
    case character(Character)
    /// `[..]`: any characters, also none.
    case anything
    case wildcard(Wildcard, name: String?)
  }

  package var pieces: [Piece]

  package init(_ line: String) {
    pieces = []
    var rest = Substring(line)
    while let first = rest.first {
      if first == "\\", let next = rest.dropFirst().first, next == "[" || next == "\\" {
        pieces.append(.character(next))
        rest = rest.dropFirst(2)
      } else if first == "[", let (piece, length) = Self.wildcard(rest) {
        pieces.append(piece)
        rest = rest.dropFirst(length)
      } else {
        pieces.append(.character(first))
        rest = rest.dropFirst()
      }
    }
  }

  /// True when the line has no wildcards.
  package var isExact: Bool {
    pieces.allSatisfy { if case .character = $0 { true } else { false } }
  }

  private static func wildcard(_ text: Substring) -> (Piece, Int)? {
    guard let close = text.firstIndex(of: "]") else { return nil }
    let inner = text[text.index(after: text.startIndex)..<close]
    let length = inner.count + 2
    if inner == ".." { return (.anything, length) }
    let parts = inner.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let word = parts.first, let kind = Wildcard(rawValue: String(word)) else { return nil }
    guard parts.count == 2 else { return (.wildcard(kind, name: nil), length) }
    guard isName(parts[1]) else { return nil }
    return (.wildcard(kind, name: String(parts[1])), length)
  }

  private static func isName(_ text: Substring) -> Bool {
    guard let first = text.first, first.isASCII, first.isLetter else { return false }
    return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
  }

  /// The text that stands for itself when read as a pattern.
  package static func escaped(_ text: String) -> String {
    var result = ""
    var rest = Substring(text)
    while let first = rest.first {
      let isWildcard = first == "[" && wildcard(rest) != nil
      let isEscape = first == "\\" && (rest.dropFirst().first == "[" || rest.dropFirst().first == "\\")
      if isWildcard || isEscape { result.append("\\") }
      result.append(first)
      rest = rest.dropFirst()
    }
    return result
  }
}

/// A slip in an expected text.
package struct PatternProblem: Hashable, Sendable {
  /// 0-based line of the expected text.
  package var line: Int
  package var message: String
  package var remedy: String
  package var isWarning = false
}

extension Pattern {
  /// What an author probably did not mean: `[itn]`, `[addr:]`, a name with two kinds, `... ` with more
  /// text, `...` among unordered lines.
  package static func problems(in text: String, isUnordered: Bool = false) -> [PatternProblem] {
    var problems: [PatternProblem] = []
    var kinds: [String: Wildcard] = [:]
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      for inner in bracketed(line) {
        if let (message, remedy) = slip(inner) {
          problems.append(.init(line: index, message: message, remedy: remedy))
        }
      }
      for case .wildcard(let kind, let name?) in Pattern(String(line)).pieces {
        if let other = kinds[name], other != kind {
          problems.append(
            .init(
              line: index,
              message: "the name '\(name)' is used for [\(other.rawValue)] and for [\(kind.rawValue)]",
              remedy: "give one of them another name"))
        }
        kinds[name] = kinds[name] ?? kind
      }
      if line == "...", isUnordered {
        problems.append(
          .init(
            line: index, message: "'...' cannot stand among unordered lines: each is one line, in any order",
            remedy: "remove 'unordered', or state the lines"))
      }
      if line.hasPrefix("... ") {
        problems.append(
          .init(
            line: index, message: "'...' with more text on its line is text, not a wildcard",
            remedy: "put '...' on a line of its own, or use [..]", isWarning: true))
      }
    }
    return problems
  }

  private static func bracketed(_ line: Substring) -> [Substring] {
    line.split(separator: "[", omittingEmptySubsequences: false).dropFirst().compactMap { piece in
      piece.firstIndex(of: "]").map { piece[..<$0] }
    }
  }

  /// What is wrong with the text in brackets, if it is nearly a wildcard. A capital, a digit first, a quote or a
  /// comma make it Swift, never a slip.
  private static func slip(_ inner: Substring) -> (String, String)? {
    let kinds = Wildcard.allCases.map(\.rawValue)
    let parts = inner.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let word = parts.first.map(String.init), !word.isEmpty else { return nil }
    if kinds.contains(word) {
      guard parts.count == 2, !isName(parts[1]) else { return nil }
      return ("'[\(inner)]' has no name after ':'", "[\(word)] or [\(word):a]; a name begins with a letter")
    }
    guard parts.count == 1, word.allSatisfy({ $0.isASCII && $0.isLowercase }), word.count > 2,
      let nearest = kinds.first(where: { Suggestion.distance(word, $0) == 1 })
    else { return nil }
    return (
      "unknown wildcard '[\(word)]'; did you mean '[\(nearest)]'?", "write \\[\(word)] for the text itself"
    )
  }
}
