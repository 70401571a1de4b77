// Check: that a text of SIL fits together. Lines in another order read without a complaint, and their verdicts would be
// wrong; so every operand must have a definition, every branch a target with as many arguments, every scope a place.
// Relies on: Module.

extension SILModule {
  /// Checks every function.
  ///
  /// - Throws: `SILError` for the first line that does not fit.
  /// - Complexity: O(instructions).
  func check() throws(SILError) {
    var definedBy: [Int32] = []
    for (number, function) in functions.enumerated() {
      // One array for all functions: a value is defined when its mark is this function's.
      let mark = Int32(number + 1)
      if definedBy.count < function.valueCount {
        definedBy += Array(repeating: 0, count: function.valueCount - definedBy.count)
      }
      for block in function.blocks {
        for argument in block.arguments { definedBy[Int(argument)] = mark }
      }
      for result in function.results { definedBy[Int(result)] = mark }
      for instruction in function.instructions {
        for operand in function.operands(of: instruction) where definedBy[Int(operand)] != mark {
          throw SILError(
            line: Int(instruction.textLine),
            message: "%\(operand) is not defined in \(symbol(function.symbol)): lines are missing")
        }
        if let number = instruction.scope, scope(number) == nil {
          throw SILError(line: Int(instruction.textLine), message: "scope \(number) is not declared")
        }
        if instruction.opcode == .br || instruction.opcode == .condBr {
          try checkTargets(of: instruction, in: function)
        }
      }
    }
  }

  private func checkTargets(
    of instruction: SILInstruction, in function: SILFunction
  ) throws(SILError) {
    for target in targets(of: instruction) {
      guard let block = function.block(numbered: target.block) else {
        throw SILError(
          line: Int(instruction.textLine), message: "bb\(target.block) does not exist: lines are missing")
      }
      guard block.arguments.count == target.arguments.count else {
        throw SILError(
          line: Int(instruction.textLine),
          message:
            "bb\(target.block) takes \(block.arguments.count) values and is given \(target.arguments.count)")
      }
    }
  }

  /// Where an instruction may go on, and what it passes there.
  ///
  /// - Complexity: O(length of the instruction).
  package func targets(of instruction: SILInstruction) -> [(block: Int32, arguments: [ValueID])] {
    var targets: [(Int32, [ValueID])] = []
    let end = Int(instruction.rest.upperBound)
    var at = Int(instruction.rest.lowerBound)
    func digits() -> Int32? {
      var number: Int32 = 0
      let start = at
      while at < end, bytes[at] >= 48, bytes[at] <= 57 {
        number = number * 10 + Int32(bytes[at] - 48)
        at += 1
      }
      return at > start ? number : nil
    }
    while at < end {
      let isTarget =
        bytes[at] == UInt8(ascii: "b") && at + 2 < end && bytes[at + 1] == UInt8(ascii: "b")
        && (at == Int(instruction.rest.lowerBound) || bytes[at - 1] == UInt8(ascii: " "))
      at += 1
      guard isTarget else { continue }
      at += 1
      guard let block = digits() else { continue }
      var arguments: [ValueID] = []
      if at < end, bytes[at] == UInt8(ascii: "(") {
        var depth = 0
        repeat {
          if bytes[at] == UInt8(ascii: "(") { depth += 1 }
          if bytes[at] == UInt8(ascii: ")") { depth -= 1 }
          let isValue = bytes[at] == UInt8(ascii: "%")
          at += 1
          if isValue, let value = digits() { arguments.append(value) }
        } while depth > 0 && at < end
      }
      targets.append((block, arguments))
    }
    return targets
  }
}
