// MetamorphicTests: the same program written otherwise has the same sites: with other names, other lines, more comments and
// functions that nobody calls. And a way out is one: without the line at its end the verdict or the reason is another.
// What these cannot show: changes that the optimizer answers with another placement; those are other programs.

import Escape
import Foundation
import Testing

@Suite("the same program, written otherwise")
struct MetamorphicTests {
  /// What does not depend on where a line stands and what a function is called.
  private struct Shape: Hashable {
    var line: Int
    var column: Int
    var kind: Site.Kind
    var verdict: Site.Verdict
    var reason: Reason
    var path: [Int]
    var copies: Int

    /// - Parameter map: A line of the changed source to the line of the original.
    init(_ site: Site, _ map: (Int) -> Int) {
      line = map(site.line)
      column = site.column
      kind = site.kind
      verdict = site.verdict
      reason = site.reason
      path = site.path.map { map($0.line) }
      copies = site.copies
    }
  }

  @Test("names, comments and unrelated functions change nothing but positions", arguments: Corpus.names)
  func rewritten(_ name: String) throws {
    let source = try Corpus.source(name)
    let original = try Corpus.explain(source, named: name)
    let (changed, shift) = Self.rewrite(source)
    let other = try Corpus.explain(changed, named: name)
    let one = original.sites.map { Shape($0) { $0 } }
    let two = other.sites.map { Shape($0) { $0 - shift } }
    #expect(Set(one) == Set(two), "\(name)")
  }

  /// Moves every line down, renames one local function or variable to a name of the same length, and adds a function at
  /// the end.
  private static func rewrite(_ source: String) -> (String, shift: Int) {
    var lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let head = ["// A comment of two lines,", "// and the second of them."]
    if let name = localName(in: lines) {
      let replacement = String(name.dropLast()) + (name.last == "q" ? "z" : "q")
      if !source.contains(replacement) { lines = lines.map { renamed(name, to: replacement, in: $0) } }
    }
    // At the end, because a script runs from its top.
    let unrelated = [
      "", "@inline(never) func unrelatedToAllOfThis(_ a: Int, _ b: Int) -> Int { a &* b &+ 1 }", "",
    ]
    return ((head + lines + unrelated).joined(separator: "\n"), head.count)
  }

  /// The first `let` or `var` inside of a body whose name is long enough to be nobody else's.
  private static func localName(in lines: [String]) -> String? {
    for line in lines where line.hasPrefix("    ") {
      let words = line.split(separator: " ")
      guard let at = words.firstIndex(where: { $0 == "let" || $0 == "var" }), at + 1 < words.count else {
        continue
      }
      let name = words[at + 1].prefix { $0.isLetter || $0.isNumber }
      // A member or a label of the same name is another name.
      let isOwn = !lines.contains { $0.contains("." + name) || $0.contains(name + ":") }
      if name.count > 3, name.count == words[at + 1].count, isOwn { return String(name) }
    }
    return nil
  }

  /// Replaces a whole word.
  private static func renamed(_ name: String, to other: String, in line: String) -> String {
    var result = ""
    var word = ""
    for character in line + " " {
      if character.isLetter || character.isNumber || character == "_" {
        word.append(character)
      } else {
        result += (word == name ? other : word) + String(character)
        word = ""
      }
    }
    return String(result.dropLast())
  }

  @Test(
    "without the line at the end of the way the site is another", arguments: Corpus.names.filter { $0 < "M" })
  func withoutTheSink(_ name: String) throws {
    let source = try Corpus.source(name)
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let original = try Corpus.explain(source, named: name)
    // A sink on a line of its own: elsewhere than the allocation, and a whole statement.
    let statement = try Regex("^\\s+[A-Za-z_.\\[\\]]+(\\s*=\\s*|\\.append\\(|\\().*\\)?$")
    let site = original.sites.first { site in
      guard site.verdict == .heap, let end = site.path.last, end.line != site.line, end.file == site.file
      else {
        return false
      }
      return (try? statement.wholeMatch(in: Self.code(lines[end.line - 1]))) ?? nil != nil
    }
    guard let site, let end = site.path.last else { return }
    var changed = lines
    changed[end.line - 1] = ""
    // Some lines cannot go: then the program says nothing.
    guard let other = try? Corpus.explain(changed.joined(separator: "\n"), named: name) else { return }
    let same = other.sites.contains {
      $0.line == site.line && $0.column == site.column && $0.kind == site.kind && $0.reason == site.reason
        && $0.path.last == end
    }
    #expect(!same, "\(name):\(site.line) \(site.brief), without line \(end.line)")
  }

  private static func code(_ line: String) -> String {
    line.firstRange(of: "  //").map { String(line[..<$0.lowerBound]) } ?? line
  }
}
