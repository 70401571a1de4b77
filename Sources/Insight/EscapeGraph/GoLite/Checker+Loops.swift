// Loops, and the functions that `go` and `defer` make of calls. Relies on Checker.

extension GoLite.Checker {
  func loop(
    _ first: Statement?, _ test: Expression?, _ post: Statement?, _ body: [Statement], at position: Position
  ) throws(Failure) -> Node {
    let node = Node(.loop, position, Basic.none)
    var variables: [Variable] = []
    if let first {
      node.first = try statements([first])
      if case .assign(_, ":=", _) = first.form {
        for statement in node.first {
          variables += statement.list.compactMap {
            $0.op == .name && $0.variable?.definition === statement ? $0.variable : nil
          }
        }
      }
    }
    node.x = try test.map { (text) throws(Failure) in try expression(text) }
    node.body = try scoped { () throws(Failure) in try statements(body) }
    if let post { node.otherwise = try statements([post]) }
    if language.hasPerIterationVariables {
      for variable in variables where variable.isAddressTaken || isCaptured(variable, in: node) {
        variable.isPerIteration = true
      }
    }
    return node
  }

  /// Whether a closure below `node` uses the variable.
  private func isCaptured(_ variable: Variable, in node: Node) -> Bool {
    var found = false
    node.walk { part in
      if part.op == .closure, let captured = part.function?.captured {
        found = found || captured.contains { $0 === variable }
      }
    }
    return found
  }

  func range(
    _ left: [Expression], _ defines: Bool, _ over: Expression, _ body: [Statement], at position: Position
  ) throws(Failure) -> Node {
    let node = Node(.range, position, Basic.none)
    let x = defaulted(try expression(over))
    node.x = x
    let types = try elementTypes(of: x.type, at: over.position)
    var variables: [Variable] = []
    for (index, text) in left.enumerated() {
      guard index < types.count else { throw fails("the range has no second value", at: text.position) }
      if defines, case .name(let name) = text.form, name != "_" {
        let (variable, declaration) = newVariable(name, types[index], at: text.position)
        (variable.definition, variable.values) = (node, nil)
        node.first.append(declaration)
        node.list.append(use(variable, at: text.position))
        variables.append(variable)
        declare(name, .variable(variable))
      } else {
        let target = try expression(text)
        if let variable = outerVariable(target) { (variable.isReassigned, variable.values) = (true, nil) }
        node.list.append(target)
      }
    }
    node.body = try scoped { () throws(Failure) in try statements(body) }
    if language.hasPerIterationVariables {
      for variable in variables where variable.isAddressTaken || isCaptured(variable, in: node) {
        variable.isPerIteration = true
      }
    }
    return node
  }

  private func elementTypes(of type: GoType, at position: Position) throws(Failure) -> [GoType] {
    switch type.kind {
    case .slice(let element), .array(_, let element): return [Basic.int, element]
    case .string: return [Basic.int, Basic.rune]
    case .map(let key, let value): return [key, value]
    case .channel(let element): return [element]
    case .pointer(let array):
      if let element = array.element { return [Basic.int, element] }
    case .integer: return [type]
    default: break
    }
    throw fails("GoLite does not represent a range over a \(type.text)", at: position)
  }

  /// `go f(x)` evaluates x now and calls f later: a function without parameters that holds what was evaluated.
  func wrapper(around call: Node, _ statement: Node) throws(Failure) -> Node {
    guard let outer = current else { return statement }
    outer.closureCount += 1
    let type = GoLite.FunctionType(parameters: [], results: [], isVariadic: false)
    let function = made.function("\(outer.name).wrap\(outer.closureCount)", call.position, type)
    (function.outer, function.isWrapper) = (outer, true)
    // The body refers to the temporaries by the names that the functions around it know.
    func hold(_ node: Node) -> Node {
      switch node.op {
      case .literal, .null, .methodExpression, .new, .function, .blank: return node
      case .arrayLiteral, .sliceLiteral, .structLiteral:
        node.list = node.list.map(hold)
        return node
      case .convert:
        if case .pointerInteger = node.type.kind, let x = node.x, case .unsafePointer = x.type.kind {
          node.x = hold(x)
          return node
        }
      default: break
      }
      let setting = Node(.assign, node.position, Basic.none)
      let (variable, declaration) = newVariable("~tmp", node.type, at: node.position)
      (variable.definition, variable.initial, variable.values) = (setting, node, [node])
      setting.first = [declaration]
      setting.list = [use(variable, at: node.position)]
      setting.right = [node]
      statement.first.append(setting)
      current = function
      defer { current = outer }
      return use(variable, at: node.position)
    }
    if call.op == .callInterface, let callee = call.x {
      callee.x = callee.x.map(hold)
    } else {
      call.x = call.x.map(hold)
    }
    call.list = call.list.map(hold)
    function.body = [Node(.expression, call.position, Basic.none, call)]
    let closure = Node(.closure, call.position, GoType(.function(type)))
    closure.function = function
    let wrapping = Node(.call, call.position, Basic.none, closure)
    statement.x = wrapping
    return statement
  }
}
