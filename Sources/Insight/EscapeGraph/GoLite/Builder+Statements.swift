// Statements: assignments, loops and what else moves values.
// Relies on Builder. Source: Go, cmd/compile/internal/escape/{stmt,assign}.go.

extension GoLite.Builder {
  func statements(_ list: [Node]) { for node in list { statement(node) } }

  /// A block: what it declares in a loop stays as deep as it is, but the depth after it is that of before.
  private func block(_ list: [Node]) {
    let outer = depth
    statements(list)
    depth = outer
  }

  func statement(_ node: Node) {
    switch node.op {
    case .declare: if let variable = node.variable { declare(variable) }
    case .expression: if let x = node.x { expressionStatement(x) }
    case .assign, .assignList, .assignOperation: assign(node)
    case .returned: returned(node)
    case .block: block(node.body)
    case .condition:
      statements(node.first)
      discard(node.x)
      block(node.body)
      block(node.otherwise)
    case .loop: loop(node)
    case .range: range(node)
    case .choice:
      statements(node.first)
      discard(node.x)
      for clause in node.list {
        for test in clause.list { discard(test) }
        block(clause.body)
      }
    case .typeChoice: typeChoice(node)
    case .select: for clause in node.list { block(clause.body) }
    case .send:
      discard(node.x)
      if let value = node.y { evaluate(value, into: Hole.heap.note("sent to a channel", node)) }
    case .go, .deferred: goOrDefer(node)
    default: evaluate(node, into: .discard)
    }
  }

  private func expressionStatement(_ node: Node) {
    switch node.op {
    case .call, .callInterface:
      statements(node.first)
      call(node, into: [])
    case .append, .copy, .panic, .builtin, .minMax: call(node, into: [])
    default: discard(node)
    }
  }

  // MARK: Assignments

  /// The hole that stores into what `node` denotes.
  private func hole(of node: Node) -> Hole {
    switch node.op {
    case .blank: return .discard
    case .name: return node.variable.map { Hole(destination: location(of: $0)) } ?? .discard
    case .dot: return node.x.map { hole(of: $0) } ?? .heap
    case .index:
      discard(node.y)
      guard let x = node.x else { return .heap }
      if x.type.isArray { return hole(of: x) }
      evaluate(x, into: .mutator)
    case .dereference, .dotPointer: if let x = node.x { evaluate(x, into: .mutator) }
    case .indexMap:
      discard(node.x)
      if let key = node.y { evaluate(key, into: Hole.heap.note("key stored in a map", node)) }
    default: break
    }
    return .heap
  }

  /// In words, how an assignment to `node` stores.
  private func reason(_ node: Node) -> String {
    switch node.op {
    case .global: return "assigned to a variable of the package"
    case .dot: return node.x.map(reason) ?? "assigned"
    case .index: return node.x?.type.isArray == true ? node.x.map(reason) ?? "assigned" : "stored in a slice"
    case .dereference, .dotPointer: return "stored through a pointer"
    case .indexMap: return "stored in a map"
    default: return "assigned"
    }
  }

  private func assign(_ node: Node) {
    statements(node.first)
    let holes = node.list.map { hole(of: $0) }
    if node.list.count > 1 && node.right.count == 1 {
      sources(node.right[0], into: holes, by: node)
    } else {
      for (index, value) in node.right.enumerated() {
        var hole = holes[index]
        if isSelfAssignment(node.list[index], value) {
          remarks.append(
            (node.position, "\(function.name) ignoring self-assignment in \(node.assignmentText)"))
          hole = .discard
        }
        if isDead(node.list[index], value) { continue }
        evaluate(value, into: hole.note(reason(node.list[index]), node))
      }
    }
    reassigned(holes, by: node)
  }

  /// Several left sides and one right side: only a call has more than one value that can lead anywhere.
  private func sources(_ value: Node, into holes: [Hole], by node: Node) {
    if value.op == .call || value.op == .callInterface {
      statements(value.first)
      call(value, into: holes.map { $0.note("assigned", node) })
    } else {
      evaluate(value, into: holes[0].note("assigned", node))
    }
  }

