// FlowWalk+Calls: what becomes of a value that is passed to a function: what the function's body does with its argument, if it
// is in the module; else what its name tells.
// Relies on: FlowWalk, Callees.

extension FlowWalk {
  mutating func call(
    _ instruction: SILInstruction, _ value: ValueID, _ trail: Trail?, _ color: Color
  ) {
    let arguments = Array(graph.operands(instruction).dropFirst())
    let positions = arguments.indices.filter { arguments[$0] == value }
    guard !positions.isEmpty else { return }
    switch flow.callee(of: instruction, in: graph) {
    case .unknown: sink(.dynamicDispatch, instruction, "passed to a closure from elsewhere", trail, color)
    case .method(let text):
      let name =
        text.firstRange(of: "#").map { text[$0.upperBound...].prefix { $0 != " " && $0 != "!" } }
        ?? "a method"
      sink(.dynamicDispatch, instruction, "passed to `\(name)`, which is chosen at run time", trail, color)
    case .function(let symbol, _):
      let name = flow.names.short(symbol)
      if name.contains("resume("), name.contains("ontinuation") {
        let isThrown = name.contains("throwing")
        sink(isThrown ? .thrown : .returned, instruction, "handed to a waiting task", trail, color)
      } else if let body = flow.body(of: symbol) {
        for position in positions {
          enter(body, position, instruction, arguments, value, "`\(name)`", trail, color)
        }
      } else if !flow.keepsNothing(symbol) {
        callOutside(instruction, symbol, arguments, value, trail, color)
      }
    }
  }

  /// A function of the module: what becomes of its argument.
  mutating func enter(
    _ body: Int, _ position: Int, _ instruction: SILInstruction, _ arguments: [ValueID], _ value: ValueID,
    _ name: String, _ trail: Trail?, _ color: Color
  ) {
    let graphOfBody = flow.graph(body)
    let conventions = graphOfBody.conventions
    for inner in flow.sinks(ofArgument: position, of: body) {
      switch inner.place {
      case .returned where inner.reason == .returned:
        let step = Trail(instruction, "given back by \(name)", after: trail)
        for result in graph.results(ofCall: instruction) { add(result, step, color) }
        for (index, argument) in arguments.enumerated() where index < conventions.count {
          if conventions[index] == "@out" { store(instruction, argument, trail, color) }
        }
      case .storedArgument where inner.reason == .storedArgument:
        for (index, argument) in arguments.enumerated() where index < conventions.count {
          if conventions[index].contains("@inout"), argument != value {
            store(instruction, argument, trail, color)
          }
        }
      case .storedField
      where flow.isLibrarys(flow.module.symbol(graphOfBody.function.symbol))
        && inner.container.map { $0 < arguments.count && arguments[$0] != value } ?? false:
        let container = arguments[inner.container ?? 0]
        let root = flow.root(inside: container, field: name, in: graph)
        store(instruction, in: root, at: container, trail, color)
      case .loopCarried: break
      default:
        sink(.passedEscaping, instruction, "passed to \(name), \(inner.trail.text) there", trail, color)
      }
    }
  }

  /// A function whose body is not here: what the compiler says of it, if it does. A library's container that is changed in
  /// place keeps what it is given.
  mutating func callOutside(
    _ instruction: SILInstruction, _ symbol: String, _ arguments: [ValueID], _ value: ValueID,
    _ trail: Trail?,
    _ color: Color
  ) {
    let positions = arguments.indices.filter { arguments[$0] == value }
    let known = positions.compactMap { flow.effect(onArgument: $0, of: symbol) }
    if known.count == positions.count {
      let step = Trail(instruction, "given back by `\(flow.names.short(symbol))`", after: trail)
      for effect in known {
        switch effect {
        case .stays: break
        case .returned: for result in graph.results(ofCall: instruction) { add(result, step, color) }
        case .stored(let other):
          if other < arguments.count { store(instruction, arguments[other], trail, color) }
        }
      }
      return
    }
    let text = graph.text(instruction)
    if flow.isLibrarys(symbol), text.contains("@inout"),
      let signature = text.firstRange(of: " : $")
    {
      let conventions = TypeText.arguments(of: String(text[signature.upperBound...]))
      for (index, argument) in arguments.enumerated() where index < conventions.count && argument != value {
        if conventions[index].contains("@inout") { store(instruction, argument, trail, color) }
      }
      return
    }
    sink(
      .passedOpaque, instruction, "passed to `\(flow.names.short(symbol))`, whose body is not visible here",
      trail, color)
  }
}
