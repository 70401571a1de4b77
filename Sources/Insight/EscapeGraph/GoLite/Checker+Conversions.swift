// Conversions, asked for or not. Relies on Checker.

extension GoLite.Checker {
  /// The node as a value of `type`, as an assignment converts it.
  func convert(_ node: Node, to type: GoType, isImplicit: Bool = true) throws(Failure) -> Node {
    let from = node.type
    if isImplicit && from.isIdentical(to: type) { return node }
    if case .null = from.kind { return Node(.null, node.outerPosition, type) }
    if case .tuple = type.kind { return defaulted(node) }
    if type.isInterface { return toInterface(node, type, isImplicit: isImplicit) }
    if from.isUntyped && (isImplicit || node.constant != nil), !isTextConversion(from, type) {
      return retypedConstant(node, type)
    }
    let op = conversion(from, type, node)
    if isImplicit && op == .convert {
      let copy = Node(.convert, node.outerPosition, type, node)
      copy.isImplicit = true
      return copy
    }
    return Node(op, node.outerPosition, type, op == .convertAllocating ? defaulted(node) : node)
  }

  /// A value without a type of its own gets the one that it has by itself.
  func defaulted(_ node: Node) -> Node {
    guard node.type.isUntyped else { return node }
    return retypedConstant(node, defaultType(node.type))
  }

  private func retypedConstant(_ node: Node, _ type: GoType) -> Node {
    let copy = retyped(node, type)
    if copy.op == .binary, let left = copy.x, left.type.isUntyped { copy.x = retypedConstant(left, type) }
    if case .float? = copy.constant, let integer = copy.constant?.integer, case .integer = type.kind {
      copy.constant = .integer(integer)
    }
    if case .integer(let value)? = copy.constant, case .float = type.kind {
      copy.constant = .float(Double(value))
    }
    return copy
  }

  private func toInterface(_ node: Node, _ type: GoType, isImplicit: Bool) -> Node {
    let value = defaulted(node)
    let new = Node(
      value.type.isInterface ? .convert : .convertInterface, node.outerPosition, type, value)
    new.isImplicit = isImplicit
    return new
  }

  /// Whether it makes a string of what is none, or the other way round.
  private func isTextConversion(_ from: GoType, _ to: GoType) -> Bool { from.isString != to.isString }

  private func conversion(_ from: GoType, _ to: GoType, _ node: Node) -> GoLite.Op {
    if from.isString && to.isSlice || to.isString && from.isSlice { return .convertAllocating }
    if to.isString, !from.isString {
      switch from.kind {
      case .integer, .pointerInteger, .untyped: return .convertAllocating
      default: return .convert
      }
    }
    if from.isSlice && to.isArray { return .sliceToArray }
    if case .unsafePointer = to.kind, case .pointerInteger = from.kind { return .unsafeValue }
    return .convert
  }

  /// Whether an assignment may convert `node` to `type`.
  func isAssignable(_ node: Node, to type: GoType) -> Bool {
    let from = node.type
    if from.isIdentical(to: type) { return true }
    switch (from.kind, type.kind) {
    case (.null, .pointer), (.null, .slice), (.null, .map), (.null, .channel), (.null, .function),
      (.null, .interface), (.null, .unsafePointer):
      return true
    case (.untyped(let untyped), _): return fits(untyped, type)
    case (_, .interface(let methods)):
      return methods.allSatisfy { method($0.name, of: from) != nil }
    default:
      guard from.name == nil || type.name == nil else { return false }
      return GoType(from.kind).isIdentical(to: GoType(type.kind))
    }
  }

  private func fits(_ untyped: GoType.Untyped, _ type: GoType) -> Bool {
    switch (untyped, type.kind) {
    case (_, .interface(let methods)): methods.isEmpty
    case (.boolean, .boolean), (.string, .string): true
    case (.integer, .integer), (.rune, .integer), (.float, .integer), (.integer, .pointerInteger): true
    case (.integer, .float), (.rune, .float), (.float, .float): true
    case (.integer, .complex), (.float, .complex), (.complex, .complex): true
    default: false
    }
  }

  /// An explicit conversion `T(x)`.
  func conversion(to type: GoType, _ argument: Expression, at position: Position) throws(Failure) -> Node {
    let x = try expression(argument)
    if case .integer(let value)? = x.constant, type.isString {
      var text = ""
      text.unicodeScalars.append(Unicode.Scalar(UInt32(truncatingIfNeeded: value)) ?? "\u{FFFD}")
      return literal(.string(text), type, at: position)
    }
    if let constant = x.constant, !type.isInterface, !isTextConversion(x.type, type), type.element == nil {
      let node = literal(constant, type, at: position)
      return retypedConstant(node, type)
    }
    let node = try convert(x, to: type, isImplicit: false)
    if node !== x { node.place = position }
    return node
  }
}
