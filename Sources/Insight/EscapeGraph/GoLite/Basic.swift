// The types that Go predeclares, and the values that are known before a program runs.
// Relies on GoType and Node. Integers of more than 64 bits become floats: no chapter needs them.

extension GoLite {
  enum Basic {
    nonisolated(unsafe) static let boolean = GoType(.boolean, name: "bool")
    nonisolated(unsafe) static let int = GoType(.integer(bytes: 8, isSigned: true), name: "int")
    nonisolated(unsafe) static let int32 = GoType(.integer(bytes: 4, isSigned: true), name: "int32")
    nonisolated(unsafe) static let rune = GoType(.integer(bytes: 4, isSigned: true), name: "rune")
    nonisolated(unsafe) static let uint8 = GoType(.integer(bytes: 1, isSigned: false), name: "uint8")
    nonisolated(unsafe) static let byte = GoType(.integer(bytes: 1, isSigned: false), name: "byte")
    nonisolated(unsafe) static let uintptr = GoType(.pointerInteger, name: "uintptr")
    nonisolated(unsafe) static let float64 = GoType(.float(bytes: 8), name: "float64")
    nonisolated(unsafe) static let complex128 = GoType(.complex(bytes: 16), name: "complex128")
    nonisolated(unsafe) static let string = GoType(.string, name: "string")
    nonisolated(unsafe) static let unsafePointer = GoType(.unsafePointer, name: "unsafe.Pointer")
    nonisolated(unsafe) static let any = GoType(.interface([]), name: "any")
    nonisolated(unsafe) static let error: GoType = {
      let method = FunctionType(parameters: [], results: [string], isVariadic: false)
      return GoType(.interface([TypedMethod(name: "Error", type: method)]), name: "error")
    }()
    nonisolated(unsafe) static let none = GoType(.tuple([]))
    nonisolated(unsafe) static let null = GoType(.null)
    nonisolated(unsafe) static let untypedBoolean = GoType(.untyped(.boolean))
    nonisolated(unsafe) static let untypedInteger = GoType(.untyped(.integer))
    nonisolated(unsafe) static let untypedRune = GoType(.untyped(.rune))
    nonisolated(unsafe) static let untypedFloat = GoType(.untyped(.float))
    nonisolated(unsafe) static let untypedComplex = GoType(.untyped(.complex))
    nonisolated(unsafe) static let untypedString = GoType(.untyped(.string))

    /// Those with a name of one word.
    nonisolated(unsafe) static let all: [GoType] = [
      boolean, int, int32, rune, uint8, byte, uintptr, float64, complex128, string,
      GoType(.integer(bytes: 1, isSigned: true), name: "int8"),
      GoType(.integer(bytes: 2, isSigned: true), name: "int16"),
      GoType(.integer(bytes: 8, isSigned: true), name: "int64"),
      GoType(.integer(bytes: 8, isSigned: false), name: "uint"),
      GoType(.integer(bytes: 2, isSigned: false), name: "uint16"),
      GoType(.integer(bytes: 4, isSigned: false), name: "uint32"),
      GoType(.integer(bytes: 8, isSigned: false), name: "uint64"),
      GoType(.float(bytes: 4), name: "float32"), GoType(.complex(bytes: 8), name: "complex64"),
    ]
  }

  /// The type that a constant has where nothing else says.
  static func defaultType(_ type: GoType) -> GoType {
    guard case .untyped(let untyped) = type.kind else { return type }
    switch untyped {
    case .boolean: return Basic.boolean
    case .integer: return Basic.int
    case .rune: return Basic.rune
    case .float: return Basic.float64
    case .complex: return Basic.complex128
    case .string: return Basic.string
    }
  }
}

extension GoLite.Checker {
  func defaultType(_ type: GoLite.GoType) -> GoLite.GoType { GoLite.defaultType(type) }
}

extension GoLite.Constant {
  typealias Constant = GoLite.Constant

  var integer: Int? {
    switch self {
    case .integer(let value): value
    case .float(let value): Int(exactly: value)
    default: nil
    }
  }

  var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .float(let value): value
    default: nil
    }
  }

  /// The value of `left sign right`; nil when it is not one that can be kept.
  static func fold(_ sign: String, _ left: Constant, _ right: Constant) -> Constant? {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): foldIntegers(sign, left, right)
    case (.string(let left), .string(let right)):
      switch sign {
      case "+": .string(left + right)
      case "==": .boolean(left == right)
      case "!=": .boolean(left != right)
      default: nil
      }
    case (.boolean(let left), .boolean(let right)):
      switch sign {
      case "&&": .boolean(left && right)
      case "||": .boolean(left || right)
      case "==": .boolean(left == right)
      case "!=": .boolean(left != right)
      default: nil
      }
    default:
      if let left = left.number, let right = right.number { foldFloats(sign, left, right) } else { nil }
    }
  }

  private static func foldIntegers(_ sign: String, _ left: Int, _ right: Int) -> Constant? {
    func kept(_ result: (Int, Bool), _ float: Double) -> Constant {
      result.1 ? .float(float) : .integer(result.0)
    }
    switch sign {
    case "+": return kept(left.addingReportingOverflow(right), Double(left) + Double(right))
    case "-": return kept(left.subtractingReportingOverflow(right), Double(left) - Double(right))
    case "*": return kept(left.multipliedReportingOverflow(by: right), Double(left) * Double(right))
    case "/":
      return right == 0 ? nil : kept(left.dividedReportingOverflow(by: right), Double(left) / Double(right))
    case "%":
      return right == 0 ? nil : .integer(left.remainderReportingOverflow(dividingBy: right).partialValue)
    case "&": return .integer(left & right)
    case "|": return .integer(left | right)
    case "^": return .integer(left ^ right)
    case "&^": return .integer(left & ~right)
    case "<<":
      guard right >= 0, right < 1024 else { return nil }
      if right < 62, left.magnitude < 1 << (62 - right) { return .integer(left << right) }
      var value = Double(left)
      for _ in 0..<right { value *= 2 }
      return .float(value)
    case ">>": return right < 0 ? nil : .integer(left >> min(right, 63))
    default: return compare(sign, left, right)
    }
  }

  private static func foldFloats(_ sign: String, _ left: Double, _ right: Double) -> Constant? {
    switch sign {
    case "+": return .float(left + right)
    case "-": return .float(left - right)
    case "*": return .float(left * right)
    case "/": return right == 0 ? nil : .float(left / right)
    case ">>":
      // The mask of all bits, shifted down, is the usual case.
      guard right >= 0, right < 1024 else { return nil }
      var value = left
      for _ in 0..<Int(right) { value /= 2 }
      return Int(exactly: value.rounded(.down)).map { .integer($0) } ?? .float(value.rounded(.down))
    default: return compare(sign, left, right)
    }
  }

  private static func compare<Number: Comparable>(_ sign: String, _ left: Number, _ right: Number)
    -> Constant?
  {
    switch sign {
    case "==": .boolean(left == right)
    case "!=": .boolean(left != right)
    case "<": .boolean(left < right)
    case "<=": .boolean(left <= right)
    case ">": .boolean(left > right)
    case ">=": .boolean(left >= right)
    default: nil
    }
  }
}
