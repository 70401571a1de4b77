// Go's types as far as placement depends on them: what holds pointers, how large it is, what an interface boxes.
// Sizes are those of 64-bit machines. A named type is one object, so identity is what makes two of them the same.
// Source: Go, cmd/compile/internal/types.

extension GoLite {
  final class GoType {
    enum Kind {
      case boolean
      case integer(bytes: Int, isSigned: Bool)
      case pointerInteger
      case float(bytes: Int)
      case complex(bytes: Int)
      case string
      case unsafePointer
      case pointer(GoType)
      case slice(GoType)
      case array(Int, GoType)
      case map(GoType, GoType)
      case channel(GoType)
      case structure([TypedField])
      case interface([TypedMethod])
      case function(FunctionType)
      case tuple([GoType])
      case null
      case untyped(Untyped)
      /// A named type whose declaration has not been read yet.
      case unknown
    }

    enum Untyped { case boolean, integer, rune, float, complex, string }

    var kind: Kind
    /// As messages print it, for a type with a name.
    let name: String?
    var methods: [String: Function] = [:]

    init(_ kind: Kind, name: String? = nil) {
      self.kind = kind
      self.name = name
    }
  }

  struct TypedField {
    var name: String
    var type: GoType
    var isEmbedded: Bool
  }

  struct TypedMethod {
    var name: String
    var type: FunctionType
  }

  struct FunctionType {
    var parameters: [GoType]
    var results: [GoType]
    var isVariadic: Bool
  }
}

extension GoLite.GoType {
  typealias GoType = GoLite.GoType

  var element: GoType? {
    switch kind {
    case .pointer(let type), .slice(let type), .array(_, let type), .map(_, let type), .channel(let type):
      type
    default: nil
    }
  }

  /// What a pointer points to.
  var pointee: GoType? { if case .pointer(let type) = kind { type } else { nil } }
  var isInterface: Bool { if case .interface = kind { true } else { false } }
  var isArray: Bool { if case .array = kind { true } else { false } }
  var isSlice: Bool { if case .slice = kind { true } else { false } }
  var isMap: Bool { if case .map = kind { true } else { false } }
  var isString: Bool {
    switch kind {
    case .string, .untyped(.string): true
    default: false
    }
  }
  var isUntyped: Bool { if case .untyped = kind { true } else { false } }
  var signature: GoLite.FunctionType? { if case .function(let type) = kind { type } else { nil } }
  var fields: [GoLite.TypedField]? { if case .structure(let fields) = kind { fields } else { nil } }

  /// Whether a value of this type can hold a pointer to anywhere.
  var hasPointers: Bool {
    switch kind {
    case .boolean, .integer, .pointerInteger, .float, .complex: false
    case .array(let count, let element): count > 0 && element.hasPointers
    case .structure(let fields): fields.contains { $0.type.hasPointers }
    case .tuple(let types): types.contains { $0.hasPointers }
    case .untyped(let untyped): untyped == .string
    case .string, .unsafePointer, .pointer, .slice, .map, .channel, .interface, .function, .null, .unknown:
      true
    }
  }

  /// Whether an interface holds a value of this type without a box: one pointer, and nothing else.
  var isPointerShaped: Bool {
    switch kind {
    case .pointer, .channel, .map, .function, .unsafePointer: true
    case .array(1, let element): element.isPointerShaped
    case .structure(let fields): fields.count == 1 && fields[0].type.isPointerShaped
    default: false
    }
  }

  /// In bytes.
  var alignment: Int {
    switch kind {
    case .boolean: 1
    case .integer(let bytes, _), .float(let bytes): bytes
    case .complex(let bytes): bytes / 2
    case .array(_, let element): element.alignment
    case .structure(let fields): fields.reduce(1) { max($0, $1.type.alignment) }
    default: 8
    }
  }

  /// In bytes.
  var size: Int {
    switch kind {
    case .boolean: return 1
    case .integer(let bytes, _), .float(let bytes), .complex(let bytes): return bytes
    case .string, .interface: return 16
    case .slice: return 24
    case .array(let count, let element):
      let (bytes, isOver) = count.multipliedReportingOverflow(by: element.size)
      // More than any machine has is enough to say that it is too large.
      return isOver ? 1 << 50 : min(bytes, 1 << 50)
    case .structure(let fields):
      var end = 0
      for field in fields {
        let alignment = field.type.alignment
        end = (end + alignment - 1) / alignment * alignment + field.type.size
      }
      // The address of a last field without a size must not be that of what follows.
      if let last = fields.last, last.type.size == 0, end > 0 { end += 1 }
      return (end + alignment - 1) / alignment * alignment
    default: return 8
    }
  }

