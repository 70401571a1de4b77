// FlowWalk: one breadth-first walk of Flow. A value is met again in another color: `captured` inside of a closure,
// `unmanaged` after it has left reference counting; the colors decide what is said of its sinks.
// Relies on: Flow.

struct FlowWalk {
  private let flow: Flow
  private let graph: FunctionGraph
  private let start: ValueID
  private(set) var sinks: [Sink] = []
  private var queue: [Item] = []
  private var seen: Set<Seen> = []
  private var seenStores: Set<ValueID> = []

  struct Color: OptionSet, Hashable {
    let rawValue: UInt8
    static let captured = Color(rawValue: 1)
    static let unmanaged = Color(rawValue: 2)
    /// What is walked is an object that holds the value.
    static let held = Color(rawValue: 4)
  }

  private struct Item {
    var value: ValueID
    var trail: Trail?
    var color: Color
  }

  private struct Seen: Hashable {
    var value: ValueID
    var color: Color
  }

  init(_ flow: Flow, _ function: Int, from value: ValueID) {
    self.flow = flow
    graph = flow.graph(function)
    start = value
  }

  mutating func run() {
    add(start, nil, [])
    drain()
  }

  /// Starts from what lies at the address `start`.
  mutating func runThroughAddress() {
    for use in reads(under: start) { follow(use, nil, []) }
    drain()
  }

  private mutating func drain() {
    var next = 0
    while next < queue.count {
      let item = queue[next]
      next += 1
      var last: Int32 = -1
      for number in graph.users(of: item.value) where number != last {
        last = number
        use(graph.instruction(number), of: item.value, item.trail, item.color)
      }
    }
  }

  private mutating func add(_ value: ValueID, _ trail: Trail?, _ color: Color) {
    if seen.insert(Seen(value: value, color: color)).inserted {
      queue.append(Item(value: value, trail: trail, color: color))
    }
  }

  private mutating func sink(
    _ place: Reason, _ instruction: SILInstruction, _ text: String, _ trail: Trail?, _ color: Color,
    container: Int? = nil
  ) {
    // What an object holds lives as long as the object, and was stored in it.
    let way = color.contains(.held) ? Reason.storedField : place
    let reason: Reason = color.contains(.unmanaged) ? .unmanaged : color.contains(.captured) ? .captured : way
    sinks.append(
      Sink(
        reason: reason, place: way, trail: Trail(instruction, text, after: trail),
        container: color.isEmpty ? container : nil))
  }

  // MARK: - Uses

  private mutating func use(
    _ instruction: SILInstruction, of value: ValueID, _ trail: Trail?, _ color: Color
  ) {
    let operands = graph.operands(instruction)
    switch instruction.opcode {
    case .returning: sink(.returned, instruction, "returned", trail, color)
    case .throwing, .throwAddr: sink(.thrown, instruction, "thrown", trail, color)
    case .yield: sink(.returned, instruction, "lent to the caller", trail, color)
    case .store, .storeUnowned:
      if operands.first == value, let to = operands.last { store(instruction, to, trail, color) }
    case .br, .condBr, .switchEnum, .checkedCastBr: branch(instruction, value, trail, color)
    case .partialApply: capture(instruction, trail, color)
    case .apply, .tryApply, .beginApply: call(instruction, value, trail, color)
    case .builtin: builtin(instruction, trail, color)
    case .structExtract, .tupleExtract:
      if extractsReference(instruction) { forward(instruction, trail, color) }
    case .markDependence: if operands.first == value { forward(instruction, trail, color) }
    case .selectEnum: if operands.first != value { forward(instruction, trail, color) }
    case .refToUnmanaged: forward(instruction, trail, color.union(.unmanaged))
    case .initExistentialRef:
      forward(instruction, Trail(instruction, "wrapped as an existential", after: trail), color)
    case .enumeration:
      let name = graph.text(instruction).dropFirst().prefix { $0 != "," }
      // An optional is no news.
      let isOptional = name.hasPrefix("Optional<")
      forward(instruction, isOptional ? trail : Trail(instruction, "put into \(name)", after: trail), color)
    case _ where instruction.opcode.forwards: forward(instruction, trail, color)
    case _ where instruction.opcode.projects && isPointer(value):
      forward(instruction, trail, color)
    default: break
    }
  }

