// Calls of functions, methods and builtins, and closures. Relies on Checker.

extension GoLite.Checker {
  func call(
    _ callee: Expression, _ arguments: [Expression], isSpread: Bool, at position: Position
  ) throws(Failure) -> Node {
    if let name = try builtinName(callee) {
      return try builtin(name, arguments, isSpread: isSpread, at: position)
    }
    if let type = try typeIfAny(callee) {
      guard arguments.count == 1 else { throw fails("a conversion has one operand", at: position) }
      return try conversion(to: type, arguments[0], at: position)
    }
    let callee = try expression(callee)
    guard let signature = callee.type.signature else {
      throw fails("only functions can be called", at: position)
    }
    let node = Node(.call, position, result(of: signature))
    node.flag = isSpread
    if callee.op == .methodValue, callee.function != nil, let receiver = callee.x {
      // f.x is where the method's name stands; the receiver is the first argument.
      let method = Node(.methodExpression, callee.position, callee.type)
      (method.function, method.name) = (callee.function, callee.name)
      node.x = method
      node.list = [receiver]
    } else if callee.op == .methodValue {
      let interface = Node(.callInterface, position, node.type, callee)
      interface.flag = isSpread
      interface.list = try self.arguments(
        arguments, signature, isSpread: isSpread, at: position, &interface.first)
      return interface
    } else {
      node.x = callee
    }
    node.list += try self.arguments(arguments, signature, isSpread: isSpread, at: position, &node.first)
    return node
  }

  private func result(of signature: GoLite.FunctionType) -> GoType {
    signature.results.count == 1 ? signature.results[0] : GoType(.tuple(signature.results))
  }

  private func builtinName(_ callee: Expression) throws(Failure) -> String? {
    switch callee.form {
    case .name(let name):
      guard case .builtin(let name) = try lookUp(name, at: callee.position) else { return nil }
      return name
    case .selector(let left, let name):
      guard case .name(let package) = left.form,
        case .package("unsafe") = try lookUp(package, at: left.position),
        name != "Pointer"
      else { return nil }
      return "unsafe." + name
    default: return nil
    }
  }

  /// The arguments converted to the parameters' types; those of a variadic parameter in a slice.
  private func arguments(
    _ texts: [Expression], _ signature: GoLite.FunctionType, isSpread: Bool, at position: Position,
    _ first: inout [Node]
  ) throws(Failure) -> [Node] {
    var values: [Node] = []
    for text in texts { values.append(try expression(text)) }
    if values.count == 1, case .tuple(let types) = values[0].type.kind, types.count > 1 {
      // f(g()): what g returns waits in temporaries.
      let (setting, temporaries) = spread(values[0], types, at: position)
      first.append(setting)
      values = temporaries
    }
    let count = signature.parameters.count
    let fixed = signature.isVariadic && !isSpread ? count - 1 : count
    guard values.count >= fixed, values.count == count || signature.isVariadic && !isSpread else {
      throw fails("\(values.count) arguments for \(count) parameters", at: position)
    }
    var nodes: [Node] = []
    for (value, type) in zip(values, signature.parameters).prefix(fixed) {
      nodes.append(try convert(value, to: type))
    }
    guard fixed < count, let slice = signature.parameters.last, let element = slice.element else {
      return nodes
    }
    let rest = Array(values.dropFirst(fixed))
    if rest.isEmpty { return nodes + [Node(.null, position, slice)] }
    let list = Node(.sliceLiteral, position, slice)
    list.isImplicit = true
    for value in rest { list.list.append(try convert(value, to: element)) }
    return nodes + [list]
  }

  /// Temporaries for the results of a call, the statement that sets them, and their uses.
  func spread(_ call: Node, _ types: [GoType], at position: Position) -> (Node, [Node]) {
    let setting = Node(.assignList, position, Basic.none)
    var uses: [Node] = []
    for type in types {
      let temporary = made.variable("~tmp", position, type, .local, in: current ?? initializer)
      temporary.definition = setting
      temporary.values = nil
      let declaration = Node(.declare, position, Basic.none)
      declaration.variable = temporary
      setting.first.append(declaration)
      setting.list.append(use(temporary, at: position))
      uses.append(use(temporary, at: position))
    }
    setting.right = [call]
    return (setting, uses)
  }

  func closure(
    _ signature: GoLite.Signature, _ body: [Statement], at position: Position
  ) throws(Failure) -> Node {
    let outer = current ?? initializer
    outer.closureCount += 1
    let type = try functionType(signature)
    let function = made.function("\(outer.name).func\(outer.closureCount)", position, type)
    function.outer = outer
    declareSignature(signature, of: function)
    try check(body, of: function)
    let node = Node(.closure, position, GoType(.function(type)))
    node.function = function
    return node
  }

