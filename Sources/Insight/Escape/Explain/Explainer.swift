// Explainer: from the SIL of a module to its sites: every allocation that a user's line owns, and every allocation that a
// call from a user's line carries out of the library, each with its reason and the path by which it escapes.
// Relies on: Flow, Frames, Allocations, Transparent, LibraryFunctions.

/// Explains one module.
final class Explainer {
  let module: SILModule
  let names = SymbolNames()
  let flow: Flow
  var frames: Frames
  var carriedBy: [Int: [CarriedAllocation]] = [:]
  /// By symbol, of functions without a body; nil for what allocates nothing.
  var effects: [String: LibraryFunctions.Effect?] = [:]
  private var sites: [Site] = []

  /// - Parameter isUsers: Whether a file of that name, as the compiler was given it, is one that the report is of.
  init(_ module: SILModule, isUsers: (String) -> Bool) {
    self.module = module
    flow = Flow(module, names: names)
    frames = Frames(module, names: names, isUsers: isUsers)
  }

  /// - Complexity: O(instructions of the module, and of the ways of their values).
  func explain() -> EscapeExplanation {
    for function in module.functions.indices where isInteresting(function) {
      let graph = flow.graph(function)
      for allocation in graph.allocations() { add(allocation, function, graph) }
      for instruction in graph.function.instructions where instruction.opcode.calls {
        add(callsOf: instruction, function, graph)
      }
    }
    return EscapeExplanation(
      sites: merged(), ignoredLines: module.linesNotUnderstood.count, silLines: module.lineCount)
  }

  /// Whether any of a function's instructions can belong to a user's line.
  private func isInteresting(_ function: Int) -> Bool {
    // Without scopes of the user's files nothing is looked for: most of a module is specialized library code.
    module.functions[function].instructions.contains { instruction in
      (instruction.opcode.mayAllocate || instruction.opcode.calls)
        && frames.locate(instruction, in: module.functions[function]).site != nil
    }
  }

  private func add(_ allocation: Allocation, _ function: Int, _ graph: FunctionGraph) {
    let instruction = graph.instruction(allocation.instruction)
    let located = frames.locate(instruction, in: graph.function)
    guard let site = located.site else { return }
    let chain = located.inner.map { names.full(module.symbol($0)) }
    let carried = CarriedAllocation(
      kind: allocation.kind, type: allocation.type, verdict: allocation.verdict, reason: allocation.reason,
      bytes: allocation.bytes, may: allocation.may, chain: chain)
    emit(carried, at: site, located.outer, function, value: allocation.value, instruction)
  }

  private func add(callsOf instruction: SILInstruction, _ function: Int, _ graph: FunctionGraph) {
    var located: Frames.Located?
    for var carried in called(by: instruction, in: graph) {
      // Asked for when something is carried, which is seldom.
      let at = located ?? frames.locate(instruction, in: graph.function)
      located = at
      guard let site = at.site else { return }
      carried.chain += at.inner.map { names.full(module.symbol($0)) }
      let value: ValueID? =
        switch carried.inside {
        case .thrown: graph.arguments(of: instruction, on: "error").first
        case .returned, nil: graph.results(ofCall: instruction).first
        // It goes somewhere else inside, and what the call gives is another value.
        default: nil
        }
      emit(carried, at: site, at.outer, function, value: value, instruction)
    }
  }

  // MARK: - One site

  private func emit(
    _ carried: CarriedAllocation, at site: Frame, _ outer: [Frame], _ function: Int, value: ValueID?,
    _ instruction: SILInstruction
  ) {
    guard let place = site.place else { return }
    let sinks =
      carried.verdict == .heap
      ? (value.map { flow.sinks(of: $0, in: function) } ?? []).sorted { $0.reason.rank < $1.reason.rank } : []
    let isInside = carried.decidesByChain && carried.chain.count > 1
    let stated =
      isInside && !carried.kind.isOneOfAKind ? LibraryFunctions.reason(of: carried.chain) : carried.reason
    let reason = stated ?? self.reason(of: carried, sinks, instruction, function)
    let file = module.files[Int(place.file)]
    var path = sinks.first.map { steps(of: $0.trail, function, place) } ?? []
    if path.isEmpty, carried.verdict == .heap {
      path = [
        Site.Step(
          file: file, line: Int(place.line), column: Int(place.column), text: ownStep(reason, carried))
      ]
    }
    sites.append(
      Site(
        line: Int(place.line), column: Int(place.column), file: file,
        function: names.short(module.symbol(site.symbol)), kind: carried.kind,
        type: TypeText.withoutOpened(carried.type), bytes: carried.bytes, verdict: carried.verdict,
        reason: reason, path: path,
        inlinedFrom: outer.map {
          Site.Caller(function: names.short(module.symbol($0.symbol)), line: Int($0.place?.line ?? 0))
        },
        others: max(0, sinks.count - 1), copies: 1,
        // Scratch memory that is small is on the stack, which is asked when it is needed.
        may: carried.may || [.growth, .copyOnWrite].contains(reason)
          || carried.kind == .rawMemory && reason == .unknownSize, measured: nil))
  }

