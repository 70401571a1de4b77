// GoLite against Go's compiler: what Go 1.27.3 printed for each program stands beside it (Benchmarks/go_escape.py --update
// writes it). What this cannot show: programs of another kind; the benchmark measures those of Go's own tests.

import EscapeGraph
import Foundation
import TestSupport
import Testing

@Suite("GoLite")
struct GoLiteTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/GoLite")
  static let programs = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".go") }.sorted()

  private func source(_ name: String) throws -> String {
    try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
  }

  private func messages(_ source: String, _ language: GoLite.Language = .go127) throws -> [String] {
    try GoLite.explain(source: source, language: language).map { "\($0.line):\($0.column): \($0.message)" }
  }

  @Test("says of a program what Go's compiler says, line by line", arguments: programs)
  func agrees(_ program: String) throws {
    let expected = try source(program.replacing(".go", with: ".expected")).split(separator: "\n").map(
      String.init)
    #expect(try Set(messages(source(program))) == Set(expected))
  }

  @Test("has programs to agree on")
  func programsExist() { #expect(Self.programs.count >= 20) }

  @Test(
    "names what it does not represent, and where",
    arguments: [
      ("func f[T any](x T) {}", "2:7", "generics"), ("type s[T any] struct{ x T }", "2:7", "generics"),
      ("func f() {\nloop:\n\tfor {\n\t\tbreak loop\n\t}\n}", "3:1", "labels"),
      ("func f() {\n\tgoto end\n}", "3:2", "labels"), ("import \"C\"", "2:8", "cgo"),
      ("func f() { g() }", "2:12", "g is not declared"),
      ("import \"net\"\nvar x = net.Dial", "3:12", "net.Dial"),
      ("func f() { var x int = }", "2:24", "expected an expression"),
      ("func f() { x := 1 + \"\n\" }", "2:21", "does not end"),
      ("type t struct{ a [2]t }", "2:6", "hold itself"),
      ("func f(x int) int { return x.y }", "2:29", "has no y"),
      (
        "func f() {\n\tfor i := range func(func(int) bool) {} {\n\t\t_ = i\n\t}\n}", "3:17",
        "range over a func"
      ),
    ])
  func failures(_ text: String, _ place: String, _ message: String) {
    let failure = #expect(throws: GoLite.Failure.self) { try GoLite.explain(source: "package p\n" + text) }
    #expect(failure.map { "\($0.position.line):\($0.position.column)" } == place)
    #expect(failure?.message.contains(message) == true, "\(String(describing: failure))")
  }

  @Test("goes on behind a function that it does not represent, and thinks the worst of it")
  func leavesOut() throws {
    let text =
      "package p\nfunc f(p *int) {\nl:\n\tgoto l\n}\nfunc g() {\n\tx := 1\n\tf(&x)\n}\nfunc h(p *int) {}\n"
    let explanation = try GoLite.analyze(source: text)
    #expect(explanation.failures.map(\.position.line) == [3, 8])
    #expect(explanation.verdicts.map(\.message) == ["p does not escape"])
  }

  @Test("reports a text that ends within a function", arguments: programs)
  func truncated(_ program: String) throws {
    let lines = try source(program).split(separator: "\n", omittingEmptySubsequences: false)
    for end in lines.indices
    where lines[end].hasPrefix("\t") && lines[..<end].contains(where: { $0.hasPrefix("func ") }) {
      // Between declarations nothing is missing.
      guard let last = lines[..<end].last(where: { !$0.isEmpty && !$0.hasPrefix("\t") }), last.hasSuffix("{")
      else {
        continue
      }
      let text = lines[..<end].joined(separator: "\n")
      #expect(throws: GoLite.Failure.self, "\(program):\(end)") { try GoLite.explain(source: text) }
    }
  }

  @Test("answers for damaged text, too, and within it")
  func damaged() throws {
    let texts = try Self.programs.map {
      try Array(source($0).split(separator: " ", omittingEmptySubsequences: false))
    }
    checkProperty(
      runs: 400,
      generate: { (generator: inout SeededGenerator) -> String in
        var words = texts[Int.random(in: texts.indices, using: &generator)]
        for _ in 0...Int.random(in: 0...3, using: &generator) {
          let (one, other) = (
            Int.random(in: words.indices, using: &generator), Int.random(in: words.indices, using: &generator)
          )
          if Bool.random(using: &generator) { words.swapAt(one, other) } else { words[one] = words[other] }
        }
        return words.joined(separator: " ")
      },
      holds: { (text: String) -> Bool in
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
        do throws(GoLite.Failure) {
          let explanation = try GoLite.analyze(source: text)
          return explanation.verdicts.allSatisfy { (1...lines).contains($0.line) && $0.column > 0 }
            && explanation.failures.allSatisfy {
              (1...lines).contains($0.position.line) && $0.position.column > 0
            }
        } catch {
          return (1...lines).contains(error.position.line) && error.position.column > 0
        }
      })
  }

  @Test("knows what changed between the versions of Go")
  func versions() throws {
    let loop =
      "package p\nfunc f() (r []*int) {\n\tfor i := 0; i < 3; i++ {\n\t\tr = append(r, &i)\n\t}\n\treturn\n}\n"
    #expect(try messages(loop, .go119) == ["3:6: moved to heap: i"])
    #expect(try messages(loop, .go127) == ["3:6: moved to heap: i", "4:13: append escapes to heap"])
    let size = "package p\nfunc f(n int) {\n\ts := make([]int, n)\n\t_ = s\n}\n"
    #expect(try messages(size, .go119) == ["3:11: make([]int, n) escapes to heap"])
    #expect(try messages(size, .go127) == ["3:11: make([]int, n) does not escape"])
  }

  @Test("tells the way to the heap, edge by edge")
  func paths() throws {
    let text = "package p\nvar g *int\nfunc f() {\n\tx := 1\n\tp := &x\n\tg = p\n}\n"
    let verdict = try #require(try GoLite.explain(source: text).first)
    #expect(verdict.message == "moved to heap: x" && verdict.escapes)
    #expect(
      verdict.path.map {
        "\($0.destination) = \($0.source): \($0.reasons.joined(separator: ", ")), line \($0.position.line)"
      }
        == [
          "p = &x: assigned, address taken, line 5",
          "heap = p: assigned to a variable of the package, line 6",
        ])
  }

  @Test("gives every batch a graph that text can carry, and its steps")
  func graphs() throws {
    let explanation = try GoLite.analyze(source: source("closures.go"), recordsSteps: true)
    #expect(explanation.graphs.count == explanation.steps.count)
    for (graph, steps) in zip(explanation.graphs, explanation.steps) {
      let again = try EscapeGraph(text: graph.text)
      #expect(again.text == graph.text)
      var solver = EscapeSolver(again)
      var seen: [EscapeStep] = []
      solver.solve { seen.append($0) }
      #expect(seen == steps)
    }
  }
}
