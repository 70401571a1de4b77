// The front door: Go text in, verdicts, graphs and steps out.
// Relies on Parser, Checker, Analysis.

extension GoLite {
  /// A file, analyzed.
  public struct Explanation: Sendable {
    /// Sorted by line, column and message.
    public var verdicts: [GoVerdict]
    /// One graph a batch of functions, callees first.
    public var graphs: [EscapeGraph]
    /// By graph: what the solver did, if it was asked for.
    public var steps: [[EscapeStep]]
    /// Declarations that were left out; callers assume the worst of them.
    public var failures: [Failure]
  }

  /// What Go's compiler says about escape in `source`, without inlining (`-gcflags='-m -l'`).
  ///
  /// Go inlines small functions unless it is told not to; what it then allocates, and where, is another program's answer.
  ///
  /// - Parameter language: The version of Go that answers.
  /// - Throws: `Failure` with the position of the first thing that GoLite cannot read or does not represent.
  /// - Complexity: Linear in the text but for the solver, which walks once from each location of a batch.
  public static func explain(source: String, language: Language = .go127) throws(Failure) -> [GoVerdict] {
    let explanation = try analyze(source: source, language: language)
    if let failure = explanation.failures.first { throw failure }
    return explanation.verdicts
  }

  /// The same with graphs and, on request, steps; a function that GoLite does not represent is left out and listed.
  ///
  /// - Throws: `Failure` when the text is no Go file at all.
  public static func analyze(
    source: String, language: Language = .go127, recordsSteps: Bool = false
  ) throws(Failure) -> Explanation {
    var parser = try Parser(source)
    let file = try parser.file()
    let library = try Library()
    let checker = Checker(language: language, library: library)
    defer {
      checker.made.open()
      library.open()
    }
    checker.check(file)
    var explanation = Explanation(verdicts: [], graphs: [], steps: [], failures: checker.failures)
    checker.initializer.body = checker.initializer.body.flatMap(Self.dynamicPart)
    let functions = checker.functions + [checker.initializer]
    for batch in batches(functions + functions.flatMap { $0.closures(where: language.isFunction) }) {
      var steps: [EscapeStep] = []
      let analysis = Analysis(batch, language: language, observe: recordsSteps ? { steps.append($0) } : nil)
      explanation.verdicts += analysis.verdicts
      explanation.graphs.append(analysis.solver.graph)
      explanation.steps.append(steps)
    }
    explanation.verdicts = sorted(explanation.verdicts)
    return explanation
  }

  /// Without what is said twice, as the compiler prints it.
  private static func sorted(_ verdicts: [GoVerdict]) -> [GoVerdict] {
    var result: [GoVerdict] = []
    for verdict in verdicts.sorted(by: {
      ($0.line, $0.column, $0.message) < ($1.line, $1.column, $1.message)
    })
    where result.last.map({
      ($0.line, $0.column, $0.message) != (verdict.line, verdict.column, verdict.message)
    }) ?? true {
      result.append(verdict)
    }
    return result
  }

  /// Of what sets a variable of the package, the part that runs: the linker lays the rest out.
  private static func dynamicPart(_ node: Node) -> [Node] {
    guard node.op == .assign, let value = node.right.first else { return [node] }
    var parts: [Node] = []
    collectDynamic(value, into: &parts)
    return parts.map { part in
      let setting = Node(.assign, node.position, Basic.none)
      (setting.list, setting.right) = (node.list, [part])
      return setting
    }
  }

  private static func collectDynamic(_ node: Node, into parts: inout [Node]) {
    switch node.op {
    case .literal, .null, .function, .methodExpression: break
    case .convertAllocating where node.type.isSlice && node.x?.op == .literal: break
    case .closure:
      node.flag = node.function?.captured.isEmpty ?? true
      parts.append(node)
    case .pointerLiteral, .convertInterface, .convert: if let x = node.x { collectDynamic(x, into: &parts) }
    case .sliceLiteral, .arrayLiteral, .structLiteral:
      for part in node.list { collectDynamic(part, into: &parts) }
    default: parts.append(node)
    }
  }
}

extension GoLite.Failure {
  /// `file:line:column: message`.
  public func text(file: String) -> String { "\(file):\(position.line):\(position.column): \(message)" }
}

extension GoLite.Function {
  /// The closures inside of it, at any depth, that `isIncluded`.
  func closures(where isIncluded: (GoLite.Function) -> Bool) -> [GoLite.Function] {
    var found: [GoLite.Function] = []
    for node in body {
      node.walk { part in
        if part.op == .closure, let closure = part.function, isIncluded(closure) { found.append(closure) }
      }
    }
    return found
  }
}
