// Statements. Relies on Checker.

extension GoLite.Checker {
  func statements(_ list: [Statement]) throws(Failure) -> [Node] {
    var nodes: [Node] = []
    for statement in list { nodes += try self.statement(statement) }
    return nodes
  }

  private func scopedStatements(_ list: [Statement]) throws(Failure) -> [Node] {
    try scoped { () throws(Failure) in try statements(list) }
  }

  private func statement(_ statement: Statement) throws(Failure) -> [Node] {
    let position = statement.position
    switch statement.form {
    case .empty, .branch: return []
    case .expression(let expression):
      return [Node(.expression, position, Basic.none, try self.expression(expression))]
    case .send(let channel, let value):
      let x = try expression(channel)
      guard let element = x.type.element else { throw fails("only a channel can be sent to", at: position) }
      return [Node(.send, position, Basic.none, x, try convert(try expression(value), to: element))]
    case .assign(let left, ":=", let right): return [try definition(left, right, at: position)]
    case .assign(let left, "=", let right): return [try assignment(left, right, at: position)]
    case .assign(let left, let sign, let right):
      return [try operation(left[0], sign, right.first, at: position)]
    case .go(let call): return [try wrapped(.go, call, at: position)]
    case .deferred(let call): return [try wrapped(.deferred, call, at: position)]
    case .returned(let values): return [try returned(values, at: position)]
    case .block(let list):
      let node = Node(.block, position, Basic.none)
      node.body = try scopedStatements(list)
      return [node]
    case .condition(let first, let test, let body, let otherwise):
      return [
        try scoped { () throws(Failure) in try condition(first, test, body, otherwise, at: position) }
      ]
    case .choice(let first, let tag, let clauses):
      return [try scoped { () throws(Failure) in try choice(first, tag, clauses, at: position) }]
    case .typeChoice(let first, let name, let value, let clauses):
      return [
        try scoped { () throws(Failure) in try typeChoice(first, name, value, clauses, at: position) }
      ]
    case .select(let clauses): return [try select(clauses, at: position)]
    case .loop(let first, let test, let post, let body):
      return [try scoped { () throws(Failure) in try loop(first, test, post, body, at: position) }]
    case .range(let left, let defines, let over, let body):
      return [try scoped { () throws(Failure) in try range(left, defines, over, body, at: position) }]
    case .declaration(let declarations):
      var nodes: [Node] = []
      for declaration in declarations { nodes += try local(declaration) }
      return nodes
    }
  }

  // MARK: Variables

  func newVariable(_ name: String, _ type: GoType, at position: Position) -> (Variable, Node) {
    let variable = made.variable(name, position, type, .local, in: current ?? initializer)
    let node = Node(.declare, position, Basic.none)
    node.variable = variable
    return (variable, node)
  }

  private func local(_ declaration: GoLite.Declaration) throws(Failure) -> [Node] {
    switch declaration.form {
    case .type: try declareType(declaration)
    case .constants: try declareConstants(declaration)
    case .function: break
    case .variables(let names, let type, let values):
      let type = try type.map { (text) throws(Failure) in try self.type(text) }
      if values.isEmpty, let type { return names.map { zeroed($0, type) } }
      return [
        try definition(
          names.map { Expression(.name($0.0), at: $0.1) }, values, type: type, isNew: true,
          at: declaration.position)
      ]
    }
    return []
  }

  private func zeroed(_ name: (String, Position), _ type: GoType) -> Node {
    let (variable, declaration) = newVariable(name.0, type, at: name.1)
    declare(name.0, .variable(variable))
    return declaration
  }

  /// `a, b := x, y` and `var a, b = x, y`: names that are not in this scope yet are new.
  private func definition(
    _ left: [Expression], _ right: [Expression], type: GoType? = nil, isNew: Bool = false,
    at position: Position
  ) throws(Failure) -> Node {
    let node = Node(left.count == 1 ? .assign : .assignList, position, Basic.none)
    var values = try sources(right, count: left.count, at: position, &node.first)
    if let type { values = try values.map { (value) throws(Failure) in try convert(value, to: type) } }
    var new: [(String, Variable)] = []
    for (index, text) in left.enumerated() {
      guard case .name(let name) = text.form else {
        throw fails("expected a name before :=", at: text.position)
      }
      let isKnown = !isNew && scopes.last?[name] != nil
      if name == "_" || isKnown {
        let target = try expression(text)
        if name != "_" {
          values[index] = try convert(values[index], to: target.type)
        } else {
          values[index] = defaulted(values[index])
        }
        set(target, to: values[index], by: node)
        node.list.append(target)
      } else {
        values[index] = defaulted(values[index])
        let (variable, declaration) = newVariable(name, values[index].type, at: text.position)
        (variable.definition, variable.initial) = (node, values[index])
        variable.values = [values[index]]
        node.first.append(declaration)
        node.list.append(use(variable, at: text.position))
        new.append((name, variable))
      }
    }
    for (name, variable) in new { declare(name, .variable(variable)) }
    node.right = values
    return node
  }

  /// As many values as there are left sides; what one call returns waits in temporaries.
  private func sources(
    _ right: [Expression], count: Int, at position: Position, _ first: inout [Node]
  ) throws(Failure) -> [Node] {
    if right.count == count { return try right.map { (text) throws(Failure) in try expression(text) } }
    guard right.count == 1 else { throw fails("\(right.count) values for \(count) variables", at: position) }
    let value = try expression(right[0])
    var types = [value.type, Basic.untypedBoolean]
    if case .tuple(let results) = value.type.kind { types = results }
    guard types.count == count else {
      throw fails("\(types.count) values for \(count) variables", at: position)
    }
    let (setting, temporaries) = spread(value, types, at: position)
    first.append(setting)
    return temporaries
  }

