// The solver against its definition, and against graphs whose answer can be seen.
// What this cannot show: that a program's graph is the right one; GoLiteTests asks Go's compiler.

import EscapeGraph
import TestSupport
import Testing

@Suite("the escape solver")
struct SolverTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    var escaped: [String] = []
    var tags: [String: String] = [:]
    var testDescription: String { name }
  }

  static let examples = [
    Example(name: "an address that stays", text: "loc x\nloc p\nedge p <- x -1"),
    Example(name: "an address in a global", text: "loc x\nedge heap <- x -1", escaped: ["x"]),
    Example(
      name: "an address that is returned", text: "loc x\nloc r result=0\nedge r <- x -1", escaped: ["x"]),
    Example(
      name: "an address by way of a variable", text: "loc x\nloc p\nedge p <- x -1\nedge heap <- p 0",
      escaped: ["x"]),
    Example(name: "a value behind an address", text: "loc x\nloc p\nedge p <- x -1\nedge heap <- p 1"),
    Example(
      name: "an address of an address",
      text: "loc x\nloc p\nloc q\nedge p <- x -1\nedge q <- p -1\nedge heap <- q 0",
      escaped: ["x", "p"]),
    Example(
      name: "a variable of a loop outlived", text: "loc p\nloc x depth=2\nedge p <- x -1", escaped: ["x"]),
    Example(
      name: "parameters and their tags",
      text: "loc a param\nloc b param\nloc r result=0\nedge r <- a 0\nedge heap <- b 1",
      tags: ["a": "result0:0", "b": "heap:1"]),
    Example(
      name: "a flow to the heap hides a longer one to a result",
      text: "loc a param\nloc r result=0\nedge r <- a 2\nedge heap <- a 1", tags: ["a": "heap:1"]),
    Example(
      name: "a sixth result counts as the heap", text: "loc a param\nloc r result=5\nedge r <- a 0",
      tags: ["a": "heap:0"]),
    Example(
      name: "an outer variable outlives a closure's", text: "loc p in=f\nloc x in=f.c\nedge p <- x -1",
      escaped: ["x"]),
    Example(
      name: "a cycle",
      text:
        "loc p\nloc q\nloc x\nloc r result=0\nedge p <- q 0\nedge q <- p 0\nedge q <- x -1\nedge r <- p 0",
      escaped: ["x"]),
    Example(
      name: "a closure's result, all of whose calls are known",
      text: "loc x in=f\nloc r in=f.c result=0\nedge r <- x -1"),
    Example(
      name: "a closure's result, when somebody unknown calls it",
      text:
        "loc x in=f\nloc r in=f.c result=0\nloc c in=f alloc closure=f.c\nedge r <- x -1\nedge callee <- c -1",
      escaped: ["x"]),
    Example(
      name: "what is too large", text: "loc x heap=too_large\nloc y\nedge x <- y -1", escaped: ["x", "y"]),
    Example(
      name: "what is written through", text: "loc a param\nloc p\nedge p <- a 0\nedge mutator <- p 1",
      tags: ["a": "mutator:1"]),
  ]

  @Test("decides graphs whose answer can be seen", arguments: examples)
  func decides(_ example: Example) throws {
    let graph = try EscapeGraph(text: example.text)
    var solver = EscapeSolver(graph)
    solver.solve()
    let found = graph.locations.indices.dropFirst(3)
    #expect(found.filter { solver.escapes($0) }.map { graph.locations[$0].name } == example.escaped)
    for location in found where graph.locations[location].kind == .parameter {
      #expect(solver.tag(location).text == example.tags[graph.locations[location].name] ?? "")
    }
    #expect(FlowModel(graph).agrees(with: solver))
  }

  @Test("agrees with the definition on 4,000 random graphs")
  func agreesWithDefinition() {
    checkProperty(
      runs: 4000, generate: { GraphPlan(using: &$0) }, shrink: \.smaller,
      holds: { plan in
        var solver = EscapeSolver(plan.graph)
        solver.solve()
        return FlowModel(plan.graph).agrees(with: solver)
      })
  }

  @Test("with any fault, does not", arguments: EscapeFault.allCases.filter { $0 != .none })
  func faultsAreCaught(_ fault: EscapeFault) {
    let caught = (0..<4000).first { run in
      var generator = SeededGenerator(seed: 1 + UInt64(run))
      let graph = GraphPlan(using: &generator).graph
      var solver = EscapeSolver(graph, fault: fault)
      solver.solve()
      return !FlowModel(graph).agrees(with: solver)
    }
    #expect(caught != nil)
  }

  @Test("gives each escaping location a way whose edges exist and lead to what outlives it")
  func pathsAreWays() {
    checkProperty(
      runs: 2000, seed: 9, generate: { GraphPlan(using: &$0) }, shrink: \.smaller,
      holds: { plan in
        let graph = plan.graph
        var solver = EscapeSolver(graph)
        solver.solve()
        return graph.locations.indices.dropFirst(3).allSatisfy { location in
          let path = solver.path(location)
          guard solver.escapes(location) else { return path.isEmpty }
          return isWay(path, from: location, in: graph)
        }
      })
  }

  private func isWay(_ path: [EscapeFlow], from location: Int, in graph: EscapeGraph) -> Bool {
    guard path.first?.source == location else { return false }
    // From the root on: only one address may be taken before anything is dereferenced, and that is the first edge's.
    var derefs = 0
    for flow in path.reversed() { derefs = max(derefs, 0) + flow.derefs }
    return derefs < 0
      && zip(path, path.dropFirst()).allSatisfy { $0.destination == $1.source }
      && path.allSatisfy { flow in
        graph.locations[flow.destination].edges.contains {
          $0.source == flow.source && $0.derefs == flow.derefs
        }
      }
  }

  @Test("tells each visit, the changes among them")
  func steps() throws {
    let graph = try EscapeGraph(text: "loc x\nloc p\nedge p <- x -1\nedge heap <- p 0")
    var solver = EscapeSolver(graph)
    var steps: [EscapeStep] = []
    solver.solve { steps.append($0) }
    #expect(
      steps.prefix(3).map { $0.text(in: graph) } == [
        "heap = heap", "heap = p changed", "heap = &x by p changed",
      ])
    let changed = steps.filter(\.changed).map { graph.locations[$0.to].name }
    #expect(changed == ["p", "x"])
    #expect(steps.filter { $0.from == $0.root && $0.to == $0.root }.count == solver.walks)
  }
}
