// What Go's compiler says about each variable, allocation and parameter, in its own words, and why.
// Relies on Builder and EscapeSolver. Source: Go, cmd/compile/internal/escape/escape.go, finish and paramTag.

/// One line of `go build -gcflags=-m` that speaks of escape.
public struct GoVerdict: Equatable, Sendable {
  /// From one.
  public var line: Int
  /// In bytes, from one.
  public var column: Int
  /// `moved to heap: x`, `&T{...} does not escape`, `leaking param: p to result ~r0 level=0`, …
  public var message: String
  /// Whether it says that something is allocated on the heap.
  public var escapes: Bool
  /// How it got there, from the allocation on; empty when it did not.
  public var path: [GoVerdictStep]

  /// As the compiler prints it.
  public func text(file: String) -> String { "\(file):\(line):\(column): \(message)" }
}

/// One assignment on the way to the heap.
public struct GoVerdictStep: Equatable, Sendable {
  /// What takes the value: a variable, `heap`, or the storage of an expression.
  public var destination: String
  /// What is assigned, with `&` or `*` before it.
  public var source: String
  /// `returned`, `captured by a closure`, …; the last is the innermost.
  public var reasons: [String]
  /// Where, as far as it is known.
  public var position: EscapeGraph.Position
}

extension GoLite {
  /// A batch of functions, analyzed: its graph and what the solver found.
  struct Analysis {
    let builder: Builder
    let solver: EscapeSolver
    let batch: [Function]

    init(_ batch: [Function], language: Language, observe: ((EscapeStep) -> Void)?) {
      self.batch = batch
      builder = Builder(batch, language: language)
      var solver = EscapeSolver(builder.build())
      solver.solve(observe)
      self.solver = solver
      for function in batch { tag(function) }
    }

    private func tag(_ function: Function) {
      if !function.hasBody {
        let isSafe = function.directives.contains("//go:noescape")
        function.tags = function.inputs.map { _ in isSafe ? EscapeTag(mutator: 0, callee: 0) : .unknown }
        return
      }
      function.tags = function.inputs.map { variable in
        variable.map { solver.tag(builder.location(of: $0)) } ?? EscapeTag()
      }
    }

    var verdicts: [GoVerdict] {
      var verdicts: [GoVerdict] = []
      for (position, message) in builder.remarks {
        verdicts.append(verdict(message, at: position, escapes: false))
      }
      for (location, state) in builder.states.enumerated() {
        if let variable = state.variable { verdicts += verdict(of: variable, location) }
        if let node = state.node { verdicts += verdict(of: node, location) }
      }
      return verdicts
    }

    private func verdict(
      _ message: String, at position: Position, escapes: Bool, _ path: [GoVerdictStep] = []
    )
      -> GoVerdict
    {
      GoVerdict(line: position.line, column: position.column, message: message, escapes: escapes, path: path)
    }

    private func verdict(of node: Node, _ location: Int) -> [GoVerdict] {
      if node.op == .closure, node.flag || node.function?.isWrapper == true { return [] }
      let escapes = solver.escapes(location)
      var verdicts = [
        verdict(
          node.text + (escapes ? " escapes to heap" : " does not escape"), at: node.position,
          escapes: escapes,
          path(location))
      ]
      if builder.language.hasZeroCopy, node.op == .convertAllocating, node.type.isSlice,
        node.type.element?.size == 1, !solver.isMutated(location)
      {
        verdicts.append(verdict("zero-copy string->[]byte conversion", at: node.position, escapes: false))
      }
      return verdicts
    }

    private func verdict(of variable: Variable, _ location: Int) -> [GoVerdict] {
      if solver.escapes(location) {
        return [
          verdict("moved to heap: \(variable.name)", at: variable.position, escapes: true, path(location))
        ]
      }
      guard variable.isParameter, variable.type.hasPointers else { return [] }
      let function = variable.function
      if !function.hasBody {
        let isSafe = function.directives.contains("//go:noescape")
        return [
          verdict(
            isSafe ? "\(variable.name) does not escape" : "leaking param: \(variable.name)",
            at: variable.position,
            escapes: false)
        ]
      }
      let tag = solver.tag(location)
      var messages: [String] = []
      if let derefs = tag.heap {
        messages.append(
          derefs == 0 ? "leaking param: \(variable.name)" : "leaking param content: \(variable.name)")
      }
      for (derefs, result) in zip(tag.results, function.results) {
        guard let derefs else { continue }
        messages.append("leaking param: \(variable.name) to result \(result.name) level=\(derefs)")
      }
      if messages.isEmpty { messages = ["\(variable.name) does not escape"] }
      return messages.map { verdict($0, at: variable.position, escapes: false) }
    }

    private func path(_ location: Int) -> [GoVerdictStep] {
      solver.path(location).map { flow in
        var operators = flow.derefs < 0 ? "&" : ""
        for _ in 0..<max(flow.derefs, 0) { operators += "*" }
        return GoVerdictStep(
          destination: solver.graph.locations[flow.destination].name,
          source: operators + solver.graph.locations[flow.source].name,
          reasons: flow.notes.map { $0.reason },
          position: flow.notes.last?.position ?? solver.graph.locations[flow.source].position)
      }
    }
  }
}
