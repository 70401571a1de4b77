// FlowWalk+Stores: what becomes of a value that is stored: kept by what outlives the function, or found again where the memory
// is read.
// Relies on: FlowWalk, Roots.

extension FlowWalk {
  mutating func store(
    _ instruction: SILInstruction, _ address: ValueID, _ trail: Trail?, _ color: Color
  ) {
    store(instruction, in: flow.root(of: address, in: graph), at: address, trail, color)
  }

  mutating func store(
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
      // Two variables that a call moves into each other would be walked for ever.
      guard seenVariables.insert(Seen(value: root.value, color: color)).inserted else { return }
      let step = Trail(instruction, "stored in a local variable", after: trail)
      for use in reads(under: root.value) { follow(use, step, color, from: address) }
    case .object: storeInObject(instruction, root, trail, color)
    }
  }

  /// The value goes wherever the object goes, and is found again wherever the same field is loaded.
  mutating func storeInObject(
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
  enum Read {
    case value(ValueID, SILInstruction)
    case copied(to: ValueID, SILInstruction)
    /// The address is given to a call, a closure or a coroutine.
    case passed(ValueID, SILInstruction)
  }

  /// What reads the memory at `address` and at the addresses in it.
  func reads(under address: ValueID) -> [Read] {
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

  mutating func follow(_ read: Read, _ trail: Trail?, _ color: Color, from: ValueID? = nil) {
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
}
