// Expressions, by precedence. Relies on Parser.

extension GoLite.Parser {
  mutating func expressions() throws(Failure) -> [Expression] {
    var list = [try expression()]
    while take(",") { list.append(try expression()) }
    return list
  }

  mutating func expression() throws(Failure) -> Expression { try binary(above: 0) }

  static func precedence(_ sign: String) -> Int {
    switch sign {
    case "||": 1
    case "&&": 2
    case "==", "!=", "<", "<=", ">", ">=": 3
    case "+", "-", "|", "^": 4
    case "*", "/", "%", "<<", ">>", "&", "&^": 5
    default: 0
    }
  }

  private mutating func binary(above limit: Int) throws(Failure) -> Expression {
    var left = try unary()
    while token.kind == .sign, Self.precedence(token.text) > limit {
      let (sign, start) = (token.text, position)
      at += 1
      left = Expression(.binary(sign, left, try binary(above: Self.precedence(sign))), at: start)
    }
    return left
  }

  private mutating func unary() throws(Failure) -> Expression {
    let start = position
    for sign in ["&", "*", "+", "-", "!", "^"] where take(sign) {
      return Expression(.unary(sign, try unary()), at: start)
    }
    if isAt("<-") && tokens[at + 1].text != "chan" {
      at += 1
      return Expression(.unary("<-", try unary()), at: start)
    }
    return try primary(try operand())
  }

  private mutating func operand() throws(Failure) -> Expression {
    let start = position
    switch token.kind {
    case .name: return Expression(.name(try name().0), at: start)
    case .integer, .float, .imaginary, .rune, .string:
      defer { at += 1 }
      return Expression(.literal(token.kind, token.text), at: start)
    case .sign, .keyword, .end: break
    }
    if take("(") {
      nesting += 1
      let inner = isType ? try type() : try expression()
      nesting -= 1
      try expect(")")
      return inner
    }
    if take("func") {
      let signature = try signature()
      guard isAt("{") else { return Expression(.signature(signature), at: start) }
      let outer = nesting
      nesting = 0
      let body = try block()
      nesting = outer
      return Expression(.function(signature, body), at: start)
    }
    if isType { return try type() }
    throw fails("expected an expression, found \(token.isImplicit ? "the end of the line" : token.text)")
  }

  /// A type that no operand begins like.
  private var isType: Bool {
    ["[", "map", "struct", "interface", "chan"].contains(where: isAt)
      || isAt("<-") && tokens[at + 1].text == "chan"
  }

  private mutating func primary(_ operand: Expression) throws(Failure) -> Expression {
    var left = operand
    while true {
      let start = position
      if take(".") {
        left = try selectorOrAssertion(left, at: start)
      } else if take("(") {
        left = try call(left, at: start)
      } else if take("[") {
        left = try indexOrSlice(left, at: start)
      } else if isAt("{") && mayBeComposite(left) {
        left = Expression(.composite(left, try elements()), at: start)
      } else {
        return left
      }
    }
  }

  private mutating func selectorOrAssertion(
    _ left: Expression, at start: GoLite.Position
  ) throws(Failure) -> Expression {
    guard take("(") else { return Expression(.selector(left, try name().0), at: start) }
    let type = take("type") ? nil : try self.type()
    try expect(")")
    return Expression(.assert(left, type), at: start)
  }

  private mutating func call(
    _ left: Expression, at start: GoLite.Position
  ) throws(Failure) -> Expression {
    var arguments: [Expression] = []
    var isSpread = false
    nesting += 1
    while !take(")") {
      arguments.append(try expression())
      if take("...") { isSpread = true }
      if !isAt(")") { try expect(",") }
    }
    nesting -= 1
    return Expression(.call(left, arguments, spread: isSpread), at: start)
  }

  private mutating func indexOrSlice(
    _ left: Expression, at start: GoLite.Position
  ) throws(Failure) -> Expression {
    nesting += 1
    defer { nesting -= 1 }
    var bounds: [Expression?] = [nil, nil, nil]
    var colons = 0
    while !take("]") {
      if take(":") {
        colons += 1
        guard colons < 3 else { throw fails("a slice has three bounds") }
      } else if isAt(",") {
        throw fails("GoLite does not represent generics")
      } else {
        bounds[colons] = try expression()
      }
    }
    if colons > 0 { return Expression(.slice(left, bounds), at: start) }
    guard let index = bounds[0] else { throw fails("expected an index") }
    return Expression(.index(left, index), at: start)
  }

  private func mayBeComposite(_ type: Expression) -> Bool {
    switch type.form {
    case .name: nesting >= 0
    case .selector(let package, _): if case .name = package.form { nesting >= 0 } else { false }
    case .array, .sliceType, .structure, .map: true
    default: false
    }
  }

  private mutating func elements() throws(Failure) -> [GoLite.Element] {
    let outer = nesting
    nesting = 0
    defer { nesting = outer }
    var elements: [GoLite.Element] = []
    try expect("{")
    while !take("}") {
      var element = GoLite.Element(key: nil, value: try elementValue())
      if take(":") { element = GoLite.Element(key: element.value, value: try elementValue()) }
      elements.append(element)
      if !isAt("}") { try expect(",") }
    }
    return elements
  }

  private mutating func elementValue() throws(Failure) -> Expression {
    let start = position
    return isAt("{") ? Expression(.composite(nil, try elements()), at: start) : try expression()
  }
}
