// Flow: where a value goes. From an allocation forward through everything that hands it on, through stores into local
// memory and the loads from there, breadth first, to the sinks: the places by which it leaves the function.
// Relies on: FunctionGraph, Roots, Callees. Source of the idea: Go's cmd/compile/internal/escape, read backward: there a walk
// starts at each place that outlives, here at each allocation, since SIL gives every value one definition.

/// A step on the way from an allocation, each with the one before.
final class Trail {
  let instruction: SILInstruction
  let text: String
  let previous: Trail?

  init(_ instruction: SILInstruction, _ text: String, after previous: Trail?) {
    self.instruction = instruction
    self.text = text
    self.previous = previous
  }

  /// From the allocation on.
  var steps: [Trail] {
    var steps: [Trail] = []
    var next: Trail? = self
    while let step = next {
      steps.append(step)
      next = step.previous
    }
    return steps.reversed()
  }
}

/// A place by which a value leaves its function.
struct Sink {
  /// What is said of it: a value inside of a closure is captured, wherever the closure goes.
  var reason: Reason
  /// What happens at the place itself.
  var place: Reason
  var trail: Trail
  /// For a store in an object that came in as an argument: the argument's number.
  var container: Int?
}

/// The flow of values in one module.
final class Flow {
  let module: SILModule
  let names: SymbolNames
  private var graphs: [Int: FunctionGraph] = [:]
  private var sinksOf: [Key: [Sink]] = [:]
  /// Type texts, and whether a value of the type can hold a reference.
  private var holds: [String: Bool] = [:]

  private struct Key: Hashable {
    var function: Int
    var value: ValueID
    /// Loads through the address are meant, not the address.
    var isAddress: Bool
  }

  init(_ module: SILModule, names: SymbolNames) {
    self.module = module
    self.names = names
  }

  /// The graph of the function at that index.
  func graph(_ function: Int) -> FunctionGraph {
    if let graph = graphs[function] { return graph }
    let graph = FunctionGraph(module.functions[function], of: module)
    graphs[function] = graph
    return graph
  }

  /// The sinks of a value, in the order in which a breadth-first search meets them.
  ///
  /// - Complexity: O(uses that the value reaches); each value of the module is walked once.
  func sinks(of value: ValueID, in function: Int) -> [Sink] {
    let key = Key(function: function, value: value, isAddress: false)
    if let known = sinksOf[key] { return known }
    // A value that comes back to itself adds nothing new.
    sinksOf[key] = []
    var walk = FlowWalk(self, function, from: value)
    walk.run()
    sinksOf[key] = walk.sinks
    return walk.sinks
  }

  /// The sinks of what a function is given as its argument number `index`: of the reference, or of what lies at the address.
  func sinks(ofArgument index: Int, of function: Int) -> [Sink] {
    let graph = graph(function)
    guard index < graph.function.arguments.count else { return [] }
    let value = graph.function.arguments[index]
    guard case .argument(_, _, let type) = graph.definitions[Int(value)], module.text(type).hasPrefix("$*")
    else {
      return sinks(of: value, in: function)
    }
    let key = Key(function: function, value: value, isAddress: true)
    if let known = sinksOf[key] { return known }
    sinksOf[key] = []
    var walk = FlowWalk(self, function, from: value)
    walk.runThroughAddress()
    sinksOf[key] = walk.sinks
    return walk.sinks
  }

  /// Whether a value of a type can keep a reference or a pointer: numbers cannot.
  ///
  /// - Parameter type: As SIL spells it, with or without `$` and `*`.
  func holdsReferences(_ type: String) -> Bool {
    if let known = holds[type] { return known }
    let result = Self.holds(TypeText.withoutAttributes(type), module.declarations, depth: 0)
    holds[type] = result
    return result
  }

  private static let numbers: Set<String> = [
    "Int", "UInt", "Int8", "UInt8", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "Int128",
    "UInt128",
    "Bool", "Double", "Float", "Float16", "Float80", "()", "Never", "Range<Int>", "ClosedRange<Int>",
    "Duration",
    "ObjectIdentifier", "Builtin.Word", "Builtin.IntLiteral", "Builtin.SILToken", "Unicode.Scalar",
  ]

  private static func holds(_ type: String, _ declarations: Declarations, depth: Int) -> Bool {
    if numbers.contains(type) || type.hasPrefix("Builtin.Int") || type.hasPrefix("Builtin.FP") {
      return false
    }
    guard depth < 8 else { return true }
    if let wrapped = TypeText.argument(of: "Optional", in: type) {
      return holds(wrapped, declarations, depth: depth + 1)
    }
    if type.last == "?" { return holds(String(type.dropLast()), declarations, depth: depth + 1) }
    if type.first == "(", type.last == ")", !type.contains("->") {
      return TypeText.split(type.dropFirst().dropLast()).contains { element in
        let bare = element.firstRange(of: ": ").map { String(element[$0.upperBound...]) } ?? element
        return holds(bare, declarations, depth: depth + 1)
      }
    }
    guard let nominal = declarations.nominals[type], !nominal.isGeneric else { return true }
    switch nominal.kind {
    case .structure: return nominal.fields.contains { holds($0.type, declarations, depth: depth + 1) }
    case .enumeration:
      return nominal.cases.contains {
        $0.isIndirect || ($0.payload.map { holds("(\($0))", declarations, depth: depth + 1) } ?? false)
      }
    case .reference, .actor, .proto: return true
    }
  }
}