  private mutating func forward(_ instruction: SILInstruction, _ trail: Trail?, _ color: Color) {
    for result in graph.function.results(of: instruction) { add(result, trail, color) }
  }

  /// Whether the value is memory itself, whose address goes on as a value: raw memory that was asked for.
  private func isPointer(_ value: ValueID) -> Bool {
    guard let definition = graph.definition(of: value) else { return false }
    return definition.opcode == .builtin || definition.opcode == .indexRawPointer
      || definition.opcode == .bindMemory
      || definition.opcode == .pointerToAddress || definition.opcode == .addressToPointer
  }

  /// `%8 : $(Builtin.Int64, Builtin.Int1), 0`, `%9 : $Pair, #Pair.count`
  private func extractsReference(_ instruction: SILInstruction) -> Bool {
    let text = graph.text(instruction)
    if instruction.opcode == .structExtract {
      guard let mark = text.firstRange(of: "#"), let dot = text.lastIndex(of: ".") else { return true }
      let owner = text[mark.upperBound..<dot]
      guard let nominal = flow.module.declarations.nominals[String(owner)],
        let field = nominal.fields.first(where: { $0.name == text[text.index(after: dot)...] })
      else { return !(owner == "Int" || owner == "UInt" || owner == "Double" || owner == "Bool") }
      return flow.holdsReferences(field.type)
    }
    guard let open = text.firstRange(of: ": $("), let close = text.lastIndex(of: ")"),
      let index = Int(text.split(separator: " ").last ?? "")
    else { return true }
    let parts = TypeText.split(text[open.upperBound..<close])
    return index < parts.count ? flow.holdsReferences(parts[index]) : true
  }

  private mutating func branch(
    _ instruction: SILInstruction, _ value: ValueID, _ trail: Trail?, _ color: Color
  ) {
    let passesArguments = instruction.opcode == .br || instruction.opcode == .condBr
    for target in flow.module.targets(of: instruction) {
      guard let block = graph.function.block(numbered: target.block) else { continue }
      for (index, argument) in block.arguments.enumerated() {
        if passesArguments, !(index < target.arguments.count && target.arguments[index] == value) { continue }
        guard flow.holdsReferences(flow.module.text(block.types[index])) else { continue }
        // Blocks are printed in the order of the flow, so only a loop leads back.
        if target.block <= instruction.block {
          sink(.loopCarried, instruction, "lives on into the next turn of the loop", trail, [])
        }
        add(argument, trail, color)
      }
    }
  }

  private mutating func capture(_ instruction: SILInstruction, _ trail: Trail?, _ color: Color) {
    if graph.text(instruction).contains("[on_stack]") { return forward(instruction, trail, color) }
    let step = Trail(instruction, "captured by a closure", after: trail)
    forward(instruction, step, color.union(.captured))
  }

  private mutating func builtin(_ instruction: SILInstruction, _ trail: Trail?, _ color: Color) {
    let name = graph.text(instruction).split(separator: "\"", maxSplits: 2).first ?? ""
    if name.hasPrefix("createAsyncTask") || name.hasPrefix("startAsyncLet") {
      sink(.captured, instruction, "held by the task", trail, color)
    } else if name.contains("ContinuationThrowing") {
      sink(.thrown, instruction, "thrown into a waiting task", trail, color)
    } else if name.contains("ContinuationReturning") {
      sink(.returned, instruction, "returned to a waiting task", trail, color)
    }
  }

  // MARK: - Stores

  private mutating func store(
    _ instruction: SILInstruction, _ address: ValueID, _ trail: Trail?, _ color: Color
  ) {
    store(instruction, in: flow.root(of: address, in: graph), at: address, trail, color)
  }

