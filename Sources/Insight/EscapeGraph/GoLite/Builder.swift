// The builder makes the graph of one batch of functions: a location for each variable and each expression that allocates,
// and an edge for each way that a value takes. An expression is evaluated into a hole: a location, and how often the value
// is dereferenced, or its address taken, on the way there.
// Relies on Node, EscapeGraph. Source: Go, cmd/compile/internal/escape/{escape,graph}.go.

extension GoLite {
  /// Where a value goes.
  struct Hole {
    /// Nil when nobody looks at the value.
    var destination: EscapeGraph.LocationID?
    var derefs = 0
    var notes: [EscapeGraph.Note] = []
    /// The hole takes the address, whether or not the address goes anywhere.
    var takesAddress = false

    static let discard = Hole(destination: nil)
    static let heap = Hole(destination: EscapeGraph.heap)
    static let mutator = Hole(destination: EscapeGraph.mutator)

    func note(_ reason: String, _ node: Node) -> Hole {
      var hole = self
      if hole.destination != nil { hole.notes.append(EscapeGraph.Note(reason, at: node.position)) }
      return hole
    }

    func shifted(_ delta: Int) -> Hole {
      var hole = self
      hole.derefs += delta
      hole.takesAddress = delta < 0
      return hole
    }

    func dereferenced(_ reason: String, _ node: Node) -> Hole { shifted(1).note(reason, node) }
    func address(_ reason: String, _ node: Node) -> Hole { shifted(-1).note(reason, node) }

    /// Out of an interface: what is not one pointer lies in a box.
    func unboxed(_ type: GoType, _ reason: String, _ node: Node) -> Hole {
      (type.isInterface || type.isPointerShaped ? self : shifted(1)).note(reason, node)
    }
  }

  /// What GoLite remembers of a location while the graph grows.
  struct LocationState {
    var isCaptured = false
    var isReassigned = false
    var isAddressTaken = false
    var node: Node?
    var variable: Variable?
  }

  final class Builder {
    let language: Language
    let batch: [Function]
    var graph = EscapeGraph()
    var states: [LocationState] = [LocationState(), LocationState(), LocationState()]
    var locations: [ObjectIdentifier: EscapeGraph.LocationID] = [:]
    var functions: [ObjectIdentifier: EscapeGraph.FunctionID] = [:]
    /// Closures whose captures are decided when all assignments have been seen.
    var closures: [(Hole, Node)] = []
    /// What Go says of statements that it leaves out or sees through.
    var remarks: [(Position, String)] = []
    var function: Function
    var depth = 1

    init(_ batch: [Function], language: Language) {
      (self.batch, self.language) = (batch, language)
      function = batch[0]
    }

    /// The whole graph of the batch; builds once.
    func build() -> EscapeGraph {
      for function in batch { addFunction(function, in: nil) }
      for function in batch { walk(function) }
      for (hole, closure) in closures { capture(hole, closure) }
      for location in graph.locations.indices {
        if language.seesThroughConstants, let node = states[location].node {
          writeConstant(into: node, of: location)
        }
        if let why = heapReason(location) { graph.update(location) { $0.mustEscape = why } }
      }
      return graph
    }

    private func addFunction(_ function: Function, in parent: EscapeGraph.FunctionID?) {
      let id = graph.addFunction(function.name, in: parent)
      functions[ObjectIdentifier(function)] = id
      let outer = (self.function, depth)
      (self.function, depth) = (function, 1)
      for variable in function.inputs.compactMap({ $0 }) { add(variable, .parameter) }
      for (index, variable) in function.results.enumerated() { add(variable, .result(index)) }
      (self.function, depth) = outer
      // A call may stand before its closure's own text is evaluated.
      for node in function.body { addClosures(below: node, in: id) }
    }

    private func addClosures(below node: Node, in parent: EscapeGraph.FunctionID) {
      if node.op == .closure, let closure = node.function, functions[ObjectIdentifier(closure)] == nil,
        !language.isFunction(closure)
      {
        addFunction(closure, in: parent)
      }
      for child in node.children { addClosures(below: child, in: parent) }
    }

    // MARK: Locations

    @discardableResult
    private func add(_ variable: Variable, _ kind: EscapeGraph.Kind) -> EscapeGraph.LocationID {
      let location = newLocation(variable.name, kind, at: variable.position)
      locations[ObjectIdentifier(variable)] = location
      states[location].variable = variable
      return location
    }

    func newLocation(
      _ name: String, _ kind: EscapeGraph.Kind, at position: Position, isTransient: Bool = false
    ) -> EscapeGraph.LocationID {
      states.append(LocationState())
      return graph.add(
        EscapeGraph.Location(
          name: name, kind: kind, function: functions[ObjectIdentifier(function)] ?? -1, loopDepth: depth,
          isTransient: isTransient, position: position))
    }

    /// The location of a variable; a local one gets it where it is declared.
    func location(of variable: Variable) -> EscapeGraph.LocationID {
      if let known = locations[ObjectIdentifier(variable)] { return known }
      return add(variable, .variable)
    }

