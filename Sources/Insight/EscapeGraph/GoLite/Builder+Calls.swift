// Calls: arguments flow as the callee's tags say; within a batch, straight to its parameters.
// Relies on Builder. Source: Go, cmd/compile/internal/escape/call.go.

extension GoLite.Builder {
  /// - Parameter holes: Where the results go; empty for a statement.
  func call(_ node: Node, into holes: [Hole]) {
    switch node.op {
    case .call, .callInterface: functionCall(node, into: holes)
    case .append: append(node, into: holes.first ?? .discard)
    case .copy:
      guard node.list.count == 2 else { return }
      evaluate(node.list[0], into: .mutator)
      let from = node.list[1]
      let hasPointers = from.type.isSlice && from.type.element?.hasPointers == true
      evaluate(from, into: hasPointers ? Hole.heap.dereferenced("copied from a slice", node) : .discard)
    case .panic: if let x = node.x { evaluate(x, into: Hole.heap.note("passed to panic", node)) }
    case .minMax: for argument in node.list { evaluate(argument, into: holes.first ?? .discard) }
    default:
      let passes = ["unsafe.Add", "unsafe.Slice", "unsafe.String", "unsafe.StringData", "unsafe.SliceData"]
      for (index, argument) in node.list.enumerated() {
        let hole =
          node.name == "clear" ? Hole.mutator : index == 0 && passes.contains(node.name) ? holes.first : nil
        evaluate(argument, into: hole ?? .discard)
      }
    }
  }

  private func append(_ node: Node, into hole: Hole) {
    let element = node.list[0].type.element
    let hasPointers = element?.hasPointers == true
    // The old elements may be moved to a new place on the heap.
    let old = hasPointers ? [Hole.heap.dereferenced("elements of the appended slice", node)] : []
    evaluate(node.list[0], into: tee([hole, .mutator] + old).note("passed to append", node))
    for argument in node.list.dropFirst() {
      if node.flag {
        let spread = argument.type.isSlice && argument.type.element?.hasPointers == true
        evaluate(argument, into: spread ? Hole.heap.dereferenced("appended", node) : .discard)
      } else {
        evaluate(argument, into: Hole.heap.note("appended", node))
      }
    }
    if language.hasAppendStorage, let location = spill(hole, node).destination {
      graph.update(location) { $0.loopDepth = 0 }
    }
  }

  // MARK: Functions

  private func functionCall(_ node: Node, into holes: [Hole]) {
    guard let callee = node.x else { return }
    if node.op == .callInterface {
      let known = devirtualized(callee)
      if let (known, receiver) = known, let function = known {
        remarks.append((node.position, "devirtualizing \(callee.text) to \(receiver.root.type.text)"))
        flowResults(of: function, into: holes)
        return arguments([receiver] + node.list, of: node, callees: [function], into: holes)
      }
      if let receiver = known?.1 {
        remarks.append(
          (node.position, "partially devirtualizing \(callee.text) to \(receiver.root.type.text)"))
      }
      if let x = known?.1 ?? callee.x {
        evaluate(x, into: Hole.heap.note("receiver of an interface's method", node))
      }
      for argument in node.list {
        evaluate(argument, into: Hole.heap.note("passed to an interface's method", node))
      }
      return
    }
    let callees = callees(of: callee)
    for function in callees { flowResults(of: function, into: holes) }
    var calleeHole = Hole.discard
    if callees.isEmpty, holes.contains(where: { $0.destination != nil }) {
      calleeHole = Hole(destination: EscapeGraph.callee).note("called", node)
    }
    evaluate(callee, into: calleeHole)
    arguments(node.list, of: node, callees: callees, into: holes)
  }

  /// Within a batch, results are locations like others.
  private func flowResults(of function: Function, into holes: [Hole]) {
    guard isInBatch(function) else { return }
    for (result, hole) in zip(function.results, holes) where result.type.hasPointers {
      flow(hole, from: location(of: result))
    }
  }

  private func arguments(_ list: [Node], of node: Node, callees: [Function], into holes: [Hole]) {
    for (index, argument) in list.enumerated() {
      let hole: Hole
      if callees.isEmpty {
        hole = .heap
      } else {
        hole = tee(callees.map { parameterHole(holes, $0, index) })
      }
      evaluate(argument, into: hole.note("passed as argument", node))
    }
  }

  /// The functions that a call may call, when all of them are known.
  private func callees(of callee: Node) -> [Function] {
    let value = staticValue(callee)
    if let function = known(value) { return [function] }
    guard language.followsCallees, value.op == .name, let variable = value.variable,
      case .local = variable.kind,
      !variable.isAddressTaken, let values = variable.values, !values.isEmpty
    else { return [] }
    var functions: [Function] = []
    for value in values where value.op != .null {
      guard let function = known(value) else { return [] }
      functions.append(function)
    }
    return functions
  }

  private func known(_ node: Node) -> Function? {
    switch node.op {
    case .function, .closure, .methodExpression: node.function
    default: nil
    }
  }

  func isInBatch(_ function: Function) -> Bool {
    functions[ObjectIdentifier(function)] != nil && function.tags == nil
  }

  /// Where an argument goes: to the parameter itself within a batch, else where the parameter's tag says.
  func parameterHole(_ holes: [Hole], _ function: Function, _ index: Int) -> Hole {
    if isInBatch(function) {
      let inputs = function.inputs
      guard index < inputs.count, let variable = inputs[index] else { return .discard }
      return Hole(destination: location(of: variable))
    }
    guard let tags = function.tags, index < tags.count else { return .heap }
    let tag = tags[index]
    var parts: [Hole] = []
    if let derefs = tag.heap { parts.append(Hole.heap.shifted(derefs)) }
    if let derefs = tag.mutator { parts.append(Hole.mutator.shifted(derefs)) }
    if let derefs = tag.callee { parts.append(Hole(destination: EscapeGraph.callee).shifted(derefs)) }
    for (derefs, hole) in zip(tag.results, holes) {
      if let derefs { parts.append(hole.shifted(derefs)) }
    }
    return tee(parts)
  }

  /// The method that an interface's method is, where the value in the interface is known; as Go writes it, `x.(T).method`,
  /// so that the receiver flows out of the interface. Without a function: the interface that T embeds is asked.
  private func devirtualized(_ callee: Node) -> (Function?, Node)? {
    guard let x = callee.x else { return nil }
    let value = staticValue(x)
    guard value.op == .convertInterface, let concrete = value.x?.type else { return nil }
    var receiver = Node(.dotType, callee.position, concrete, x)
    switch concrete.find(callee.name) {
    case .method(let path, let method):
      for field in path { receiver = receiver.dot(field) }
      if method.receiverType?.pointee == nil, let pointee = receiver.type.pointee {
        receiver = Node(.dereference, callee.position, pointee, receiver)
      }
      return (method, receiver)
    case .abstract(let path, _):
      for field in path { receiver = receiver.dot(field) }
      return (nil, receiver)
    case .field, nil: return nil
    }
  }
}

extension GoLite.Node {
  /// The type assertion that a devirtualized receiver begins with.
  fileprivate var root: GoLite.Node { op == .dotType ? self : x?.root ?? self }
}
