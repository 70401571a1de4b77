// PlacementComments: what a source says of its own allocations, in comments at the ends of lines: `// heap: Node returned`,
// `// stack: Node`. Several stand behind one another with `;` between; either of two reasons is written `one|other`.
// Relies on: Site, Reason.

/// One statement of a comment.
package struct PlacementComment: Hashable, Sendable {
  package var line: Int
  package var isOnHeap: Bool
  package var type: String
  /// Any of these; empty when the comment names none.
  package var reasons: [Reason]
  /// `!`: a run does not come to it.
  package var isUnseen: Bool

  /// A comment that cannot be read.
  package struct Malformed: Error, Hashable {
    package var line: Int
    package var message: String
  }

  /// The statements of a source, in the order of its lines.
  ///
  /// - Throws: `Malformed` for the first that names no type or a reason that does not exist.
  /// - Complexity: O(length of the source).
  package static func all(in source: String) throws(Malformed) -> [PlacementComment] {
    var comments: [PlacementComment] = []
    for (index, line) in source.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard let slashes = line.ranges(of: "// ").last else { continue }
      let text = line[slashes.upperBound...].drop { $0 == " " }
      guard text.hasPrefix("heap: ") || text.hasPrefix("stack: ") else { continue }
      for part in text.split(separator: ";") {
        comments.append(try read(part.drop { $0 == " " }, at: index + 1))
      }
    }
    return comments
  }

  private static func read(_ part: Substring, at line: Int) throws(Malformed) -> PlacementComment {
    guard let colon = part.firstRange(of: ": "), ["heap", "stack"].contains(part[..<colon.lowerBound]) else {
      throw Malformed(line: line, message: "'\(part)' is neither 'heap: TYPE' nor 'stack: TYPE'")
    }
    var comment = PlacementComment(
      line: line, isOnHeap: part[..<colon.lowerBound] == "heap", type: "", reasons: [], isUnseen: false)
    var words = part[colon.upperBound...].split(separator: " ").map(String.init)
    if words.last == "!" {
      comment.isUnseen = true
      words.removeLast()
    }
    // A type may hold spaces, a reason does not, and begins with a small letter.
    if comment.isOnHeap, words.count > 1, let last = words.last {
      let reasons = last.split(separator: "|").map { Reason(rawValue: String($0)) }
      if reasons.allSatisfy({ $0 != nil }) {
        comment.reasons = reasons.compactMap { $0 }
        words.removeLast()
      } else if last.allSatisfy({ $0.isLowercase || $0 == "-" || $0 == "|" }), last != "closure" {
        throw Malformed(
          line: line, message: "there is no reason '\(last)'; lesson escape --reasons lists them")
      }
    }
    comment.type = words.joined(separator: " ")
    guard !comment.type.isEmpty else { throw Malformed(line: line, message: "the comment names no type") }
    return comment
  }

  /// Whether a site is what the comment speaks of: its place and type.
  package func names(_ site: Site) -> Bool {
    site.line == line && (site.verdict == .heap) == isOnHeap && site.verdict != .none
      && Self.isSame(type, site.type)
  }

  /// Whether a site is so for the reason that the comment states.
  package func explains(_ site: Site) -> Bool { reasons.isEmpty || reasons.contains(site.reason) }

  /// Two spellings of a type: spaces do not count, `Box` stands for `Box<Int>`, and an outer type may be left out.
  static func isSame(_ stated: String, _ found: String) -> Bool {
    let stated = stated.filter { $0 != " " }
    let found = found.filter { $0 != " " }
    if stated == found || found.hasPrefix(stated + "<") { return true }
    return found.hasSuffix("." + stated) || found.contains("." + stated + "<")
  }
}

/// A comment that does not hold.
package struct BrokenPlacement: Hashable, Sendable {
  package var file: String
  package var line: Int
  package var message: String
  /// What was found on the line.
  package var found: [String]
}

extension EscapeExplanation {
  /// Which comments of a file do not hold.
  ///
  /// - Parameter isComplete: Every site on the heap and every promoted one needs a comment.
  /// - Complexity: O(comments × sites of a line).
  package func broken(
    _ comments: [PlacementComment], in file: String, isComplete: Bool = false
  ) -> [BrokenPlacement] {
    let own = sites.filter { $0.file == file && $0.verdict != .none }
    let byLine = Dictionary(grouping: own, by: \.line)
    var broken: [BrokenPlacement] = []
    for comment in comments {
      let here = byLine[comment.line, default: []]
      let named = here.filter { comment.names($0) }
      if named.contains(where: { comment.explains($0) }) { continue }
      let place = comment.isOnHeap ? "on the heap" : "on the stack"
      let message =
        named.first.map {
          "\(comment.type) is on the heap because: \($0.reason.rawValue), not \(comment.reasons[0].rawValue)"
        } ?? "no \(comment.type) of this line is \(place)"
      broken.append(
        BrokenPlacement(file: file, line: comment.line, message: message, found: here.map(\.brief)))
    }
    guard isComplete else { return broken }
    // Contexts of closures that do not escape and scratch memory are on the stack by their own nature.
    let isSpokenOf = { (site: Site) in
      site.verdict == .heap || site.kind != .closureContext && site.kind != .rawMemory
    }
    for site in own where isSpokenOf(site) {
      if comments.contains(where: { $0.names(site) && $0.explains(site) }) { continue }
      broken.append(
        BrokenPlacement(
          file: file, line: site.line, message: "nothing is said of this site", found: [site.brief])
      )
    }
    return broken
  }
}

extension Site {
  /// `heap: Node returned`, as a comment would say it.
  package var brief: String {
    verdict == .heap ? "heap: \(type) \(reason.rawValue)" : "\(verdict.rawValue): \(type)"
  }
}
