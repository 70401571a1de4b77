// Transparent: allocations inside of functions that no user's line owns: specialized library code, initializers that only
// allocate, thunks, code that a macro made. Whoever calls such a function from a line of source is their site; so no list of
// functions that allocate is needed but for those without a body.
// Relies on: Flow, Frames, Allocations, LibraryFunctions.

/// An allocation that belongs to whoever calls.
struct CarriedAllocation: Hashable {
  var kind: Site.Kind
  var type: String
  var verdict: Site.Verdict
  var reason: Reason?
  var bytes: Int?
  var may: Bool
  /// The library functions around it, demangled, the innermost first.
  var chain: [String]
  /// What becomes of it inside, when that is known.
  var inside: Reason?
  /// The reason holds where the function is called directly; inside of another library function that one decides.
  var decidesByChain = false
}

extension Explainer {
  /// The allocations of a function that no user's line owns, and those of the functions that it calls where no user's
  /// line owns the call.
  ///
  /// - Complexity: O(instructions of the functions reached), each looked at once.
  func carried(by function: Int) -> [CarriedAllocation] {
    if let known = carriedBy[function] { return known }
    // Functions that call each other carry nothing new.
    carriedBy[function] = []
    var found: [CarriedAllocation] = []
    let graph = flow.graph(function)
    for allocation in graph.allocations() where allocation.verdict != .none {
      if allocation.kind == .closureContext, allocation.verdict == .stack { continue }
      let located = frames.locate(graph.instruction(allocation.instruction), in: graph.function)
      guard located.site == nil else { continue }
      found.append(
        CarriedAllocation(
          kind: allocation.kind, type: allocation.type, verdict: allocation.verdict,
          reason: allocation.reason,
          bytes: allocation.bytes, may: allocation.may,
          chain: located.inner.map { names.full(module.symbol($0)) },
          inside: allocation.value.flatMap { strongest($0, function) }))
    }
    for instruction in graph.function.instructions where instruction.opcode.calls {
      let located = frames.locate(instruction, in: graph.function)
      guard located.site == nil else { continue }
      let result = graph.results(ofCall: instruction).first
      for var one in called(by: instruction, in: graph) {
        one.chain += located.inner.map { names.full(module.symbol($0)) }
        if one.inside == .returned || one.inside == nil, let result {
          one.inside = strongest(result, function) ?? one.inside
        }
        found.append(one)
      }
    }
    var seen: Set<CarriedAllocation> = []
    found = found.filter { one in
      var key = one
      key.chain = []
      return seen.insert(key).inserted
    }
    carriedBy[function] = found
    return found
  }

  private func strongest(_ value: ValueID, _ function: Int) -> Reason? {
    flow.sinks(of: value, in: function).map(\.reason).min { $0.rank < $1.rank }
  }

  /// What a call allocates for its caller.
  func called(by instruction: SILInstruction, in graph: FunctionGraph) -> [CarriedAllocation] {
    switch flow.callee(of: instruction, in: graph) {
    case .unknown: return []
    case .method(let text):
      if LibraryFunctions.describesNumber(text) {
        return [
          CarriedAllocation(
            kind: .stringStorage, type: "String", verdict: .heap, reason: .libraryCall, may: true,
            chain: ["Swift.String.init"], decidesByChain: true)
        ]
      }
      // A protocol's initializer, `$Element, #Readable.init!allocator`, may be anything's.
      guard text.first != "$", let mark = text.firstRange(of: "#"),
        let end = text.firstRange(of: ".init!allocator")
      else { return [] }
      return [
        CarriedAllocation(
          kind: .object, type: String(text[mark.upperBound..<end.lowerBound]), verdict: .heap,
          reason: .dynamicType,
          may: false, chain: [], inside: .returned)
      ]
    case .function(let symbol, _):
      if isEmptyLiteral(instruction, symbol, in: graph) { return [] }
      if let body = flow.body(of: symbol) {
        let arguments = TypeText.genericArguments(ofCall: graph.text(instruction))
        let inside = carried(by: body)
        // A protocol's own function that is not specialized calls what it does not know.
        if inside.isEmpty, !arguments.isEmpty, effect(of: symbol)?.isOfProtocol == true {
          return carried(byExternal: symbol, instruction, in: graph)
        }
        return inside.map { one in
          var one = one
          one.type = StorageTypes.substitute(arguments, in: one.type)
          return one
        }
      }
      return carried(byExternal: symbol, instruction, in: graph)
    }
  }