  /// The order of the design: what the kind says (`carried.reason`), what the library's function says, the strongest sink,
  /// what was found inside, what the type says; and where nothing is found, that.
  private func reason(
    of carried: CarriedAllocation, _ sinks: [Sink], _ instruction: SILInstruction, _ function: Int
  ) -> Reason {
    guard carried.verdict == .heap else { return .promoted }
    let chain = carried.chain.filter { !$0.contains("__allocating_init") && !$0.hasPrefix("@") }
    let own: Set<Site.Kind> = [.object, .box, .closureContext, .errorBox, .existentialBox]
    let library = chain.isEmpty || own.contains(carried.kind) ? nil : LibraryFunctions.reason(of: chain)
    if let library, library != .libraryCall || !LibraryFunctions.isLiteral(chain) { return library }
    if let first = sinks.first { return first.reason }
    if let inside = carried.inside, inside != .returned { return inside }
    if carried.kind == .rawMemory {
      return chain.contains { $0.contains("emporary") } ? .unknownSize : .explicit
    }
    if let library, !LibraryFunctions.isLiteral(chain) { return library }
    let text = module.text(instruction.rest)
    if instruction.opcode == .allocRef, text.contains("tail_elems"), carried.bytes == nil {
      return .unknownSize
    }
    if carried.type.contains("τ_") || carried.type == "T" || carried.type.contains("<T>")
      || carried.type.contains("Element")
    {
      return .unspecialized
    }
    if module.symbol(module.functions[function].symbol).hasSuffix("WZ") { return .once }
    return .optimizerLimit
  }

  /// A path with a position at each step; a step without one takes the one before it.
  private func steps(of trail: Trail, _ function: Int, _ site: SILPlace) -> [Site.Step] {
    var last = site
    return trail.steps.map { step in
      if let place = frames.locate(step.instruction, in: module.functions[function]).site?.place {
        last = place
      }
      return Site.Step(
        file: module.files[Int(last.file)], line: Int(last.line), column: Int(last.column), text: step.text)
    }
  }

  private func ownStep(_ reason: Reason, _ carried: CarriedAllocation) -> String {
    guard let outermost = carried.chain.last(where: { !$0.contains("__allocating_init") }) else {
      return reason.sentence
    }
    return "in `\(names.short(outermost))`: \(reason.sentence)"
  }

  /// Equal sites of a line are one, counted.
  private func merged() -> [Site] {
    struct Key: Hashable {
      var file: String
      var line: Int
      var column: Int
      var kind: Site.Kind
      var type: String
      var verdict: Site.Verdict
      var reason: Reason
    }
    var order: [Key] = []
    var byKey: [Key: Site] = [:]
    for site in sites {
      let key = Key(
        file: site.file, line: site.line, column: site.column, kind: site.kind, type: site.type,
        verdict: site.verdict, reason: site.reason)
      if byKey[key] == nil {
        byKey[key] = site
        order.append(key)
      } else {
        byKey[key]!.copies += 1
      }
    }
    return order.map { byKey[$0]! }.sorted { one, other in
      let (place, otherPlace) = ((one.file, one.line, one.column), (other.file, other.line, other.column))
      if place != otherPlace { return place < otherPlace }
      return (one.kind.rawValue, one.type, one.reason.rawValue, one.verdict.rawValue)
        < (other.kind.rawValue, other.type, other.reason.rawValue, other.verdict.rawValue)
    }
  }
}