  // MARK: Builtins

  private func builtin(
    _ name: String, _ texts: [Expression], isSpread: Bool, at position: Position
  ) throws(Failure) -> Node {
    switch name {
    case "make": return try make(texts, at: position)
    case "new":
      guard let type = try texts.first.map({ (text) throws(Failure) in try typeIfAny(text) }) ?? nil else {
        throw fails("new wants a type", at: position)
      }
      let node = Node(.new, position, GoType(.pointer(type)))
      node.name = type.text
      return node
    case "unsafe.Sizeof", "unsafe.Alignof", "unsafe.Offsetof":
      guard let text = texts.first else { throw fails("\(name) has one argument", at: position) }
      let type = try expression(text).type
      let value = name == "unsafe.Sizeof" ? type.size : name == "unsafe.Alignof" ? type.alignment : 0
      return literal(.integer(value), Basic.uintptr, at: position)
    default: break
    }
    var arguments: [Node] = []
    for text in texts { arguments.append(try expression(text)) }
    switch name {
    case "append": return try append(arguments, isSpread: isSpread, at: position)
    case "copy":
      let node = Node(.copy, position, Basic.int)
      node.list = arguments.map(defaulted)
      return node
    case "panic":
      guard arguments.count == 1 else { throw fails("panic has one argument", at: position) }
      return Node(.panic, position, Basic.none, try convert(arguments[0], to: Basic.any))
    case "min", "max":
      if arguments.allSatisfy({ $0.constant != nil }) { break }
      let typed = arguments.first { !$0.type.isUntyped } ?? arguments[0]
      let node = Node(.minMax, position, typed.type)
      for argument in arguments { node.list.append(try convert(argument, to: typed.type)) }
      node.name = name
      return node
    default: break
    }
    if arguments.isEmpty && name != "recover" && !name.hasPrefix("print") {
      throw fails("\(name) wants an argument", at: position)
    }
    return try plain(name, arguments, at: position)
  }

  /// A builtin whose arguments go nowhere.
  private func plain(_ name: String, _ arguments: [Node], at position: Position) throws(Failure) -> Node {
    var type = Basic.int
    switch name {
    case "len", "cap":
      guard let x = arguments.first else { throw fails("\(name) has one argument", at: position) }
      if case .string(let text)? = x.constant {
        return literal(.integer(text.utf8.count), Basic.int, at: position)
      }
      if case .array(let count, _) = (x.type.pointee ?? x.type).kind,
        outerVariable(x) != nil || x.op == .global
      {
        return literal(.integer(count), Basic.int, at: position)
      }
    case "recover": type = Basic.any
    case "complex": type = Basic.complex128
    case "real", "imag": type = Basic.float64
    case "unsafe.Add": type = Basic.unsafePointer
    case "unsafe.String": type = Basic.string
    case "unsafe.Slice": type = GoType(.slice(arguments[0].type.pointee ?? Basic.byte))
    case "unsafe.StringData": type = GoType(.pointer(Basic.byte))
    case "unsafe.SliceData": type = GoType(.pointer(arguments[0].type.element ?? Basic.byte))
    case "min", "max": type = arguments[0].type
    default: type = Basic.none
    }
    let node = Node(.builtin, position, type)
    node.name = name
    node.list = arguments.map(defaulted)
    if name == "delete", arguments.count == 2, case .map(let key, _) = arguments[0].type.kind {
      node.list[1] = try convert(arguments[1], to: key)
    }
    return node
  }

  private func append(_ arguments: [Node], isSpread: Bool, at position: Position) throws(Failure) -> Node {
    guard let first = arguments.first, let element = first.type.element else {
      throw fails("append wants a slice", at: position)
    }
    let node = Node(.append, position, first.type)
    node.flag = isSpread
    node.list = [first]
    for argument in arguments.dropFirst() {
      node.list.append(isSpread ? defaulted(argument) : try convert(argument, to: element))
    }
    return node
  }

  private func make(_ texts: [Expression], at position: Position) throws(Failure) -> Node {
    guard let text = texts.first else { throw fails("make wants a type", at: position) }
    let type = try type(text)
    let op: GoLite.Op
    switch type.kind {
    case .slice: op = .makeSlice
    case .map: op = .makeMap
    case .channel: op = .makeChannel
    default: throw fails("make wants a slice, a map or a channel", at: position)
    }
    let node = Node(op, position, type)
    for text in texts.dropFirst() {
      let size = try expression(text)
      node.list.append(size.type.isUntyped ? try convert(size, to: Basic.int) : size)
    }
    return node
  }
}
