// Expressions: names, literals, operators, indices, slices. Relies on Checker.

extension GoLite.Checker {
  /// The typed node of a value.
  func expression(_ expression: Expression) throws(Failure) -> Node {
    let position = expression.position
    switch expression.form {
    case .name(let name): return try self.name(name, at: position)
    case .literal(let kind, let text): return try literal(kind, text, at: position)
    case .selector(let left, let name): return try selector(left, name, at: position)
    case .index(let left, let index): return try self.index(left, index, at: position)
    case .slice(let left, let bounds): return try slice(left, bounds, at: position)
    case .call(let callee, let arguments, let isSpread):
      return try call(callee, arguments, isSpread: isSpread, at: position)
    case .unary(let sign, let operand): return try unary(sign, operand, at: position)
    case .binary(let sign, let left, let right): return try binary(sign, left, right, at: position)
    case .composite(let type?, let elements):
      return try composite(try self.type(type), elements, at: position)
    case .composite(nil, _): throw fails("the literal has no type", at: position)
    case .function(let signature, let body): return try closure(signature, body, at: position)
    case .assert(let value, let type?):
      return Node(.dotType, position, try self.type(type), try self.expression(value))
    case .assert(_, nil): throw fails(".(type) stands only in a switch", at: position)
    case .array, .sliceType, .map, .channel, .structure, .interface, .signature, .variadic:
      throw fails("expected a value, found a type", at: position)
    }
  }

  private func name(_ name: String, at position: Position) throws(Failure) -> Node {
    if name == "_" { return Node(.blank, position, Basic.none) }
    if name == "iota", let iota { return literal(.integer(iota), Basic.untypedInteger, at: position) }
    switch try lookUp(name, at: position) {
    case .variable(let variable): return use(variable, at: position)
    case .global(let name, let type):
      let node = Node(.global, position, type)
      node.name = name
      return node
    case .constant(let constant, let type): return literal(constant, type, at: position)
    case .function(let function): return self.function(function, at: position)
    case .null: return Node(.null, position, Basic.null)
    case .type, .package, .builtin, .pending: throw fails("\(name) is no value", at: position)
    }
  }

  /// A use of a variable, which every function between here and its own captures.
  func use(_ variable: Variable, at position: Position) -> Node {
    var inner = current
    while let function = inner, function !== variable.function {
      if !function.captured.contains(where: { $0 === variable }) { function.captured.append(variable) }
      inner = function.outer
    }
    let node = Node(.name, position, variable.type)
    node.variable = variable
    node.name = variable.name
    return node
  }

  func function(_ function: Function, at position: Position) -> Node {
    let node = Node(.function, position, GoType(.function(function.type)))
    node.function = function
    node.name = function.name
    return node
  }

  func literal(_ constant: Constant, _ type: GoType, at position: Position) -> Node {
    let node = Node(.literal, position, type)
    node.constant = constant
    return node
  }

  private func literal(
    _ kind: GoLite.Token.Kind, _ text: String, at position: Position
  ) throws(Failure) -> Node {
    switch kind {
    case .integer:
      return literal(GoLite.integer(text), Basic.untypedInteger, at: position)
    case .float: return literal(.float(Double(text) ?? 0), Basic.untypedFloat, at: position)
    case .imaginary:
      let node = Node(.literal, position, Basic.untypedComplex)
      node.name = text
      return node
    case .rune:
      let scalar = GoLite.unquoted(text).unicodeScalars.first?.value ?? 0
      return literal(.integer(Int(scalar)), Basic.untypedRune, at: position)
    default: return literal(.string(GoLite.unquoted(text)), Basic.untypedString, at: position)
    }
  }

  // MARK: Operators

  private func unary(_ sign: String, _ operand: Expression, at position: Position) throws(Failure) -> Node {
    if sign == "&", case .composite(let type?, let elements) = operand.form {
      let literal = try composite(try self.type(type), elements, at: operand.position)
      return Node(.pointerLiteral, position, GoType(.pointer(literal.type)), literal)
    }
    let x = try expression(operand)
    switch sign {
    case "&": return address(of: x, at: position)
    case "*":
      guard let pointee = x.type.pointee else {
        throw fails("only a pointer can be dereferenced", at: position)
      }
      return Node(.dereference, position, pointee, x)
    case "<-":
      guard let element = x.type.element else {
        throw fails("only a channel can be received from", at: position)
      }
      return Node(.receive, position, element, x)
    default: break
    }
    if let folded = fold(sign, x) { return literal(folded, x.type, at: position) }
    let node = Node(.unary, position, x.type, x)
    node.name = sign
    return node
  }

  private func fold(_ sign: String, _ x: Node) -> Constant? {
    switch (sign, x.constant) {
    case ("-", .integer(let value)?): .integer(0 &- value)
    case ("-", .float(let value)?): .float(-value)
    case ("+", let value?): value
    case ("!", .boolean(let value)?): .boolean(!value)
    case ("^", .integer(let value)?): foldComplement(value, x.type)
    default: nil
    }
  }

  private func foldComplement(_ value: Int, _ type: GoType) -> Constant {
    guard case .integer(let bytes, false) = type.kind else { return .integer(~value) }
    return bytes == 8
      ? .float(18446744073709551616 - Double(value)) : .integer(((1 << (bytes * 8)) - 1) ^ value)
  }

