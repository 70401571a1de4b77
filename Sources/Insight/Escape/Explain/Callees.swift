// Callees: what a call calls, as far as its text tells.
// Relies on: FunctionGraph, SymbolNames.

/// The target of a call.
enum Callee {
  /// A known function, directly or through a closure made here.
  case function(symbol: String, isClosure: Bool)
  /// A method that is chosen at run time, by its text: `#Animal.init!allocator : …`.
  case method(String)
  /// A closure from elsewhere.
  case unknown
}

extension Flow {
  func callee(of instruction: SILInstruction, in graph: FunctionGraph) -> Callee {
    guard let operand = graph.operands(instruction).first else { return .unknown }
    return callee(value: operand, in: graph, isClosure: false)
  }

  private func callee(value: ValueID, in graph: FunctionGraph, isClosure: Bool) -> Callee {
    var value = value
    var isClosure = isClosure
    for _ in 0..<8 {
      guard let definition = graph.definition(of: value) else { return .unknown }
      switch definition.opcode {
      case .functionRef, .dynamicFunctionRef, .prevDynamicFunctionRef:
        let name = graph.text(definition).dropFirst().prefix { $0 != " " }
        return .function(symbol: String(name), isClosure: isClosure)
      case .classMethod, .witnessMethod, .superMethod, .objcMethod, .objcSuperMethod:
        return .method(graph.text(definition))
      case .partialApply: isClosure = true
      default: if !definition.opcode.forwards { return .unknown }
      }
      guard let next = graph.operands(definition).first else { return .unknown }
      value = next
    }
    return .unknown
  }

  /// The body of a function of this module.
  func body(of symbol: String) -> Int? { module.symbolNumbers[symbol].flatMap { module.bodies[$0] } }

  /// What the compiler says of an argument of a function without a body; nil when nothing.
  func effect(onArgument index: Int, of symbol: String) -> SILArgumentEffect? {
    module.symbolNumbers[symbol].flatMap { module.effects[$0]?[index] }
  }

  /// Whether a function is the standard library's own, specialized or not: what it keeps, its caller keeps.
  func isLibrarys(_ symbol: String) -> Bool { SymbolNames.isStandard(symbol) }

  /// Whether a function without a body is known to let nothing out: it ends or counts what it is given.
  func keepsNothing(_ symbol: String) -> Bool {
    if symbol.hasPrefix("swift_") { return true }
    guard isLibrarys(symbol) else { return false }
    let name = names.full(symbol)
    return Self.harmless.contains { name.contains($0) }
  }

  private static let harmless = [
    "_assertionFailure", "assertionFailure", "fatalError", "preconditionFailure", "_finalizeUninit",
    "deallocate", "_deallocateUninitialized",
  ]
}