  private mutating func store(
    _ instruction: SILInstruction, in root: Root, at address: ValueID, _ trail: Trail?, _ color: Color
  ) {
    switch root.kind {
    case .global:
      sink(.storedGlobal, instruction, "stored in the global `\(root.field ?? "")`", trail, color)
    case .result: sink(.returned, instruction, "stored in the result", trail, color)
    case .inoutArgument: sink(.storedArgument, instruction, "stored in an inout argument", trail, color)
    case .argumentObject, .loaded, .argumentAddress:
      let text = "stored in `\(root.fieldName)` of an object that comes from outside"
      let argument =
        root.kind == .argumentObject ? graph.function.arguments.firstIndex(of: root.value) : nil
      sink(.storedField, instruction, text, trail, color, container: argument)
    case .pointer: sink(.storedField, instruction, "stored behind a pointer", trail, color)
    case .unknown: sink(.storedField, instruction, "stored at an address from elsewhere", trail, color)
    case .localVariable:
      let step = Trail(instruction, "stored in a local variable", after: trail)
      for use in reads(under: root.value) { follow(use, step, color, from: address) }
    case .object: storeInObject(instruction, root, trail, color)
    }
  }

  /// The value goes wherever the object goes, and is found again wherever the same field is loaded.
  private mutating func storeInObject(
    _ instruction: SILInstruction, _ root: Root, _ trail: Trail?, _ color: Color
  ) {
    let step = Trail(instruction, "stored in `\(root.fieldName)`", after: trail)
    if root.value != start { add(root.value, step, color.union(.held)) }
    guard seenStores.insert(root.value).inserted else { return }
    for use in reads(under: root.value) {
      if case .value(_, let load) = use, let from = graph.operands(load).first {
        let field = flow.root(of: from, in: graph).field
        if root.field != nil, root.field != "box", field != root.field { continue }
      }
      follow(use, step, color)
    }
  }

  /// How memory is read.
  private enum Read {
    case value(ValueID, SILInstruction)
    case copied(to: ValueID, SILInstruction)
    /// The address is given to a call, a closure or a coroutine.
    case passed(ValueID, SILInstruction)
  }

  /// What reads the memory at `address` and at the addresses in it.
  private func reads(under address: ValueID) -> [Read] {
    var reads: [Read] = []
    var work = [address]
    var seen: Set<ValueID> = [address]
    while let value = work.popLast() {
      for number in graph.users(of: value) {
        let use = graph.instruction(number)
        let operands = graph.operands(use)
        switch use.opcode {
        case .load, .loadBorrow, .loadUnowned:
          if let result = graph.function.results(of: use).first,
            flow.holdsReferences(graph.text(use).split(separator: "$").last.map(String.init) ?? "")
          {
            reads.append(.value(result, use))
          }
        case .copyAddr, .explicitCopyAddr:
          if operands.first == value, let to = operands.last { reads.append(.copied(to: to, use)) }
        case .apply, .tryApply, .beginApply, .yield, .partialApply: reads.append(.passed(value, use))
        case .markDependence where operands.first != value: break
        case _ where use.opcode.projects || use.opcode == .markDependence || use.opcode.forwards:
          for result in graph.function.results(of: use) where seen.insert(result).inserted {
            work.append(result)
          }
        default: break
        }
      }
    }
    return reads
  }

  private mutating func follow(_ read: Read, _ trail: Trail?, _ color: Color, from: ValueID? = nil) {
    switch read {
    case .value(let value, _): add(value, trail, color)
    case .copied(let to, let instruction):
      if to != from, seenStores.insert(to).inserted {
        store(instruction, to, Trail(instruction, "copied", after: trail), color)
      }
    case .passed(let address, let instruction):
      switch instruction.opcode {
      case .yield: sink(.returned, instruction, "lent to the caller", trail, color)
      case .partialApply: capture(instruction, trail, color)
      default: call(instruction, address, trail, color)
      }
    }
  }

  // MARK: - Calls

  private mutating func call(
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
  private mutating func enter(
    _ body: Int, _ position: Int, _ instruction: SILInstruction, _ arguments: [ValueID], _ value: ValueID,
    _ name: String, _ trail: Trail?, _ color: Color
  ) {
    let conventions = flow.graph(body).conventions
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
      where flow.isLibrarys(body)
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

  /// A function whose body is not here. A library's container that is changed in place keeps what it is given.
  private mutating func callOutside(
    _ instruction: SILInstruction, _ symbol: String, _ arguments: [ValueID], _ value: ValueID,
    _ trail: Trail?,
    _ color: Color
  ) {
    let text = graph.text(instruction)
    if symbol.hasPrefix("$sS") || symbol.hasPrefix("$ss"), text.contains("@inout"),
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
