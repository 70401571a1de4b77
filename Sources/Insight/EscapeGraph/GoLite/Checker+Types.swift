// Type expressions, and declarations of types and constants. Relies on Checker.

extension GoLite.Checker {
  typealias Expression = GoLite.Expression
  typealias Failure = GoLite.Failure
  typealias GoType = GoLite.GoType
  typealias Node = GoLite.Node
  typealias Position = GoLite.Position
  typealias Statement = GoLite.Statement
  typealias Variable = GoLite.Variable
  typealias Function = GoLite.Function
  typealias Basic = GoLite.Basic
  typealias Constant = GoLite.Constant

  func type(_ expression: Expression) throws(Failure) -> GoType {
    guard let type = try typeIfAny(expression) else {
      throw fails("expected a type", at: expression.position)
    }
    return type
  }

  /// The type that an expression names; nil when it is a value.
  func typeIfAny(_ expression: Expression) throws(Failure) -> GoType? {
    switch expression.form {
    case .name(let name):
      guard name != "_", case .type(let type) = try lookUp(name, at: expression.position) else { return nil }
      return type
    case .selector(let left, let name):
      guard case .name(let package) = left.form,
        case .package(let path) = try? lookUp(package, at: left.position)
      else { return nil }
      guard case .type(let type) = try member(name, of: path, at: expression.position) else { return nil }
      return type
    case .unary("*", let inner): return try typeIfAny(inner).map { GoType(.pointer($0)) }
    case .sliceType(let element): return GoType(.slice(try type(element)))
    case .variadic(let element): return GoType(.slice(try type(element)))
    case .array(let length?, let element):
      guard let count = try self.expression(length).constant?.integer else {
        throw fails("the length of an array is a constant", at: length.position)
      }
      return GoType(.array(count, try type(element)))
    case .array(nil, let element): return GoType(.array(-1, try type(element)))
    case .map(let key, let value): return GoType(.map(try type(key), try type(value)))
    case .channel(let element): return GoType(.channel(try type(element)))
    case .signature(let signature): return GoType(.function(try functionType(signature)))
    case .structure(let fields):
      return GoType(.structure(try fields.map { (field) throws(Failure) in try typed(field) }))
    case .interface(let methods, let embedded): return try interface(methods, embedded)
    default: return nil
    }
  }

  private func typed(_ field: GoLite.Field) throws(Failure) -> GoLite.TypedField {
    let type = try type(field.type)
    let own = (type.pointee ?? type).name ?? ""
    let embedded = own.split(separator: ".").last.map(String.init) ?? own
    return GoLite.TypedField(name: field.name ?? embedded, type: type, isEmbedded: field.name == nil)
  }

  private func interface(_ methods: [GoLite.Method], _ embedded: [Expression]) throws(Failure) -> GoType {
    var all: [GoLite.TypedMethod] = []
    for method in methods {
      all.append(GoLite.TypedMethod(name: method.name, type: try functionType(method.signature)))
    }
    for expression in embedded {
      guard case .interface(let methods) = try type(expression).kind else {
        throw fails("GoLite does not represent generics", at: expression.position)
      }
      for method in methods where !all.contains(where: { $0.name == method.name }) { all.append(method) }
    }
    return GoType(.interface(all))
  }

  func functionType(_ signature: GoLite.Signature) throws(Failure) -> GoLite.FunctionType {
    var isVariadic = false
    if case .variadic? = signature.parameters.last?.type.form { isVariadic = true }
    return GoLite.FunctionType(
      parameters: try signature.parameters.map { (field) throws(Failure) in try type(field.type) },
      results: try signature.results.map { (field) throws(Failure) in try type(field.type) },
      isVariadic: isVariadic)
  }

  func declareType(_ declaration: GoLite.Declaration) throws(Failure) {
    guard case .type(let name, let expression, let isAlias) = declaration.form else { return }
    if isAlias { return declare(name, .type(try type(expression))) }
    let new = GoType(.unknown, name: prefix + name)
    made.types.append(new)
    declare(name, .type(new))
    let kind = try type(expression).kind
    if GoType(kind).holds(new) { throw fails("\(name) would hold itself", at: declaration.position) }
    new.kind = kind
  }

  func declareConstants(_ declaration: GoLite.Declaration) throws(Failure) {
    guard case .constants(let names, let type, let values, let number) = declaration.form else { return }
    let outer = iota
    iota = number
    defer { iota = outer }
    for (name, value) in zip(names, values) {
      var node = try expression(value)
      if let type { node = try convert(node, to: try self.type(type)) }
      guard let constant = node.constant else {
        throw fails("the value of \(name.0) is no constant that GoLite knows", at: name.1)
      }
      declare(name.0, .constant(constant, node.type))
    }
  }

  /// What a package that is not read exports, as the table of the library has it.
  func member(_ name: String, of path: String, at position: Position) throws(Failure) -> GoLite.Entity {
    if path == "unsafe" {
      if name == "Pointer" { return .type(Basic.unsafePointer) }
      return .builtin("unsafe." + name)
    }
    guard let entity = library?.entity(name, of: path) else {
      throw fails("GoLite does not know \(path).\(name)", at: position)
    }
    return entity
  }
}