  /// Whether a value of this type has one of `other` inside, not behind a pointer.
  func holds(_ other: GoType) -> Bool {
    switch kind {
    case .array(_, let element): element === other || element.holds(other)
    case .structure(let fields): fields.contains { $0.type === other || $0.type.holds(other) }
    default: false
    }
  }

  /// Whether both are the same type.
  func isIdentical(to other: GoType) -> Bool {
    if self === other { return true }
    switch (kind, other.kind) {
    case (.unknown, _), (_, .unknown): return false
    case (.integer, .integer):
      // The two predeclared aliases.
      let names = [name, other.name]
      return names == ["byte", "uint8"] || names == ["uint8", "byte"] || names == ["rune", "int32"]
        || names == ["int32", "rune"]
    default: break
    }
    if name != nil || other.name != nil {
      // `any` is a name for the interface without methods, not a type of its own.
      let isAny = name == "any" || other.name == "any"
      guard isAny, name == nil || other.name == nil else { return false }
    }
    switch (kind, other.kind) {
    case (.pointer(let left), .pointer(let right)), (.slice(let left), .slice(let right)),
      (.channel(let left), .channel(let right)):
      return left.isIdentical(to: right)
    case (.array(let count, let left), .array(let otherCount, let right)):
      return count == otherCount && left.isIdentical(to: right)
    case (.map(let key, let value), .map(let otherKey, let otherValue)):
      return key.isIdentical(to: otherKey) && value.isIdentical(to: otherValue)
    case (.structure(let left), .structure(let right)):
      return left.count == right.count
        && zip(left, right).allSatisfy {
          $0.name == $1.name && $0.isEmbedded == $1.isEmbedded && $0.type.isIdentical(to: $1.type)
        }
    case (.interface(let left), .interface(let right)):
      return left.count == right.count
        && left.allSatisfy { method in
          right.contains { $0.name == method.name && $0.type.isIdentical(to: method.type) }
        }
    case (.function(let left), .function(let right)): return left.isIdentical(to: right)
    default: return false
    }
  }
}

extension GoLite.FunctionType {
  func isIdentical(to other: GoLite.FunctionType) -> Bool {
    isVariadic == other.isVariadic && parameters.count == other.parameters.count
      && results.count == other.results.count
      && zip(parameters, other.parameters).allSatisfy { $0.isIdentical(to: $1) }
      && zip(results, other.results).allSatisfy { $0.isIdentical(to: $1) }
  }
}

extension GoLite.GoType {
  /// As Go's compiler prints it.
  var text: String {
    if let name { return name }
    switch kind {
    case .pointer(let type): return "*" + type.text
    case .slice(let type): return "[]" + type.text
    case .array(let count, let type): return "[\(count)]" + type.text
    case .map(let key, let value): return "map[\(key.text)]\(value.text)"
    case .channel(let type): return "chan " + type.text
    case .function(let type): return "func" + type.text
    case .structure(let fields):
      let parts = fields.map { $0.isEmbedded ? $0.type.text : "\($0.name) \($0.type.text)" }
      return parts.isEmpty ? "struct {}" : "struct { \(GoLite.joined(parts, "; ")) }"
    case .interface(let methods):
      let parts = methods.map { $0.name + $0.type.text }
      return parts.isEmpty ? "interface {}" : "interface { \(GoLite.joined(parts, "; ")) }"
    case .tuple(let types): return "(\(GoLite.joined(types.map { $0.text }, ", ")))"
    case .untyped(let untyped):
      switch untyped {
      case .boolean: return "bool"
      case .integer: return "int"
      case .rune: return "rune"
      case .float: return "float64"
      case .complex: return "complex128"
      case .string: return "string"
      }
    default: return "nil"
    }
  }
}

extension GoLite.FunctionType {
  var text: String {
    var parts = parameters.map { $0.text }
    if isVariadic, let last = parameters.last?.element { parts[parts.count - 1] = "..." + last.text }
    let list = "(\(GoLite.joined(parts, ", ")))"
    switch results.count {
    case 0: return list
    case 1: return list + " " + results[0].text
    default: return list + " (\(GoLite.joined(results.map { $0.text }, ", ")))"
    }
  }
}

extension GoLite {
  static func joined(_ parts: [String], _ separator: String) -> String {
    var text = ""
    for (index, part) in parts.enumerated() { text += index == 0 ? part : separator + part }
    return text
  }
}
