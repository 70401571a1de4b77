// The textual form of a graph: what is written is read again, and what is wrong is named with its line.

import EscapeGraph
import TestSupport
import Testing

@Suite("a graph as text")
struct GraphTextTests {
  @Test("reads what it writes")
  func roundTrip() {
    checkProperty(
      runs: 500, generate: { GraphPlan(using: &$0) }, shrink: \.smaller,
      holds: { plan in
        let text = plan.graph.text
        return (try? EscapeGraph(text: text).text) == text
      })
  }

  @Test("keeps names, places and reasons")
  func keepsAll() throws {
    let text = """
      func main
      func main.func1 in=main
      loc x depth=2 in=main at=3:4
      loc l.4 in=main alloc transient closure=main.func1 at=5:6 : func literal
      loc r in=main.func1 result=1
      loc big in=main heap=too_large
      edge heap <- l.4 -1 [run by go]
      """
    #expect(throws: EscapeGraphError(line: 7, message: "[run lacks @LINE:COLUMN")) {
      try EscapeGraph(text: text)
    }
    let right = text.replacing("[run by go]", with: "run_by_go@7:8 allocated@5:6")
    let graph = try EscapeGraph(text: right)
    #expect(graph.text == right + "\n")
    #expect(graph.locations[4].name == "func literal")
    #expect(graph.locations[0].edges[0].notes.map(\.reason) == ["run by go", "allocated"])
  }

  @Test(
    "names the line that is wrong",
    arguments: [
      ("loc x\nloc x", 2, "loc x stands twice"), ("loc x tall", 1, "unknown word tall"),
      ("loc x\n\nedge y <- x 0", 3, "there is no loc y"), ("edge heap <- x 0", 1, "there is no loc x"),
      ("loc x\nedge heap <- x -2", 2, "-2 is no number of dereferences; the least is -1"),
      ("# only\nnode x", 2, "neither a func, a loc nor an edge: node x"),
      ("func f\nfunc f", 2, "func f stands twice"), ("loc x at=3", 1, "3 is no LINE:COLUMN"),
    ])
  func errors(_ text: String, _ line: Int, _ message: String) {
    #expect(throws: EscapeGraphError(line: line, message: message)) { try EscapeGraph(text: text) }
  }
}