    /// Says at which depth of loops a variable is declared.
    func declare(_ variable: Variable) {
      let location = location(of: variable)
      graph.update(location) { $0.loopDepth = depth }
    }

    /// A location for what `node` allocates; its address goes to `hole`, and what is stored in it to the result.
    func spill(_ hole: Hole, _ node: Node) -> Hole {
      let location = newLocation(node.text, .allocation, at: node.position, isTransient: true)
      states[location].node = node
      if node.op == .closure, let closure = node.function {
        let id = functions[ObjectIdentifier(closure)]
        graph.update(location) { $0.closure = id }
      }
      flow(hole.address("allocated", node), from: location)
      return Hole(destination: location)
    }

    func flow(_ hole: Hole, from source: EscapeGraph.LocationID) {
      if hole.takesAddress { states[source].isAddressTaken = true }
      guard let destination = hole.destination else { return }
      graph.flow(source, to: destination, derefs: hole.derefs, notes: hole.notes)
    }

    /// One hole that flows into several.
    func tee(_ holes: [Hole]) -> Hole {
      let real = holes.filter { $0.destination != nil }
      guard real.count > 1 else { return real.first ?? .discard }
      let location = newLocation("temporary", .temporary, at: .none, isTransient: true)
      for hole in real { flow(hole, from: location) }
      return Hole(destination: location)
    }

    // MARK: Functions

    func walk(_ function: Function) {
      let outer = (self.function, depth)
      (self.function, depth) = (function, 1)
      statements(function.body)
      (self.function, depth) = outer
    }

    /// What a closure holds: values that nobody sets again, references to the rest.
    private func capture(_ hole: Hole, _ closure: Node) {
      for variable in closure.function?.captured ?? [] {
        let location = location(of: variable)
        let isByValue =
          !states[location].isAddressTaken && !states[location].isReassigned && variable.type.size <= 128
        var hole = hole.note("captured by a closure", closure)
        if !isByValue {
          hole = hole.shifted(-1)
          states[location].isAddressTaken = true
        }
        if variable.type.hasPointers || !isByValue { flow(hole, from: location) }
      }
    }

    /// Why a location is on the heap whatever happens to it.
    private func heapReason(_ location: EscapeGraph.LocationID) -> String? {
      if let variable = states[location].variable {
        guard case .local = variable.kind else { return nil }
        return variable.type.size > language.largestVariable ? "too large for the stack" : nil
      }
      guard let node = states[location].node else { return nil }
      let limit = language.largestImplicit
      switch node.op {
      case .new, .pointerLiteral:
        return (node.type.pointee?.size ?? 0) > limit ? "too large for the stack" : nil
      case .makeSlice: return heapReason(slice: node)
      case .closure:
        let held = node.function?.captured.reduce(8) { $0 + ($1.type.size <= 128 ? $1.type.size : 8) } ?? 0
        return held > limit ? "too large for the stack" : nil
      default: return node.type.size > language.largestVariable ? "too large for the stack" : nil
      }
    }

    private func heapReason(slice node: Node) -> String? {
      guard let count = node.list.last, let element = node.type.element else { return nil }
      if element.size == 0 && language.boxesEmptyElements { return "element without a size" }
      guard let known = staticConstant(count), Int(Int32(truncatingIfNeeded: known)) == known else {
        return language.boxesUnknownSizes ? "size known only at run time" : nil
      }
      return element.size > 0 && known > language.largestImplicit / element.size
        ? "too large for the stack" : nil
    }

    /// Go puts a constant in place of a variable that always holds it, and so it prints it.
    private func writeConstant(into node: Node, of location: EscapeGraph.LocationID) {
      if node.op == .makeSlice, let count = node.list.last, count.op != .literal,
        let known = staticConstant(count)
      {
        let literal = Node(.literal, node.position, Basic.int)
        literal.constant = .integer(known)
        node.list[node.list.count - 1] = literal
      } else if node.op == .convertInterface, let x = node.x, x.op != .literal,
        case let value = staticValue(x),
        value.op == .literal
      {
        let literal = Node(.literal, node.position, x.type)
        literal.constant = value.constant
        node.x = literal
      } else {
        return
      }
      graph.update(location) { $0.name = node.text }
    }

    private func staticConstant(_ node: Node) -> Int? {
      if let known = node.constant?.integer { return known }
      guard language.seesThroughConstants else { return nil }
      let value = staticValue(node)
      if value.op == .literal { return value.constant?.integer }
      guard value.op == .builtin, value.name == "len", let x = value.list.first.map(staticValue),
        x.op == .sliceLiteral
      else { return nil }
      return x.constant?.integer
    }

    /// The expression that a variable always stands for, or the node itself.
    func staticValue(_ node: Node) -> Node {
      var node = node
      while true {
        if node.op == .convert, let x = node.x {
          node = x
        } else if node.op == .name, let variable = node.variable, case .local = variable.kind,
          !variable.isAddressTaken, !variable.isReassigned, let initial = variable.initial
        {
          node = initial
        } else {
          return node
        }
      }
    }
  }
}
