// ReportTests: what the reports hold: JSON with every key of the contract, SARIF with a rule for each reason, a page that
// works without scripts, comments that are read and judged.

import Escape
import Foundation
import Testing
import Toolchain

@Suite("reports of escape analysis")
struct EscapeReportTests {
  private static let source = """
    final class Node { var next: Node? }
    nonisolated(unsafe) var kept: Node?
    func keep() { kept = Node() }  // heap: Node stored-global
    func look() -> Bool { let n = Node(); n.next = nil; return n.next == nil }
    """

  private func explanation() throws -> EscapeExplanation {
    try Corpus.explain(Self.source, named: "kept.swift")
  }

  @Test("JSON has every key of a site, also where nothing is known")
  func json() throws {
    let report = EscapeReport(try explanation(), file: "kept.swift", compiler: "c", options: ["-O"])
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any])
    #expect(
      Set(object.keys).isSuperset(of: ["file", "compiler", "options", "sites", "ignoredLines", "totals"]))
    let site = try #require(
      (object["sites"] as? [[String: Any]])?.first { $0["verdict"] as? String == "heap" })
    #expect(
      Set(site.keys).isSuperset(of: [
        "line", "column", "function", "kind", "type", "bytes", "verdict", "reason", "path", "inlinedFrom",
        "others",
        "measured",
      ]))
    #expect(
      site["measured"] is NSNull && site["reason"] as? String == "stored-global" && site["line"] as? Int == 3)
    #expect((object["totals"] as? [String: Int])?["heap"] == 1)
  }

  @Test("SARIF has a rule for each reason that occurs, and the way out as a code flow")
  func sarif() throws {
    let text = EscapeSARIF(try explanation()).json
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["version"] as? String == "2.1.0")
    let run = try #require((object["runs"] as? [[String: Any]])?.first)
    let rules = ((run["tool"] as? [String: Any])?["driver"] as? [String: Any])?["rules"] as? [[String: Any]]
    #expect(rules?.compactMap { $0["id"] as? String } == ["stored-global"])
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.count == 1 && results[0]["ruleId"] as? String == "stored-global")
    #expect(results[0]["codeFlows"] != nil)
  }

  @Test("the page holds every line and site, links within itself, and has no script")
  func page() throws {
    let lines = Self.source.split(separator: "\n").map(String.init)
    let page = EscapePage(try explanation(), sources: [("kept.swift", lines)]).html
    #expect(!page.contains("<script") && page.contains("stored-global") && page.contains("Node? }"))
    for mark in page.ranges(of: "href=\"#") {
      let target = page[mark.upperBound...].prefix { $0 != "\"" }
      #expect(page.contains("id=\"\(target)\""))
    }
    #expect(page.components(separatedBy: "<li><a class=\"n\"").count == lines.count + 1)
  }

  @Test("a comment holds, states another reason, or speaks of nothing that is there")
  func comments() throws {
    let explanation = try explanation()
    let right = try PlacementComment.all(in: Self.source)
    #expect(right.count == 1 && explanation.broken(right, in: "kept.swift").isEmpty)
    let wrong = try PlacementComment.all(
      in: Self.source.replacing("heap: Node stored-global", with: "heap: Node returned"))
    #expect(
      explanation.broken(wrong, in: "kept.swift").map(\.message) == [
        "Node is on the heap because: stored-global, not returned"
      ])
    let missing = try PlacementComment.all(in: Self.source.replacing("heap: Node", with: "heap: Tree"))
    #expect(
      explanation.broken(missing, in: "kept.swift").map(\.message) == ["no Tree of this line is on the heap"])
    #expect(throws: PlacementComment.Malformed.self) {
      try PlacementComment.all(in: "let a = A()  // heap: A becuase")
    }
  }

  @Test("every reason has a sentence, and one on the heap something that mends it")
  func reasons() {
    #expect(Set(Reason.allCases.map(\.sentence)).count == Reason.allCases.count)
    for reason in Reason.allCases where reason.isOnHeap && reason != .once { #expect(!reason.remedy.isEmpty) }
    for reason in Reason.allCases { #expect(Reason.table.contains(reason.rawValue + "\n")) }
  }

  @Test(
    "a source of declarations is a library, one with statements is not",
    arguments: [
      ("func f() {}\nlet a = 1\n@available(*, deprecated)\nstruct S {\n  var b = 1\n}\n", true),
      ("@main struct M { static func main() {} }\nprint(1)", true), ("let a = f()\nprint(a)\n", false),
      ("for i in 0..<3 { f(i) }", false), ("_ = f()", false),
    ])
  func library(_ source: String, _ expected: Bool) {
    #expect(SILRequest.isLibrary(source) == expected)
  }
}