  /// `&x`; the variable that holds x is from now on one whose address is known.
  func address(of x: Node, at position: Position, isImplicit: Bool = false) -> Node {
    outerVariable(x)?.isAddressTaken = true
    let node = Node(.address, position, GoType(.pointer(x.type)), x)
    node.isImplicit = isImplicit
    return node
  }

  /// The variable that x is a part of.
  func outerVariable(_ x: Node) -> Variable? {
    switch x.op {
    case .name: x.variable
    case .dot: x.x.flatMap(outerVariable)
    case .index: x.x.flatMap { $0.type.isArray ? outerVariable($0) : nil }
    default: nil
    }
  }

  private func binary(
    _ sign: String, _ leftText: Expression, _ rightText: Expression, at position: Position
  ) throws(Failure) -> Node {
    var left = try expression(leftText)
    var right = try expression(rightText)
    let isShift = sign == "<<" || sign == ">>"
    if !isShift { (left, right) = try common(left, right) }
    let isComparison = ["==", "!=", "<", "<=", ">", ">="].contains(sign)
    let type = isComparison ? Basic.untypedBoolean : left.type
    if let a = left.constant, let b = right.constant, let value = foldTyped(sign, a, b, type) {
      return literal(value, type, at: position)
    }
    if sign == "+" && left.type.isString { return concatenation(left, right, at: position) }
    let node = Node(sign == "&&" || sign == "||" ? .logical : .binary, position, type, left, right)
    if isShift, type.isUntyped { node.type = Basic.int }
    node.name = sign
    return node
  }

  private func foldTyped(_ sign: String, _ left: Constant, _ right: Constant, _ type: GoType) -> Constant? {
    // What divides integers depends on the type, not on how the value is kept.
    if sign == "/", case .untyped(.float) = type.kind, let left = left.number, let right = right.number {
      return Constant.fold(sign, .float(left), .float(right))
    }
    return Constant.fold(sign, left, right)
  }

  /// Both operands in the type in which they are combined.
  private func common(_ left: Node, _ right: Node) throws(Failure) -> (Node, Node) {
    if left.type.isUntyped && right.type.isUntyped {
      let isLeft = rank(left.type) >= rank(right.type)
      let type = isLeft ? left.type : right.type
      return (retyped(left, type), retyped(right, type))
    }
    if left.type.isIdentical(to: right.type) { return (left, right) }
    if isAssignable(right, to: left.type) { return (left, try convert(right, to: left.type)) }
    return (try convert(left, to: right.type), right)
  }

  private func rank(_ type: GoType) -> Int {
    guard case .untyped(let untyped) = type.kind else { return 0 }
    switch untyped {
    case .boolean, .string, .integer: return 1
    case .rune: return 2
    case .float: return 3
    case .complex: return 4
    }
  }

  func retyped(_ node: Node, _ type: GoType) -> Node {
    if node.type === type { return node }
    if node.op == .literal {
      let copy = Node(.literal, node.position, type)
      (copy.constant, copy.name) = (node.constant, node.name)
      return copy
    }
    node.type = type
    return node
  }

  /// `a + b + c` is one operation; constants side by side are one operand.
  private func concatenation(_ left: Node, _ right: Node, at position: Position) -> Node {
    let node = Node(.addStrings, position, left.type)
    var parts: [Node] = []
    for part in (left.op == .addStrings ? left.list : [left])
      + (right.op == .addStrings ? right.list : [right])
    {
      if case .string(let text)? = part.constant, let last = parts.last,
        case .string(let before)? = last.constant
      {
        parts[parts.count - 1] = literal(.string(before + text), last.type, at: last.position)
      } else {
        parts.append(part)
      }
    }
    node.list = parts
    return node
  }

  // MARK: Parts of a value

  private func index(_ left: Expression, _ index: Expression, at position: Position) throws(Failure) -> Node {
    if try typeIfAny(left) != nil { throw fails("GoLite does not represent generics", at: position) }
    var x = try expression(left)
    var key = try expression(index)
    if case .map(let keyType, let value) = x.type.kind {
      key = try convert(key, to: keyType)
      return Node(.indexMap, position, value, x, key)
    }
    key = try convert(key, to: key.type.isUntyped ? Basic.int : key.type)
    if let array = x.type.pointee, array.isArray { x = dereferenced(x, at: position) }
    if case .function = x.type.kind { throw fails("GoLite does not represent generics", at: position) }
    guard let type = x.type.isString ? Basic.byte : x.type.element else {
      throw fails("a \(x.type.text) has no elements", at: position)
    }
    return Node(.index, position, type, x, key)
  }

  func dereferenced(_ x: Node, at position: Position) -> Node {
    let node = Node(.dereference, position, x.type.pointee ?? x.type, x)
    node.isImplicit = true
    return node
  }

  private func slice(_ left: Expression, _ bounds: [Expression?], at position: Position) throws(Failure)
    -> Node
  {
    var x = try expression(left)
    if x.type.isArray { x = address(of: x, at: position, isImplicit: true) }
    var type = x.type.isUntyped ? Basic.string : x.type
    if let array = type.pointee, let element = array.element { type = GoType(.slice(element)) }
    let node = Node(.slice, position, type, x)
    for bound in bounds {
      if let bound {
        node.list.append(try convert(try expression(bound), to: Basic.int))
      } else {
        node.list.append(Node(.blank, position, Basic.none))
      }
    }
    return node
  }
}
