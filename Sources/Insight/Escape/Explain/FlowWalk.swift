// FlowWalk: one breadth-first walk of Flow. A value is met again in another color: `captured` inside of a closure,
// `unmanaged` after it has left reference counting; the colors decide what is said of its sinks.
// Relies on: Flow.

struct FlowWalk {
  let flow: Flow
  let graph: FunctionGraph
  let start: ValueID
  private(set) var sinks: [Sink] = []
  private var queue: [Item] = []
  private var seen: Set<Seen> = []
  var seenStores: Set<ValueID> = []
  /// Local variables whose readers were followed.
  var seenVariables: Set<Seen> = []

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

  struct Seen: Hashable {
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

  mutating func drain() {
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

  mutating func add(_ value: ValueID, _ trail: Trail?, _ color: Color) {
    if seen.insert(Seen(value: value, color: color)).inserted {
      queue.append(Item(value: value, trail: trail, color: color))
    }
  }

  mutating func sink(
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

  mutating func use(
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

  mutating func forward(_ instruction: SILInstruction, _ trail: Trail?, _ color: Color) {
    for result in graph.function.results(of: instruction) { add(result, trail, color) }
  }

  /// Whether the value is memory itself, whose address goes on as a value: raw memory that was asked for.
  func isPointer(_ value: ValueID) -> Bool {
    guard let definition = graph.definition(of: value) else { return false }
    return definition.opcode == .builtin || definition.opcode == .indexRawPointer
      || definition.opcode == .bindMemory
      || definition.opcode == .pointerToAddress || definition.opcode == .addressToPointer
  }

  /// `%8 : $(Builtin.Int64, Builtin.Int1), 0`, `%9 : $Pair, #Pair.count`
  func extractsReference(_ instruction: SILInstruction) -> Bool {
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

  mutating func branch(
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

  mutating func capture(_ instruction: SILInstruction, _ trail: Trail?, _ color: Color) {
    if graph.text(instruction).contains("[on_stack]") { return forward(instruction, trail, color) }
    let step = Trail(instruction, "captured by a closure", after: trail)
    forward(instruction, step, color.union(.captured))
  }

  mutating func builtin(_ instruction: SILInstruction, _ trail: Trail?, _ color: Color) {
    let name = graph.text(instruction).split(separator: "\"", maxSplits: 2).first ?? ""
    if name.hasPrefix("createAsyncTask") || name.hasPrefix("startAsyncLet") {
      sink(.captured, instruction, "held by the task", trail, color)
    } else if name.contains("ContinuationThrowing") {
      sink(.thrown, instruction, "thrown into a waiting task", trail, color)
    } else if name.contains("ContinuationReturning") {
      sink(.returned, instruction, "returned to a waiting task", trail, color)
    }
  }
}
