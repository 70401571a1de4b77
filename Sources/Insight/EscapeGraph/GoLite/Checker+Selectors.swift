// Selectors: fields and methods, through embedded fields and through pointers. Relies on Checker.

extension GoLite.GoType {
  /// What a name means behind a type.
  enum Selection {
    /// The fields to go through; the last one is meant.
    case field([GoLite.TypedField])
    /// The embedded fields to go through, then the method.
    case method([GoLite.TypedField], GoLite.Function)
    /// A method of an interface.
    case abstract([GoLite.TypedField], GoLite.TypedMethod)
  }

  /// Breadth first: the shallowest name counts.
  func find(_ name: String) -> Selection? {
    var level: [([GoLite.TypedField], GoType)] = [([], pointee ?? self)]
    for _ in 0..<8 {
      var next: [([GoLite.TypedField], GoType)] = []
      for (path, type) in level {
        if let method = type.methods[name] { return .method(path, method) }
        if case .interface(let methods) = type.kind, let method = methods.first(where: { $0.name == name }) {
          return .abstract(path, method)
        }
        for field in type.fields ?? [] {
          if field.name == name { return .field(path + [field]) }
          if field.isEmbedded { next.append((path + [field], field.type.pointee ?? field.type)) }
        }
      }
      level = next
    }
    return nil
  }
}

extension GoLite.Checker {
  func method(_ name: String, of type: GoType) -> GoType.Selection? {
    if let pointee = type.pointee, pointee.isInterface { return nil }
    switch type.find(name) {
    case .field?, nil: return nil
    case let selection?: return selection
    }
  }

  func selector(_ left: Expression, _ name: String, at position: Position) throws(Failure) -> Node {
    if case .name(let package) = left.form, case .package(let path) = try lookUp(package, at: left.position) {
      return try imported(name, of: path, at: position)
    }
    if let type = try typeIfAny(left) { return try methodExpression(name, of: type, at: position) }
    let x = try expression(left)
    guard let selection = x.type.find(name) else {
      throw fails("a \(x.type.text) has no \(name) that GoLite sees", at: position)
    }
    switch selection {
    case .field(let path):
      var node = x
      for (depth, field) in path.enumerated() {
        node = node.dot(field, at: position)
        node.isImplicit = depth + 1 < path.count
      }
      return node
    case .method(let path, let method):
      let value = receiver(x, path, of: method, at: position)
      let node = Node(.methodValue, position, GoType(.function(method.type)), value)
      (node.function, node.name) = (method, name)
      return node
    case .abstract(let path, let method):
      let value = through(x, path, at: position)
      let node = Node(.methodValue, position, GoType(.function(method.type)), value)
      node.name = name
      return node
    }
  }

  private func imported(_ name: String, of path: String, at position: Position) throws(Failure) -> Node {
    switch try member(name, of: path, at: position) {
    case .function(let function): return self.function(function, at: position)
    case .global(let name, let type):
      let node = Node(.global, position, type)
      node.name = name
      return node
    case .constant(let constant, let type): return literal(constant, type, at: position)
    default: throw fails("\(path).\(name) is no value", at: position)
    }
  }

  private func through(_ x: Node, _ path: [GoLite.TypedField], at position: Position) -> Node {
    var node = x
    for field in path {
      node = node.dot(field, at: position)
      node.isImplicit = true
    }
    return node
  }

  /// The receiver as `method` takes it: its address is taken, or it is dereferenced, where the two differ.
  func receiver(
    _ x: Node, _ path: [GoLite.TypedField], of method: Function, at position: Position
  ) -> Node {
    let value = through(x, path, at: position)
    let wantsPointer = method.receiverType?.pointee != nil
    if wantsPointer && value.type.pointee == nil { return address(of: value, at: position, isImplicit: true) }
    if !wantsPointer && value.type.pointee != nil { return dereferenced(value, at: position) }
    return value
  }

  /// `T.Method`: a function whose first parameter is the receiver.
  private func methodExpression(_ name: String, of type: GoType, at position: Position) throws(Failure)
    -> Node
  {
    let selection = method(name, of: type)
    let signature: GoLite.FunctionType
    var function: Function?
    switch selection {
    case .method(_, let method): (signature, function) = (method.type, method)
    case .abstract(_, let method): signature = method.type
    case .field, nil: throw fails("\(type.text) has no method \(name) that GoLite sees", at: position)
    }
    let whole = GoLite.FunctionType(
      parameters: [type] + signature.parameters, results: signature.results, isVariadic: signature.isVariadic)
    let node = Node(.methodExpression, position, GoType(.function(whole)))
    (node.function, node.name) = (function, "\(type.text).\(name)")
    return node
  }
}

extension GoLite.Node {
  /// A field of this value, or of what it points to.
  func dot(_ field: GoLite.TypedField, at place: GoLite.Position? = nil) -> GoLite.Node {
    let node = GoLite.Node(type.pointee == nil ? .dot : .dotPointer, place ?? position, field.type, self)
    node.name = field.name
    return node
  }
}
