// FunctionGraph: who defines and who uses each value of one function. Built when a function is first looked into, since
// most functions of a module hold no allocation.
// Relies on: Module.

/// Definitions and uses in one function.
final class FunctionGraph {
  enum Definition {
    case instruction(Int32)
    /// A block's argument.
    case argument(block: Int32, index: Int32, type: Range<Int32>)
    case none
  }

  let module: SILModule
  let function: SILFunction
  private(set) var definitions: [Definition]
  /// By value, from `firstUse[value]` up to the next: the instructions that use it, in order.
  private let firstUse: [Int32]
  private let uses: [Int32]

  /// - Complexity: O(instructions and operands).
  init(_ function: SILFunction, of module: SILModule) {
    self.module = module
    self.function = function
    definitions = Array(repeating: .none, count: function.valueCount)
    for block in function.blocks {
      for (index, argument) in block.arguments.enumerated() {
        definitions[Int(argument)] =
          .argument(block: block.number, index: Int32(index), type: block.types[index])
      }
    }
    var counts = [Int32](repeating: 0, count: function.valueCount + 1)
    for operand in function.operands { counts[Int(operand) + 1] += 1 }
    for value in 1..<max(1, counts.count) { counts[value] += counts[value - 1] }
    firstUse = counts
    var uses = [Int32](repeating: 0, count: function.operands.count)
    for (number, instruction) in function.instructions.enumerated() {
      for result in function.results(of: instruction) {
        definitions[Int(result)] = .instruction(Int32(number))
      }
      for operand in function.operands(of: instruction) {
        uses[Int(counts[Int(operand)])] = Int32(number)
        counts[Int(operand)] += 1
      }
    }
    self.uses = uses
  }

  /// The instructions that use a value; one that uses it twice stands there twice.
  func users(of value: ValueID) -> ArraySlice<Int32> {
    uses[Int(firstUse[Int(value)])..<Int(firstUse[Int(value) + 1])]
  }

  /// The instruction that defines a value; nil for a block's argument.
  func definition(of value: ValueID) -> SILInstruction? {
    if case .instruction(let number) = definitions[Int(value)] { return function.instructions[Int(number)] }
    return nil
  }

  func instruction(_ number: Int32) -> SILInstruction { function.instructions[Int(number)] }

  func operands(_ instruction: SILInstruction) -> ArraySlice<ValueID> { function.operands(of: instruction) }

  func text(_ instruction: SILInstruction) -> String { module.text(instruction.rest) }

  /// What a block's arguments are given, by block: for each branch there, its values; a switch or a cast gives what it
  /// looks at.
  private lazy var incoming: [Int32: [[ValueID]]] = {
    var incoming: [Int32: [[ValueID]]] = [:]
    for instruction in function.instructions {
      switch instruction.opcode {
      case .br, .condBr:
        for target in module.targets(of: instruction) {
          incoming[target.block, default: []].append(target.arguments)
        }
      case .switchEnum, .checkedCastBr:
        guard let value = operands(instruction).first else { break }
        for target in module.targets(of: instruction) { incoming[target.block, default: []].append([value]) }
      default: break
      }
    }
    return incoming
  }()

  /// The values that a block's argument can be.
  func sources(ofArgument index: Int, of block: Int32) -> [ValueID] {
    incoming[block, default: []].compactMap { $0.indices.contains(index) ? $0[index] : nil }
  }

  /// The function's own type parameters; their sizes are not known in its code.
  private(set) lazy var genericParameters = TypeText.genericParameters(of: module.text(function.type))

  /// Whether a type depends on one of them.
  func isGeneric(_ type: some StringProtocol) -> Bool {
    let type = String(type)
    return genericParameters.contains { TypeText.names($0, in: type) }
  }

  /// How each argument of the function is passed.
  private(set) lazy var conventions = TypeText.arguments(of: module.text(function.type))

  /// The arguments of the block that a `try_apply` goes on to when the call returns (`normal`) or throws (`error`).
  func arguments(of instruction: SILInstruction, on edge: String) -> [ValueID] {
    let text = text(instruction)
    guard let at = text.firstRange(of: edge + " bb"),
      let number = Int32(text[at.upperBound...].prefix { $0.isNumber })
    else { return [] }
    return function.block(numbered: number)?.arguments ?? []
  }

  /// What a call gives: its results, or what its `normal` block is given.
  func results(ofCall instruction: SILInstruction) -> [ValueID] {
    instruction.opcode == .tryApply
      ? arguments(of: instruction, on: "normal") : Array(function.results(of: instruction))
  }
}