  func assignment(_ left: [Expression], _ right: [Expression], at position: Position) throws(Failure) -> Node
  {
    let node = Node(left.count == 1 ? .assign : .assignList, position, Basic.none)
    let values = try sources(right, count: left.count, at: position, &node.first)
    for (text, value) in zip(left, values) {
      let target = try expression(text)
      let converted = target.op == .blank ? defaulted(value) : try convert(value, to: target.type)
      set(target, to: converted, by: node)
      node.list.append(target)
      node.right.append(converted)
    }
    return node
  }

  private func set(_ target: Node, to value: Node?, by node: Node) {
    guard let variable = outerVariable(target) else { return }
    variable.isReassigned = true
    if let value, node.op == .assign, target.op == .name {
      variable.values?.append(value)
    } else {
      variable.values = nil
    }
  }

  private func operation(
    _ left: Expression, _ sign: String, _ right: Expression?, at position: Position
  ) throws(Failure) -> Node {
    let target = try expression(left)
    var value = literal(.integer(1), target.type, at: position)
    if let right { value = try expression(right) }
    if sign != "<<=" && sign != ">>=" { value = try convert(value, to: target.type) }
    let node = Node(.assignOperation, position, Basic.none)
    set(target, to: nil, by: node)
    (node.list, node.right, node.name) = ([target], [value], sign)
    return node
  }

  // MARK: Control

  private func wrapped(_ op: GoLite.Op, _ text: Expression, at position: Position) throws(Failure) -> Node {
    let call = try expression(text)
    let node = Node(op, position, Basic.none, call)
    node.first = call.first
    call.first = []
    if call.op == .call, let signature = call.x?.type.signature, call.list.isEmpty,
      signature.parameters.count + signature.results.count == 0
    {
      return node
    }
    return try wrapper(around: call, node)
  }

  private func returned(_ texts: [Expression], at position: Position) throws(Failure) -> Node {
    let node = Node(.returned, position, Basic.none)
    guard let results = current?.results, !texts.isEmpty else { return node }
    let values = try sources(texts, count: results.count, at: position, &node.first)
    for (value, result) in zip(values, results) { node.right.append(try convert(value, to: result.type)) }
    return node
  }

  private func condition(
    _ first: Statement?, _ test: Expression, _ body: [Statement], _ otherwise: Statement?,
    at position: Position
  ) throws(Failure) -> Node {
    let node = Node(.condition, position, Basic.none)
    if let first { node.first = try statement(first) }
    let value = try expression(test)
    node.x = value
    node.body = try scopedStatements(body)
    if let otherwise { node.otherwise = try statement(otherwise) }
    // Go does not analyze what can never run.
    if case .boolean(let isTrue)? = value.constant {
      if isTrue { node.otherwise = [] } else { node.body = [] }
    }
    return node
  }

  private func choice(
    _ first: Statement?, _ tag: Expression?, _ clauses: [GoLite.Clause], at position: Position
  ) throws(Failure) -> Node {
    let node = Node(.choice, position, Basic.none)
    if let first { node.first = try statement(first) }
    let value = try tag.map { (text) throws(Failure) in defaulted(try expression(text)) }
    node.x = value
    for clause in clauses {
      let part = Node(.clause, clause.position, Basic.none)
      for text in clause.cases ?? [] {
        let test = try expression(text)
        part.list.append(value == nil ? test : try convert(test, to: value!.type))
      }
      part.body = try scopedStatements(clause.body)
      node.list.append(part)
    }
    return node
  }

  private func typeChoice(
    _ first: Statement?, _ name: (String, Position)?, _ value: Expression, _ clauses: [GoLite.Clause],
    at position: Position
  ) throws(Failure) -> Node {
    let node = Node(.typeChoice, position, Basic.none)
    if let first { node.first = try statement(first) }
    let x = try expression(value)
    node.x = x
    for clause in clauses {
      let part = Node(.clause, clause.position, Basic.none)
      var types: [GoType?] = []
      for text in clause.cases ?? [] {
        if case .name("nil") = text.form { types.append(nil) } else { types.append(try type(text)) }
      }
      part.body = try scoped { () throws(Failure) in
        if let name {
          let only = types.count == 1 ? types[0] ?? x.type : x.type
          let place = clause.cases?.last?.position ?? clause.position
          let variable = made.variable(name.0, place, only, .local, in: current ?? initializer)
          (variable.definition, variable.values) = (node, nil)
          part.variable = variable
          declare(name.0, .variable(variable))
        }
        return try statements(clause.body)
      }
      node.list.append(part)
    }
    return node
  }

  private func select(_ clauses: [GoLite.CommunicationClause], at position: Position) throws(Failure) -> Node
  {
    let node = Node(.select, position, Basic.none)
    for clause in clauses {
      let part = Node(.clause, clause.position, Basic.none)
      part.body = try scoped { () throws(Failure) in
        let first = try clause.communication.map { (text) throws(Failure) in try statement(text) } ?? []
        return first + (try scopedStatements(clause.body))
      }
      node.list.append(part)
    }
    return node
  }
}
