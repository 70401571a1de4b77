// Expressions: how their values flow. The whole of an expression is visited always, for what it does on the way.
// Relies on Builder. Source: Go, cmd/compile/internal/escape/expr.go.

extension GoLite.Builder {
  typealias Hole = GoLite.Hole
  typealias Node = GoLite.Node
  typealias Function = GoLite.Function
  typealias Variable = GoLite.Variable
  typealias GoType = GoLite.GoType

  func discard(_ node: Node?) { if let node { evaluate(node, into: .discard) } }

  func evaluate(_ node: Node, into target: Hole) {
    statements(node.op == .call || node.op == .callInterface ? node.first : [])
    var hole = target
    // A value without pointers leads nowhere.
    if hole.derefs >= 0 && !node.type.isUntyped && !node.type.hasPointers { hole.destination = nil }
    switch node.op {
    case .name: if let variable = node.variable { flow(hole, from: location(of: variable)) }
    case .literal, .null, .global, .function, .methodExpression, .blank: break
    case .unary, .receive: discard(node.x)
    case .binary, .logical:
      discard(node.x)
      discard(node.y)
    case .address, .dereference, .dot, .dotPointer, .dotType, .index, .indexMap, .slice, .sliceToArray:
      path(node, into: hole)
    case .convert: part(node.x, into: hole)
    case .unsafeValue: unsafeValue(node.x, into: hole)
    case .convertInterface:
      if let x = node.x, !x.type.isInterface, !x.type.isPointerShaped { hole = spill(hole, node) }
      part(node.x, into: hole.note("converted to an interface", node))
    case .convertAllocating:
      _ = spill(hole, node)
      discard(node.x)
    case .addStrings:
      _ = spill(hole, node)
      for part in node.list { discard(part) }
    case .call, .callInterface, .append, .copy, .panic, .builtin, .minMax: call(node, into: [hole])
    case .new: _ = spill(hole, node)
    case .makeSlice, .makeMap:
      _ = spill(hole, node)
      for size in node.list { discard(size) }
    case .makeChannel: for size in node.list { discard(size) }
    case .methodValue: methodValue(node, into: hole)
    case .pointerLiteral, .arrayLiteral, .sliceLiteral, .structLiteral, .mapLiteral:
      composite(node, into: hole)
    case .closure: closure(node, into: hole)
    default: statement(node)
    }
  }

  private func part(_ node: Node?, into hole: Hole) { if let node { evaluate(node, into: hole) } }

  /// From a whole to a part of it, or to what it points to.
  private func path(_ node: Node, into hole: Hole) {
    switch node.op {
    case .address: part(node.x, into: hole.address("address taken", node))
    case .dereference: part(node.x, into: hole.dereferenced("dereferenced", node))
    case .dot: part(node.x, into: hole.note("field read", node))
    case .dotPointer: part(node.x, into: hole.dereferenced("field read through a pointer", node))
    case .dotType: part(node.x, into: hole.unboxed(node.type, "type asserted", node))
    case .index:
      let isArray = node.x?.type.isArray ?? false
      part(node.x, into: isArray ? hole.note("element read", node) : hole.dereferenced("element read", node))
      discard(node.y)
    case .indexMap:
      discard(node.x)
      discard(node.y)
    case .slice:
      part(node.x, into: hole.note("sliced", node))
      for bound in node.list { discard(bound) }
    default: part(node.x, into: hole.dereferenced("copied out of a slice", node))
    }
  }

  private func composite(_ node: Node, into target: Hole) {
    switch node.op {
    case .pointerLiteral: part(node.x, into: spill(target, node))
    case .arrayLiteral:
      for element in node.list { evaluate(element, into: target.note("stored in an array literal", node)) }
    case .structLiteral:
      for element in node.list { evaluate(element, into: target.note("stored in a struct literal", node)) }
    case .sliceLiteral:
      let hole = spill(target, node)
      for element in node.list { evaluate(element, into: hole.note("stored in a slice literal", node)) }
    default:
      _ = spill(target, node)
      // A map keeps its keys and values on the heap.
      for (key, value) in zip(node.list, node.right) {
        evaluate(key, into: Hole.heap.note("key of a map literal", node))
        evaluate(value, into: Hole.heap.note("value of a map literal", node))
      }
    }
  }

  private func closure(_ node: Node, into target: Hole) {
    guard let closure = node.function else { return }
    let hole = spill(target, node)
    closures.append((hole, node))
    for variable in closure.captured {
      let location = location(of: variable)
      guard !states[location].isCaptured else { continue }
      states[location].isCaptured = true
      // What was set before the first closure saw it, in a straight line, is no matter.
      if graph.locations[location].loopDepth == depth { states[location].isReassigned = false }
    }
    if functions[ObjectIdentifier(closure)] != nil && !batch.contains(where: { $0 === closure }) {
      walk(closure)
    }
  }

  /// `x.method` as a value: nobody knows how it will be called, so all results go to the heap.
  private func methodValue(_ node: Node, into hole: Hole) {
    let held = spill(hole, node)
    let results = (node.type.signature?.results ?? []).map { _ in Hole.heap }
    let receiver = node.function.map { parameterHole(results, $0, 0) } ?? Hole.heap
    part(node.x, into: tee([receiver.note("receiver of a method value", node), held]))
  }

  /// An address in disguise, looked for in arithmetic.
  private func unsafeValue(_ node: Node?, into hole: Hole) {
    guard let node else { return }
    switch node.op {
    case .convert:
      if let x = node.x, case .unsafePointer = x.type.kind {
        evaluate(x, into: hole)
      } else {
        discard(node.x)
      }
    case .unary: unsafeValue(node.x, into: hole)
    case .binary:
      unsafeValue(node.x, into: hole)
      if node.name == "<<" || node.name == ">>" { discard(node.y) } else { unsafeValue(node.y, into: hole) }
    default: discard(node)
    }
  }
}