  /// A parameter that is set and never read: Go drops the assignment before it looks at flows.
  private func isDead(_ target: Node, _ value: Node) -> Bool {
    guard language.dropsDeadAssignments, target.op == .name, let variable = target.variable,
      variable.isParameter
    else {
      return false
    }
    switch value.op {
    case .name, .literal, .null, .closure: return reads(of: variable) == 0
    default: return false
    }
  }

  private func reads(of variable: Variable) -> Int {
    var count = 0
    for node in variable.function.body {
      node.walk { part in
        if part.op == .name, part.variable === variable { count += 1 }
        if part.op == .assign || part.op == .assignList {
          for target in part.list where target.op == .name && target.variable === variable { count -= 1 }
        }
      }
    }
    return count
  }

  private func reassigned(_ holes: [Hole], by node: Node) {
    for hole in holes {
      guard let location = hole.destination else { continue }
      if let variable = states[location].variable, variable.definition === node, node.op != .range {
        continue
      }
      states[location].isReassigned = true
    }
  }

  private func returned(_ node: Node) {
    statements(node.first)
    for (value, result) in zip(node.right, function.results) {
      let location = location(of: result)
      evaluate(value, into: Hole(destination: location).note("returned", node))
      states[location].isReassigned = true
    }
  }

  // MARK: Control

  private func loop(_ node: Node) {
    statements(node.first)
    depth += 1
    discard(node.x)
    block(node.otherwise)
    // Where turns have variables of their own, the header's are others than the body's, and the values go round.
    for variable in node.first.flatMap({ $0.list }).compactMap({ $0.variable }) where variable.isPerIteration
    {
      let header = location(of: variable)
      states[header].variable = nil
      let own = newLocation(variable.name, .variable, at: variable.position)
      states[own].variable = variable
      locations[ObjectIdentifier(variable)] = own
      guard variable.type.hasPointers else { continue }
      flow(Hole(destination: own).note("next turn of the loop", node), from: header)
      flow(Hole(destination: header).note("next turn of the loop", node), from: own)
    }
    block(node.body)
    depth -= 1
  }

  private func range(_ node: Node) {
    guard let x = node.x else { return }
    statements(node.first)
    let whole = newLocation("range", .temporary, at: node.position)
    evaluate(x, into: Hole(destination: whole).note("ranged over", node))
    depth += 1
    for variable in node.list.compactMap({ $0.variable }) where variable.isPerIteration { declare(variable) }
    let holes = node.list.map { hole(of: $0) }
    if holes.count > 1, node.list[1].op == .blank || node.list[1].type.hasPointers {
      let hole = holes[1]
      flow(
        x.type.isArray
          ? hole.note("element of a range", node) : hole.dereferenced("element of a range", node), from: whole
      )
    }
    if !(node.list.contains { $0.variable?.isPerIteration == true }) { reassigned(holes, by: node) }
    block(node.body)
    depth -= 1
  }

  private func typeChoice(_ node: Node) {
    statements(node.first)
    var holes: [Hole] = []
    for clause in node.list {
      guard let variable = clause.variable else { continue }
      declare(variable)
      guard variable.type.hasPointers else { continue }
      holes.append(
        Hole(destination: location(of: variable)).unboxed(variable.type, "case of a type switch", clause))
    }
    if let x = node.x { evaluate(x, into: tee(holes)) }
    for clause in node.list { block(clause.body) }
  }

  private func goOrDefer(_ node: Node) {
    statements(node.first)
    guard let call = node.x, let callee = call.x else { return }
    var hole = Hole.heap.note(node.op == .go ? "run by go" : "deferred in a loop", node)
    if node.op == .deferred && depth == 1 {
      // It has to last until the function returns, but no longer.
      hole = Hole(destination: newLocation("deferred", .temporary, at: node.position))
    }
    evaluate(callee, into: hole)
  }
}
