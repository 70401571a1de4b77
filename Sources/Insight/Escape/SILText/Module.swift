// Module: a text of SIL as values: functions with their blocks and instructions, scopes, and the declarations at its head.
// Text that only a few instructions are asked for stays text: an instruction keeps its range and is decoded when needed.
// Relies on: Opcode, Declarations.

/// Where an instruction comes from.
package struct SILPlace: Hashable, Sendable {
  /// An index into the module's `files`.
  package var file: Int32
  package var line: Int32
  package var column: Int32
}

/// A scope: where it is, what it is in, and where that was inlined.
struct SILScope {
  var place: SILPlace?
  var parent: Int32?
  /// An index into the module's `symbols`: the function whose outermost scope this is.
  var function: Int32?
  var inlinedAt: Int32?
}

/// A number of a value in its function, the `n` of `%n`.
package typealias ValueID = Int32

/// One instruction of a function.
package struct SILInstruction {
  package var opcode: Opcode
  /// The line of the text, counted from 1.
  var textLine: Int32
  /// What stands after the opcode, without place and scope: bytes of the module's text.
  package var rest: Range<Int32>
  /// Into the function's `results` and `operands`.
  var results: Range<Int32>
  var operands: Range<Int32>
  var block: Int32
  package var place: SILPlace?
  package var scope: Int32?
}

/// What the compiler knows of an argument of a function whose body is elsewhere.
enum SILArgumentEffect: Hashable {
  /// It goes nowhere.
  case stays
  /// It comes back as the result.
  case returned
  /// It goes into another argument.
  case stored(in: Int)
}

/// One block: its arguments and the text of their types.
package struct SILBlock {
  package var number: Int32
  var arguments: [ValueID]
  var types: [Range<Int32>]
}

/// One function with a body.
package struct SILFunction {
  var symbol: Int32
  /// The type after ` : $`.
  var type: Range<Int32>
  var textLine: Int32
  /// It stands for another function; its lines are that one's head.
  var isThunk = false
  package var blocks: [SILBlock] = []
  package var instructions: [SILInstruction] = []
  var results: [ValueID] = []
  var operands: [ValueID] = []
  /// One more than the greatest number of a value.
  var valueCount = 0

  package func results(of instruction: SILInstruction) -> ArraySlice<ValueID> {
    results[Int(instruction.results.lowerBound)..<Int(instruction.results.upperBound)]
  }

  package func operands(of instruction: SILInstruction) -> ArraySlice<ValueID> {
    operands[Int(instruction.operands.lowerBound)..<Int(instruction.operands.upperBound)]
  }

  /// The arguments of the function itself.
  var arguments: [ValueID] { blocks.first?.arguments ?? [] }

  func block(numbered number: Int32) -> SILBlock? {
    if Int(number) < blocks.count, blocks[Int(number)].number == number { return blocks[Int(number)] }
    return blocks.first { $0.number == number }
  }
}

/// A text of SIL, read.
package struct SILModule {
  /// The text, as bytes of UTF-8.
  let bytes: [UInt8]
  var files: [String] = []
  /// Every name after an `@`, each once, mangled.
  var symbols: [String] = []
  package var symbolNumbers: [String: Int32] = [:]
  var scopes: [SILScope?] = []
  package var functions: [SILFunction] = []
  /// By symbol: the function with that name that has a body.
  package var bodies: [Int32: Int] = [:]
  /// By symbol: the type of a function without a body.
  package var externals: [Int32: Range<Int32>] = [:]
  /// By symbol and number of an argument, of functions without a body.
  var effects: [Int32: [Int: SILArgumentEffect]] = [:]
  var declarations = Declarations()
  /// Lines in bodies that are of no known form, by number.
  package var linesNotUnderstood: [Int] = []

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Lines of the whole text.
  package var lineCount = 0

  package func text(_ range: Range<Int32>) -> String {
    String(decoding: bytes[Int(range.lowerBound)..<Int(range.upperBound)], as: UTF8.self)
  }

  func symbol(_ number: Int32) -> String { symbols[Int(number)] }

  /// The number of a symbol, a new one if need be.
  mutating func intern(_ name: String) -> Int32 {
    if let number = symbolNumbers[name] { return number }
    let number = Int32(symbols.count)
    symbols.append(name)
    symbolNumbers[name] = number
    return number
  }

  func scope(_ number: Int32?) -> SILScope? {
    guard let number, Int(number) < scopes.count else { return nil }
    return scopes[Int(number)]
  }
}

/// Why a text is not the SIL of a module.
package struct SILError: Error, Hashable, CustomStringConvertible {
  /// Counted from 1.
  package var line: Int
  package var message: String
  package var description: String { "line \(line) of the SIL: \(message)" }
}