  private func carried(
    byExternal symbol: String, _ instruction: SILInstruction, in graph: FunctionGraph
  ) -> [CarriedAllocation] {
    let name = names.full(symbol)
    if name.contains("__allocating_init") {
      let owner = names.short(symbol)
      let type = owner.firstRange(of: ".__allocating_init").map { String(owner[..<$0.lowerBound]) } ?? owner
      return [
        CarriedAllocation(
          kind: .object, type: StorageTypes.shown(type), verdict: .heap, may: false, chain: [],
          inside: .returned)
      ]
    }
    guard symbol.hasPrefix("$s"), let effect = effect(of: symbol) else { return [] }
    let type = type(of: effect.kind, calledBy: instruction, in: graph, name)
    guard type != nil || !effect.isOfProtocol else { return [] }
    return [
      CarriedAllocation(
        kind: effect.kind, type: type ?? (effect.kind == .arrayBuffer ? "Array" : "Dictionary"),
        verdict: .heap,
        reason: effect.reason, may: true, chain: [name], decidesByChain: true)
    ]
  }

  private func effect(of symbol: String) -> LibraryFunctions.Effect? {
    if let known = effects[symbol] { return known }
    let effect = LibraryFunctions.effect(of: names.full(symbol))
    effects[symbol] = .some(effect)
    return effect
  }

  /// The collection that a call works on: from the types of the call, its generic arguments put in; nil when it is none of the
  /// library's.
  private func type(
    of kind: Site.Kind, calledBy instruction: SILInstruction, in graph: FunctionGraph, _ name: String
  ) -> String? {
    let text = graph.text(instruction)
    guard let signature = text.firstRange(of: " : $") else { return StorageTypes.type(of: kind, in: "") }
    let types = String(text[signature.upperBound...])
    let arguments = TypeText.genericArguments(ofCall: text)
    if let cast = typeBeforeCast(instruction, in: graph) { return StorageTypes.shown(cast) }
    return StorageTypes.type(of: kind, in: StorageTypes.substitute(arguments, in: types))
  }

  /// Code that the library keeps ready for any object works on `Array<AnyObject>`; the array is cast before:
  /// `unchecked_addr_cast %3 : $*Array<Node> to $*Array<AnyObject>`.
  private func typeBeforeCast(_ instruction: SILInstruction, in graph: FunctionGraph) -> String? {
    for operand in graph.operands(instruction).dropFirst() {
      guard let cast = graph.definition(of: operand),
        cast.opcode == .uncheckedAddrCast || cast.opcode == .uncheckedBitwiseCast
      else { continue }
      let text = graph.text(cast)
      guard let start = text.firstRange(of: " : $"), let end = text.firstRange(of: " to $"),
        text[end.upperBound...].contains("AnyObject")
      else { continue }
      return TypeText.withoutAttributes(text[start.upperBound..<end.lowerBound])
    }
    return nil
  }

  /// `[:]` and `[]`: the empty storage, which is there already, or an array of no elements, which takes it.
  private func isEmptyLiteral(_ instruction: SILInstruction, _ symbol: String, in graph: FunctionGraph)
    -> Bool
  {
    guard let argument = graph.operands(instruction).dropFirst().first else { return false }
    let name = names.full(symbol)
    if name.contains("_allocateUninitialized") { return isZero(argument, in: graph) }
    guard name.contains("Literal: ") else { return false }
    if isEmptyArray(argument, in: graph) { return true }
    let root = flow.root(of: argument, in: graph)
    return root.kind == .global && root.field?.contains("_swiftEmptyArrayStorage") == true
  }

  /// In code that is generic still: the array is made by a call, of no elements.
  private func isEmptyArray(_ value: ValueID, in graph: FunctionGraph) -> Bool {
    guard let definition = graph.definition(of: value), let first = graph.operands(definition).first else {
      return false
    }
    guard definition.opcode == .apply else {
      return definition.opcode.forwards && isEmptyArray(first, in: graph)
    }
    guard case .function(let symbol, _) = flow.callee(of: definition, in: graph) else { return false }
    return isEmptyLiteral(definition, symbol, in: graph)
  }

  /// A literal, or an `Int` that is made of one.
  private func isZero(_ value: ValueID, in graph: FunctionGraph) -> Bool {
    guard let definition = graph.definition(of: value) else { return false }
    if definition.opcode == .structure, let only = graph.operands(definition).first {
      return isZero(only, in: graph)
    }
    return definition.opcode == .integerLiteral && graph.text(definition).hasSuffix(", 0")
  }
}
